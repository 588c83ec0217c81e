import type { Locator } from '@playwright/test';

/** Opens every fold around what is there, without pressing anything. */
export async function unfold(inside: Locator): Promise<void> {
  await inside.waitFor({ state: 'attached' });
  await inside.evaluate((element) => {
    let fold = element.closest('details');
    while (fold !== null) {
      fold.open = true;
      fold = fold.parentElement?.closest('details') ?? null;
    }
  });
}
