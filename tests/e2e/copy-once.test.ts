import { expect, type Route, test } from '@playwright/test';
import { settled } from '../shots/settled';
import { runningBoards } from '../support/boards-file';
import { newPlayer, signInAs } from '../support/players';
import { openStep } from '../support/run-driver';

test('clicks on a copy that is under way decrypt nothing more, and a slow one says that it is busy', async ({
  browser,
}) => {
  const { demo } = runningBoards();
  const { context, page } = await newPlayer(browser);
  await signInAs(page, demo, 'consultant');
  await page.goto(`${demo.url}/runbooks`);
  await page.locator('main').getByRole('link', { name: 'Harbor Realty' }).first().click();
  const step = await openStep(page, 'step-openrouter.store-openrouter-api-key');
  await settled(page);
  const copy = step.getByRole('button', { name: 'Copy key OPENROUTER_API_KEY' }).first();
  const held: Route[] = [];
  await page.route('**/runbooks/*', async (route) => {
    const asked = route.request().postData() ?? '';
    if (asked.includes('"form":"value"')) held.push(route);
    else await route.continue();
  });
  // Twice before the page has drawn anything, and once more when it says that it is busy.
  await copy.dblclick();
  await expect(copy.getByText('Decrypting…')).toBeVisible();
  await copy.click({ force: true });
  expect(held).toHaveLength(1);
  await held[0]?.continue();
  await expect(copy.getByText('Copied · clears in')).toBeVisible();
  expect(held).toHaveLength(1);
  await context.close();
});
