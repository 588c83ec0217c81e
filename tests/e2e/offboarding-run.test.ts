import { expect, test } from '@playwright/test';
import { runningBoards } from '../support/boards-file';
import { newPlayer, type Player, signInAs } from '../support/players';
import { openStep, workStep } from '../support/run-driver';

/** Taking a machine out of service: the run, what it says in the record, and the way back. */

test.describe.configure({ mode: 'serial' });

const NAME = 'Ember & Oak Interiors';
const SLUG = 'ember-oak-interiors';
const OURS = [
  'disable-openrouter-api-key',
  'revoke-ts-authkey',
  'revoke-github-token',
  'revoke-heartbeat-url',
];

test.describe('an offboarding run', () => {
  const { demo } = runningBoards();
  const record = `${demo.url}/clients/${SLUG}`;
  let consultant: Player;
  let support: Player;
  let runbook = '';

  test.beforeAll(async ({ browser }) => {
    consultant = await newPlayer(browser);
    support = await newPlayer(browser);
    await signInAs(consultant.page, demo, 'consultant');
    await signInAs(support.page, demo, 'support');
  });

  test.afterAll(async () => {
    await Promise.all([consultant, support].map(({ context }) => context.close()));
  });

  test('is begun from the client’s offboarding page, and has nothing to copy', async () => {
    const { page } = consultant;
    await page.goto(`${record}/offboarding`);
    await page.getByRole('button', { name: /^Start the offboarding run/ }).click();
    await page.locator('li[id^="step-"]').first().waitFor();
    runbook = page.url();
    await expect(page.getByRole('heading', { level: 1 })).toContainText('offboarding v1');
    await expect(page.getByRole('button', { name: /^Copy key/ })).toHaveCount(0);
    await expect(page.getByRole('link', { name: 'Preflight' })).toHaveCount(0);
  });

  test('revokes our keys and clears the machine, and is not finished before every step is', async () => {
    const { page } = consultant;
    for (const id of OURS) await workStep(page, `step-offboarding.${id}`);
    await workStep(page, 'step-offboarding.delete-keychain-items');
    const last = await openStep(page, 'step-offboarding.purge');
    await expect(last.getByText(`${NAME} is not offboarded yet`)).toBeVisible();
    await expect(last.getByRole('link', { name: 'Offboard the client…' })).toBeVisible();
    await page.getByRole('button', { name: 'Finish the offboarding run' }).click();
    await expect(page.getByText(/Not finished: \d+ required steps are open/).first()).toBeVisible();
  });

  test('shows in the record who revoked and removed what, and when', async () => {
    const { page } = support;
    await page.goto(`${record}/credentials`);
    const key = page.getByRole('row').filter({ hasText: 'OPENROUTER_API_KEY' });
    await expect(key).toContainText('revoked');
    await expect(key).toContainText(consultantName());
    await page.goto(`${record}/machines`);
    const token = page.getByRole('row').filter({ hasText: 'AGENT_GATEWAY_TOKEN' });
    await expect(token).toContainText('removed');
    await page.goto(`${record}/offboarding`);
    await expect(page.getByRole('link', { name: /^Watch the offboarding run/ })).toBeVisible();
    await expect(page.getByRole('button', { name: /offboarding run/ })).toHaveCount(0);
    await page.goto(demo.url);
    const underWay = page.getByRole('region', { name: 'Under way' }).getByRole('listitem');
    await expect(underWay.filter({ hasText: NAME })).toContainText('Offboarding');
  });

  test('goes on after the client was offboarded, and says when the purge is', async () => {
    const { page } = consultant;
    await page.goto(`${record}/offboarding`);
    await page.getByRole('button', { name: `Offboard ${NAME}…` }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: `Offboard ${NAME}` })
      .click();
    await expect(page.getByRole('button', { name: 'Restore the client…' })).toBeVisible();
    await page.goto(runbook);
    await workStep(page, 'step-offboarding.remove-launch-agents');
    const last = await openStep(page, 'step-offboarding.purge');
    await expect(last.getByText(/^The board purges the values by itself on /)).toBeVisible();
  });

  test('ends as it is when the client is restored; what was revoked stays so', async () => {
    const { page } = consultant;
    await page.goto(`${record}/offboarding`);
    await page.getByRole('button', { name: 'Restore the client…' }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: `Restore ${NAME}` })
      .click();
    await expect(page.getByRole('button', { name: /^Start the offboarding run/ })).toBeVisible();
    await page.goto(runbook);
    await expect(
      page.getByText('This run ended before it was finished. The client was restored.'),
    ).toBeVisible();
    await expect(page.getByRole('button', { name: 'Done', exact: true })).toHaveCount(0);
    await page.goto(`${record}/runs`);
    await expect(page.getByRole('row').filter({ hasText: 'Offboarding v1' })).toContainText('ended early');
    await support.page.goto(`${record}/credentials`);
    await expect(support.page.getByRole('row').filter({ hasText: 'OPENROUTER_API_KEY' })).toContainText(
      'revoked',
    );
  });

  function consultantName(): string {
    return demo.people.find(({ role }) => role === 'consultant')?.name ?? 'nobody';
  }
});
