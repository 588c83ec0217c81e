import { expect, test } from '@playwright/test';
import { runningBoards } from '../support/boards-file';
import { newPlayer, signInAs } from '../support/players';

test('whoever comes back to the list of runs sees who has one open by now, without reloading', async ({
  browser,
}) => {
  const { demo } = runningBoards();
  const { context, page } = await newPlayer(browser);
  await signInAs(page, demo, 'admin');
  // The list would hear of it by itself otherwise.
  await page.route(/\/api\/runbooks\/events/, (route) => route.abort());
  await page.goto(`${demo.url}/runbooks`);
  // The oldest: what else runs beside this test opens the newest.
  const address = await page.locator('main a[href^="/runbooks/0"]').last().getAttribute('href');
  const row = page.getByRole('row').filter({ has: page.locator(`a[href="${address}"]`) });

  const run = await context.newPage();
  await run.goto(`${demo.url}${address}`);
  await run.locator('li[id^="step-"]').first().waitFor();
  await page.evaluate(() => Object.assign(window, { sameDocument: true }));
  await expect(async () => {
    await page.evaluate(() => window.dispatchEvent(new Event('focus')));
    await expect(row).toContainText('Open: ', { timeout: 1_000 });
  }).toPass();
  expect(await page.evaluate(() => 'sameDocument' in window)).toBe(true);
  await context.close();
});
