import { expect, type Page, test } from '@playwright/test';
import { runningBoards } from '../support/boards-file';
import { newPlayer, signInAs } from '../support/players';
import { openStep, workStep } from '../support/run-driver';

/** Its offboarding is under way, and no other test acts on it. */
const CLIENT = 'Old Mill Brewing';

/** A page that nobody ever comes back to: what it shows anew it heard by itself. */
async function neverLeft(page: Page): Promise<void> {
  await page.addInitScript(() => {
    for (const name of ['focus', 'visibilitychange']) {
      window.addEventListener(name, (event) => event.stopImmediatePropagation(), true);
    }
  });
}

const mark = (page: Page) => page.evaluate(() => Object.assign(window, { sameDocument: true }));
const isTheSame = (page: Page) => page.evaluate(() => 'sameDocument' in window);

test('the list of runs and the board show who opens a run, who is on it and each tick, by themselves', async ({
  browser,
}) => {
  const { demo } = runningBoards();
  const name = demo.people.find(({ role }) => role === 'admin')?.name ?? 'nobody';
  const reader = await newPlayer(browser);
  const worker = await newPlayer(browser);
  await signInAs(reader.page, demo, 'support');
  await signInAs(worker.page, demo, 'admin');
  await neverLeft(reader.page);
  const board = await reader.context.newPage();
  await neverLeft(board);

  await reader.page.goto(`${demo.url}/runbooks`);
  const row = reader.page.getByRole('row').filter({ hasText: CLIENT });
  const address = await row.getByRole('link', { name: CLIENT }).getAttribute('href');
  const progress = row.getByText(/^\d+ of \d+$/);
  const [settled, total] = ((await progress.textContent()) ?? '').split(' of ').map(Number);
  const next = `${(settled ?? 0) + 1} of ${total}`;
  await board.goto(demo.url);
  const strip = board.getByRole('region', { name: 'Under way' });
  const line = strip.getByRole('listitem').filter({ hasText: CLIENT });
  await expect(strip).toBeVisible();
  await Promise.all([mark(reader.page), mark(board)]);

  const run = worker.page;
  await run.goto(`${demo.url}${address}`);
  const current = run.locator('nav[aria-label="Phases"] a[aria-current="step"]').first();
  const step = decodeURIComponent(((await current.getAttribute('href')) ?? '').replace('#', ''));
  await expect(row).toContainText(new RegExp(`Open: .*${name}`));

  await (await openStep(run, step)).getByRole('button', { name: 'I am on it', exact: true }).click();
  await expect(line).toContainText(`${name}, since`);
  const lastAct = row.getByRole('cell').nth(2);
  await expect(lastAct).toContainText(`${name}, `);

  await workStep(run, step);
  await expect(progress).toHaveText(next);
  await expect(line.getByText(next, { exact: true })).toBeVisible();

  await test.step('without being loaded anew', async () => {
    expect(await Promise.all([isTheSame(reader.page), isTheSame(board)])).toEqual([true, true]);
  });
  await Promise.all([reader.context.close(), worker.context.close()]);
});
