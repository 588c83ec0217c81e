import { expect, type Locator, type Page, test } from '@playwright/test';
import { settled } from '../shots/settled';
import { runningBoards } from '../support/boards-file';
import { newPlayer, signInAs } from '../support/players';
import { stepIds } from '../support/run-driver';

const stepOf = (page: Page, id: string): Locator => page.locator(`[id="${id}"]`);
const isOpen = async (page: Page, id: string): Promise<boolean> =>
  stepOf(page, id)
    .locator('details')
    .first()
    .evaluate((details) => (details as HTMLDetailsElement).open);

/** How far below the head the step begins, in pixels; what the head covers is negative. */
async function belowHead(page: Page, id: string): Promise<number> {
  const head = await page.locator('header.sticky').boundingBox();
  const step = await stepOf(page, id).boundingBox();
  return (step?.y ?? Number.NaN) - (head?.y ?? 0) - (head?.height ?? 0);
}

async function tick(page: Page, id: string): Promise<void> {
  await stepOf(page, id).getByRole('button', { name: 'Done', exact: true }).click();
  await expect(stepOf(page, id).locator('summary').first()).toContainText('done');
}

/** A run of the demo that no other test acts on, not begun yet. */
test('after a tick the next step is seen from its first line, and a page kept on the device goes on with it', async ({
  browser,
}) => {
  const { demo } = runningBoards();
  const { context, page } = await newPlayer(browser, { viewport: { width: 820, height: 640 } });
  await signInAs(page, demo, 'consultant');
  await page.goto(`${demo.url}/runbooks?show=waiting`);
  await page.locator('main').getByRole('link', { name: 'Northwind Charters' }).first().click();
  await expect(page).toHaveURL(/\/runbooks\/[0-9a-f-]{36}$/);
  await settled(page);
  const [first = '', second = '', third = ''] = await stepIds(page);

  await tick(page, first);
  await expect.poll(() => isOpen(page, second)).toBe(true);
  await expect.poll(() => isOpen(page, first)).toBe(false);
  await expect
    .poll(async () => {
      const pixels = await belowHead(page, second);
      return pixels >= 0 && pixels < 120;
    })
    .toBe(true);

  const { pathname } = new URL(page.url());
  await expect
    .poll(() => page.evaluate(async (path) => (await caches.match(path)) !== undefined, pathname), {
      timeout: 30_000,
    })
    .toBe(true);
  await context.setOffline(true);
  await stepOf(page, second).getByRole('button', { name: 'Blocked…' }).click();
  await page.getByRole('dialog').getByLabel('Reason').fill('The Mac is not there yet.');
  await page.getByRole('dialog').getByRole('button', { name: 'Mark blocked' }).click();
  await expect(stepOf(page, second).locator('summary').first()).toContainText('waits for the network');
  await page.reload();
  await expect(page.locator('header.sticky')).toContainText('Offline: as of');
  await expect.poll(() => isOpen(page, third)).toBe(true);
  await context.setOffline(false);
  await expect(stepOf(page, second).locator('summary').first()).not.toContainText('waits', {
    timeout: 60_000,
  });
  await context.close();
});
