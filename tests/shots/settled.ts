import type { Page } from '@playwright/test';

/** Fonts are there and React listens to every control. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready;
  });
  await page.waitForFunction(() =>
    [...document.querySelectorAll('button, input:not([type=hidden]), select, textarea')].every((control) =>
      Object.keys(control).some((key) => key.startsWith('__react')),
    ),
  );
}
