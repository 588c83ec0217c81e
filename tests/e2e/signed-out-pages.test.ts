import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { runningBoards } from '../support/boards-file';

/** Everything the browser complains about while a page is open, refused styles and scripts among it. */
function complaints(page: Page): string[] {
  const heard: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') heard.push(`${page.url()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => heard.push(`${page.url()}: ${error.message}`));
  return heard;
}

async function axeFindings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${page.url()}: ${id} at ${node.target.join(' ')}`),
  );
}

async function scrollsSideways(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
}

test('pages before signing in are accessible in both themes and fit a phone', async ({ browser }) => {
  const { demo } = runningBoards();
  const context = await browser.newContext({ reducedMotion: 'reduce' });
  const page = await context.newPage();
  const heard = complaints(page);
  const findings: string[] = [];
  const addresses = [`${demo.url}/sign-in`, `${demo.url}/join/no-such-link`];
  for (const address of addresses) {
    await page.goto(address);
    await page.waitForLoadState('networkidle');
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      findings.push(...(await axeFindings(page)));
    }
    await page.setViewportSize({ width: 390, height: 844 });
    if (await scrollsSideways(page)) findings.push(`sideways at 390: ${address}`);
  }
  await context.close();
  expect(findings).toEqual([]);
  expect(heard).toEqual([]);
});
