import type { BrowserContext, Page } from '@playwright/test';

/** Ids, slugs and step names as one word, so that addresses of the same kind can be told. */
function kindOf(address: URL): string {
  const parts = address.pathname.split('/').map((part, index, all) => {
    if (/^[0-9a-f]{8}-/.test(part)) return '{id}';
    return ['clients', 'catalogue', 'settings'].includes(all[index - 1] ?? '') ? '{name}' : part;
  });
  return `${parts.join('/')}${address.search === '' ? '' : '?…'}`;
}

/** Where the page's links lead, on this board. Pages only: what downloads or signs in is not looked at. */
async function linksOf(page: Page): Promise<URL[]> {
  const all = await page
    .locator('a[href]:not([download])')
    .evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).href));
  const origin = new URL(page.url()).origin;
  return all
    .map((href) => new URL(href))
    .filter((address) => address.origin === origin && !/^\/api\/|\/export$|\.json$/.test(address.pathname));
}

/**
 * Every page that can be reached by links from `start`, at most `ofAKind` of each kind: twelve client records do not
 * say more than two, and of searches one is enough. `look` is called on each while it is open. Returns the addresses
 * that were seen.
 */
export async function crawl(
  context: BrowserContext,
  start: string,
  ofAKind: number,
  look: (page: Page, firstOfItsKind: boolean) => Promise<void>,
): Promise<string[]> {
  const waiting = [start];
  const known = new Set(waiting);
  const kinds = new Map<string, number>();
  const seen: string[] = [];
  for (let address = waiting.shift(); address !== undefined; address = waiting.shift()) {
    const kind = kindOf(new URL(address));
    const enough = kind.endsWith('?…') ? 1 : ofAKind;
    const before = kinds.get(kind) ?? 0;
    if (before >= enough) continue;
    kinds.set(kind, before + 1);
    // A tab of its own for each: one that has been measured a hundred times holds gigabytes.
    const page = await context.newPage();
    await page.goto(address);
    await page.locator('main').waitFor();
    seen.push(address);
    await look(page, before === 0);
    for (const next of await linksOf(page)) {
      next.hash = '';
      if (known.has(next.href)) continue;
      known.add(next.href);
      waiting.push(next.href);
    }
    await page.close();
  }
  return seen;
}
