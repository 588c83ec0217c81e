import { expect, test } from '@playwright/test';
import { runningBoards } from '../support/boards-file';
import { newPlayer, type Player, signInAs } from '../support/players';

/** An admin changes a component that no client of the demo has, and takes it back. */

test.describe.configure({ mode: 'serial' });

test.describe('editing the catalogue', () => {
  const { demo } = runningBoards();
  const advice = 'No recording yet: let the client make a short one, then ask again.';
  const note = 'Plaud lists nothing before the first recording.';
  /** A name is never given twice, so each run takes another. */
  const mark = Date.now().toString(36);
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

  test('a new slot loses nothing over a mistake, and the review tells that no step mentions it yet', async () => {
    const { page } = admin;
    await page.goto(`${demo.url}/catalogue/plaud/edit`);
    await page.getByRole('link', { name: 'New slot' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Add a credential slot' })).toBeVisible();
    await page.getByLabel('Id', { exact: true }).fill(`plaud.hook-${mark}`);
    await page.getByLabel('Key', { exact: true }).fill('small letters');
    await page.getByLabel('Name', { exact: true }).fill('Plaud hook');
    await page.getByLabel('Label where it is asked for').fill('Secret of the hook');
    await page.getByLabel('What it is for').fill('Plaud tells the agent that a recording is there.');
    await page.getByLabel('How it is revoked').fill('The client deletes the hook in Plaud.');
    await page.getByRole('button', { name: 'Add it to the draft' }).click();
    await expect(page.getByText(/^Write the key like/).first()).toBeVisible();
    await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Plaud hook');
    await page.getByLabel('Key', { exact: true }).fill(`PLAUD_HOOK_${mark.toUpperCase()}`);
    await page.getByRole('button', { name: 'Add it to the draft' }).click();
    await expect(
      page.getByRole('region', { name: 'Credential slots' }).getByRole('link', { name: 'Plaud hook' }),
    ).toBeVisible();
    await page.goto(`${demo.url}/catalogue/plaud/edit/review`);
    await expect(page.getByText(`No step mentions slot plaud.hook-${mark}`)).toBeVisible();
  });

  test('a step brings the new slot to the machine; published, both stand in the catalogue', async () => {
    const { page } = admin;
    await page.goto(`${demo.url}/catalogue/plaud/edit`);
    await page.getByRole('link', { name: 'New step' }).click();
    await page.getByRole('link', { name: 'Bring “Plaud hook” to the machine instead' }).click();
    await expect(page.getByText('A step that brings a secret to the machine')).toBeVisible();
    await page.getByLabel('Id', { exact: true }).fill(`plaud.bring-hook-${mark}`);
    await page.getByLabel('Title', { exact: true }).fill('Give Plaud its hook');
    await page.getByLabel('Why', { exact: true }).fill('Without it Plaud stays silent.');
    await page.getByLabel('Instruction 1', { exact: true }).fill('Open the hook’s window.');
    await page.getByLabel('Expect', { exact: true }).fill('The window says that it is connected.');
    await page.getByLabel('If not', { exact: true }).fill('Paste it again.');
    await page.getByRole('button', { name: 'Add it to the draft' }).click();
    await expect(
      page.getByRole('region', { name: 'Steps' }).getByRole('link', { name: 'Give Plaud its hook' }),
    ).toBeVisible();
    await page.goto(`${demo.url}/catalogue/plaud/edit/review`);
    const key = `PLAUD_HOOK_${mark.toUpperCase()}`;
    await expect(page.getByRole('region', { name: 'What changes' })).toContainText(key);
    await expect(page.getByRole('region', { name: 'As a run would have it' })).toContainText(key);
    await expect(page.getByText('No step mentions')).toHaveCount(0);
    await page.getByLabel('What changed, and why').fill('Plaud calls the agent now.');
    await page.getByRole('button', { name: /^Publish version \d+$/ }).click();
    await expect(page.getByText(/Version \d+ of the catalogue is in force/)).toBeVisible();
    await expect(page.getByRole('region', { name: 'Credential slots' })).toContainText(key);
    await expect(page.getByRole('region', { name: 'Steps' })).toContainText('Give Plaud its hook');
  });

  test('a consultant is given no way to edit, and is refused by address', async ({ browser }) => {
    const { page, context } = await newPlayer(browser);
    await signInAs(page, demo, 'consultant');
    await page.goto(`${demo.url}/catalogue/plaud`);
    await expect(page.getByRole('heading', { level: 1, name: /^Plaud/ })).toBeVisible();
    await expect(page.getByRole('link', { name: 'Edit', exact: true })).toHaveCount(0);
    for (const at of [
      'plaud/edit',
      'plaud/edit/review',
      'plaud/edit/part?part=facts&id=plaud',
      'plaud/edit/new-step',
      'plaud/edit/new-slot',
      'plaud/edit/new-setting',
      'versions',
    ]) {
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
