import type { Page } from '@playwright/test';

/** At most so many pages of one kind: twelve client records do not say more than three. */
const PAGES_OF_A_KIND = 3;

/** Ids, slugs and step names as one word, so that addresses of the same kind can be told. */
function kindOf(address: URL): string {
  const parts = address.pathname.split('/').map((part, index, all) => {
    if (/^[0-9a-f]{8}-/.test(part)) return '{id}';
    return all[index - 1] === 'clients' || all[index - 1] === 'catalogue' ? '{slug}' : part;
  });
  return `${parts.join('/')}?${[...address.searchParams.keys()].sort().join('&')}`;
}

/**
 * Every page that can be reached by links from `start`, a few of each kind. `look` is called on each while it is
 * open. Returns the addresses that were seen.
 */
export async function crawl(
  page: Page,
  start: string,
  look: (address: string) => Promise<void>,
): Promise<string[]> {
  const origin = new URL(start).origin;
  const waiting = [start];
  const known = new Set(waiting);
  const kinds = new Map<string, number>();
  const seen: string[] = [];
  for (let address = waiting.shift(); address !== undefined; address = waiting.shift()) {
    const kind = kindOf(new URL(address));
    if ((kinds.get(kind) ?? 0) >= PAGES_OF_A_KIND) continue;
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    await page.goto(address);
    await page.locator('main').waitFor();
    seen.push(address);
    await look(address);
    for (const href of await page
      .locator('a[href]')
      .evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).href))) {
      const next = new URL(href);
      next.hash = '';
      if (next.origin !== origin || known.has(next.href) || next.pathname.startsWith('/api/')) continue;
      known.add(next.href);
      waiting.push(next.href);
    }
  }
  return seen;
}
