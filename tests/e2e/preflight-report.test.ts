import { expect, type Page, test } from '@playwright/test';
import { runningBoards } from '../support/boards-file';
import { newPlayer, type Player, signInAs } from '../support/players';
import { workStep } from '../support/run-driver';

/**
 * What surrounds a run: before the drive, when the answers move on, afterwards. The client is one that no other test
 * opens, because an upgrade takes the acts off every page that shows the run.
 */

test.describe.configure({ mode: 'serial' });

/** How far the run is when the agent's name changes. */
const BEGUN = ['mac-identity.name', 'mac-accounts.admin-password', 'mac-accounts.create-agent'];

test.describe('preflight, upgrade and report', () => {
  const { demo } = runningBoards();
  const { url } = demo;
  let consultant: Player;
  let support: Player;
  let runbook = '';
  let record = '';

  test.beforeAll(async ({ browser }) => {
    consultant = await newPlayer(browser);
    support = await newPlayer(browser);
    await signInAs(consultant.page, demo, 'consultant');
    await signInAs(support.page, demo, 'support');
    const { page } = consultant;
    await page.goto(`${url}/runbooks?show=waiting`);
    await page.locator('main').getByRole('link', { name: 'Casa Luna Events' }).click();
    await page.locator('li[id^="step-"]').first().waitFor();
    runbook = new URL(page.url()).pathname;
    record = (await page.locator('header a[href^="/clients/"]').first().getAttribute('href')) ?? '';
  });

  test.afterAll(async () => {
    await Promise.all([consultant, support].map(({ context }) => context.close()));
  });

  test('the preflight says whether anything is missing, how long it takes and whom to call', async () => {
    const { page } = consultant;
    await page.goto(url + runbook);
    await page.getByRole('link', { name: 'Preflight' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Preflight' })).toBeVisible();
    await expect(page.getByText(/^(Nothing is missing: drive|Missing: )/)).toBeVisible();
    await expect(page.getByText(/^about (\d+ h|\d+ min)/)).toBeVisible();
    await expect(page.getByText('Where and whom')).toBeVisible();
    await expect(page.locator('main')).not.toContainText('op://');
  });

  test('the list for the client is copied as a text that holds no reference', async () => {
    const { page } = consultant;
    await page.bringToFront();
    await page.goto(`${url}${await waitingRun(page)}/preflight`);
    await page.getByRole('link', { name: 'List for the client' }).click();
    await page.getByRole('button', { name: /^Copy text/ }).click();
    await expect(page.getByText('Copied').first()).toBeAttached();
    const text = await page.evaluate(() => navigator.clipboard.readText());
    expect(text).toContain('this has to be ready before we come:');
    expect(text).toContain('On the day');
    expect(text).not.toContain('op://Harbor');
  });

  test('support reads the preflight, and is not given the list for the client', async () => {
    const { page } = support;
    await page.goto(`${url}${runbook}/preflight`);
    await expect(page.getByText('Where and whom')).toBeVisible();
    await expect(page.getByRole('link', { name: 'List for the client' })).toHaveCount(0);
    await page.goto(`${url}${runbook}/preflight/for-client`);
    await expect(page).toHaveURL(`${url}${runbook}/preflight`);
  });

  test('an answer that moves on shows word by word, and the upgrade keeps what was done', async () => {
    const { page } = consultant;
    await page.goto(url + runbook);
    for (const step of BEGUN) await workStep(page, `step-${step}`);
    await page.goto(`${url}${runbook}/changes`);
    await expect(page.getByText('Nothing changed')).toBeVisible();
    await page.goto(`${url}${record}/components/mac-accounts`);
    const name = page.getByLabel('Agent user name');
    await name.fill('robot');
    await page.getByRole('button', { name: 'Save answers' }).click();
    await expect(page.getByText('Saved.', { exact: true })).toBeVisible();
    await page.goto(url + runbook);
    await page.getByRole('link', { name: 'See what changed' }).click();
    await expect(page.locator('del', { hasText: /^agent$/ }).first()).toBeVisible();
    await expect(page.locator('ins', { hasText: /^robot$/ }).first()).toBeVisible();
    await expect(page.getByText('opens again, because the command changed in v2').first()).toBeVisible();
    await page.getByRole('button', { name: 'Upgrade to v2' }).click();
    await expect(page).not.toHaveURL(new RegExp(runbook));
    await expect(page.getByText(', in v1').first()).toBeVisible();
    const upgraded = new URL(page.url()).pathname;
    await page.goto(url + runbook);
    await expect(page.getByText('A newer runbook has taken the place of this one')).toBeVisible();
    runbook = upgraded;
  });

  test('support reads what changed and cannot upgrade', async () => {
    const { page } = support;
    await page.goto(`${url}${runbook}/changes`);
    await expect(page.getByRole('heading', { level: 1, name: 'Runbook v2: what changed' })).toBeVisible();
    await expect(page.getByRole('button', { name: /^Upgrade/ })).toHaveCount(0);
  });

  test('the report is exported as JSON that names its schema, and the schema is there for everybody', async ({
    request,
  }) => {
    const { page, context } = consultant;
    await page.goto(`${url}${runbook}/report`);
    await expect(page.getByRole('table', { name: 'Who worked on it' })).toBeVisible();
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Export JSON' }).click();
    expect((await download).suggestedFilename()).toMatch(/^casa-luna-events-.+-v2\.json$/);
    const file = await (await context.request.get(`${url}${runbook}/report.json`)).json();
    expect(file).toMatchObject({ runbook: { number: 2 }, client: { slug: 'casa-luna-events' } });
    expect(file.steps.some((step: { inRunbook: number }) => step.inRunbook === 1)).toBe(true);
    const schema = await (await request.get(url + new URL(file.$schema).pathname)).json();
    expect(schema).toMatchObject({ $id: file.$schema, type: 'object' });
    expect((await request.get(`${url}${runbook}/report.json`)).status()).toBe(401);
  });

  test('the sheets for paper have neither navigation nor buttons', async () => {
    const { page } = consultant;
    await page.emulateMedia({ media: 'print' });
    for (const at of ['/preflight', '/changes', '/report']) {
      await page.goto(url + runbook + at);
      await expect(page.locator('main')).toBeVisible();
      await expect(page.getByRole('navigation').filter({ visible: true })).toHaveCount(0);
      await expect(page.getByRole('button').filter({ visible: true })).toHaveCount(0);
    }
    await page.emulateMedia({ media: null });
  });

  test('a preflight with much missing is one page of paper', async () => {
    const { page } = consultant;
    await page.goto(`${url}/clients/summit-ridge-property/runs`);
    await page.getByRole('link', { name: 'Preflight' }).click();
    await expect(page.getByRole('heading', { name: 'Takes time' })).toBeVisible();
    for (const size of ['A4', 'Letter'] as const) {
      const paper = await page.pdf({ format: size });
      expect(paper.toString('latin1').match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
    }
  });

  test('a sheet of paper has a code that leads back to its page, and the screen has none', async () => {
    const { page } = consultant;
    for (const at of ['/preflight', '/preflight/for-client', '/report']) {
      await page.goto(url + runbook + at);
      const code = page.getByLabel('The address of this page');
      await expect(code).toBeHidden();
      await page.emulateMedia({ media: 'print' });
      await expect(code).toBeVisible();
      await page.emulateMedia({ media: null });
    }
  });

  /** The address of a run that has not begun. */
  async function waitingRun(page: Page): Promise<string> {
    await page.goto(`${url}/runbooks?show=waiting`);
    return (await page.locator('main a[href^="/runbooks/0"]').first().getAttribute('href')) ?? '';
  }
});
