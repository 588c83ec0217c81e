import { expect, test } from '@playwright/test';
import { runningBoards } from '../support/boards-file';
import { crawl } from '../support/crawl';
import { complaints, findFaults } from '../support/look';
import { newPlayer, type Role, signInAs } from '../support/players';

const roles: readonly Role[] = ['admin', 'consultant', 'support'];

for (const role of roles) {
  test(`every page that ${role} can reach is accessible in both themes, quiet, and fits a phone`, async ({
    browser,
  }) => {
    test.setTimeout(2_400_000);
    const { demo } = runningBoards();
    const { context, page } = await newPlayer(browser);
    const heard: string[][] = [];
    const faults: string[] = [];
    await signInAs(page, demo, role);
    await page.close();
    context.on('page', (opened) => heard.push(complaints(opened)));
    const seen = await crawl(context, `${demo.url}/`, role === 'admin' ? 2 : 1, async (opened, first) => {
      faults.push(...(await findFaults(opened, first)));
    });
    await context.close();
    expect(faults).toEqual([]);
    expect(heard.flat()).toEqual([]);
    expect(seen.length).toBeGreaterThan(10);
  });
}

test('pages before signing in are accessible in both themes, quiet, and fit a phone', async ({ browser }) => {
  const { demo } = runningBoards();
  const { context, page } = await newPlayer(browser);
  const heard = complaints(page);
  const faults: string[] = [];
  for (const address of [
    `${demo.url}/sign-in`,
    `${demo.url}/join/no-such-link`,
    `${demo.url}/new-password/no-such-link`,
  ]) {
    await page.goto(address);
    faults.push(...(await findFaults(page)));
  }
  await context.close();
  expect(faults).toEqual([]);
  expect(heard).toEqual([]);
});
