import { expect, test } from '@playwright/test';
import { runningBoards } from '../support/boards-file';
import { newPlayer, type Player, signInAs } from '../support/players';

/** An admin changes the text of a step that no client of the demo has, and takes it back. */

test.describe.configure({ mode: 'serial' });

test.describe('editing the catalogue', () => {
  const { demo } = runningBoards();
  const advice = 'No recording yet: let the client make a short one, then ask again.';
  const note = 'Plaud lists nothing before the first recording.';
  let admin: Player;

  test.beforeAll(async ({ browser }) => {
    admin = await newPlayer(browser);
    await signInAs(admin.page, demo, 'admin');
  });

  test.afterAll(() => admin.context.close());

  test('a mistake in one field loses nothing that was typed in the others', async () => {
    const { page } = admin;
    await page.goto(`${demo.url}/catalogue/plaud`);
    await page.getByRole('link', { name: 'Edit', exact: true }).click();
    await expect(page.getByRole('heading', { level: 1, name: /^Edit Plaud/ })).toBeVisible();
    await page.getByRole('link', { name: 'List one recording' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Edit a step' })).toBeVisible();
    await page.getByLabel('If not').fill(advice);
    await page.getByLabel('Check of the output').fill('{"kind": "exact"');
    await page.getByRole('button', { name: 'Save draft' }).click();
    await expect(page.getByText(/^This is not JSON/).first()).toBeVisible();
    await expect(page.getByLabel('If not')).toHaveValue(advice);
    await page.getByLabel('Check of the output').fill('');
    await page.getByRole('button', { name: 'Save draft' }).click();
    await expect(page.getByText('Draft saved.')).toBeVisible();
  });

  test('the review shows what changes and what a run would say, and publishing makes a version', async () => {
    const { page } = admin;
    await page.goto(`${demo.url}/catalogue/plaud/edit/review`);
    await expect(page.getByRole('region', { name: 'What changes' }).locator('ins').first()).toBeVisible();
    await expect(page.getByRole('region', { name: 'As a run would have it' })).toContainText(advice);
    await expect(page.getByText('No open run changes by it.')).toBeVisible();
    await page.getByLabel('What changed, and why').fill(note);
    await page.getByRole('button', { name: /^Publish version \d+$/ }).click();
    await expect(page.getByText(/Version \d+ of the catalogue is in force/)).toBeVisible();
    await page.goto(`${demo.url}/catalogue/versions`);
    await expect(page.getByRole('row').filter({ hasText: note })).toContainText('Plaud');
  });

  test('a consultant is given no way to edit, and is refused by address', async ({ browser }) => {
    const { page, context } = await newPlayer(browser);
    await signInAs(page, demo, 'consultant');
    await page.goto(`${demo.url}/catalogue/plaud`);
    await expect(page.getByRole('heading', { level: 1, name: /^Plaud/ })).toBeVisible();
    await expect(page.getByRole('link', { name: 'Edit', exact: true })).toHaveCount(0);
    for (const at of ['plaud/edit', 'plaud/edit/review', 'plaud/edit/part?part=facts&id=plaud', 'versions']) {
      await page.goto(`${demo.url}/catalogue/${at}`);
      await expect(
        page.getByRole('heading', { level: 1, name: 'Your role does not open this page' }),
      ).toBeVisible();
    }
    await context.close();
  });

  test('the shipped text is taken back as a version of its own', async () => {
    const { page } = admin;
    await page.goto(`${demo.url}/catalogue/plaud/edit`);
    await page.getByText('Go back to the shipped text').click();
    await page.getByRole('button', { name: 'Take the shipped one back' }).click();
    await expect(page.getByText('Go back to the shipped text')).toHaveCount(0);
    await page.goto(`${demo.url}/catalogue/versions`);
    await expect(page.getByRole('row').filter({ hasText: 'The shipped text again.' }).first()).toBeVisible();
  });
});
