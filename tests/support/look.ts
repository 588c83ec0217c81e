import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { widerThanWindow } from '../shots/complaints';
import { settled } from '../shots/settled';

/** Everything the browser complains about while a page is open, refused styles and scripts among it. */
export function complaints(page: Page): string[] {
  const heard: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') heard.push(`${page.url()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => heard.push(`${page.url()}: ${error.message}`));
  return heard;
}

/** Colours that are still on their way from one theme to the other would be measured as they pass. */
async function standsStill(page: Page): Promise<void> {
  await page.evaluate(async () => {
    // One that is broken off has another in its place.
    for (let passing: Animation[] | undefined; passing?.length !== 0; ) {
      await new Promise((drawn) => requestAnimationFrame(drawn));
      passing = document.getAnimations().filter((animation) => animation instanceof CSSTransition);
      await Promise.allSettled(passing.map(({ finished }) => finished));
    }
  });
}

async function axeFindings(page: Page, rules?: string[]): Promise<string[]> {
  await standsStill(page);
  const axe = new AxeBuilder({ page });
  const { violations } = await (rules === undefined ? axe : axe.withRules(rules)).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id} at ${node.target.join(' ')}`));
}

/**
 * What is wrong with the open page: axe's findings in light, what the dark theme can change of them (the colours)
 * unless `inDark` is false, and what does not fit a phone of 390 px.
 */
export async function findFaults(page: Page, inDark = true): Promise<string[]> {
  const address = new URL(page.url()).pathname;
  const faults: string[] = [];
  await settled(page);
  await page.emulateMedia({ colorScheme: 'light' });
  faults.push(...(await axeFindings(page)).map((finding) => `${address}, light: ${finding}`));
  if (inDark) {
    await page.emulateMedia({ colorScheme: 'dark' });
    const colours = await axeFindings(page, ['color-contrast', 'link-in-text-block']);
    faults.push(...colours.map((finding) => `${address}, dark: ${finding}`));
  }
  const size = page.viewportSize();
  await page.setViewportSize({ width: 390, height: 844 });
  const wider = await widerThanWindow(page);
  if (wider !== null) faults.push(`${address}, 390 px: ${wider}`);
  if (size !== null) await page.setViewportSize(size);
  return faults;
}
