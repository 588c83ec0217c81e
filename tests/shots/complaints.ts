import type { Page } from '@playwright/test';

export interface Complaint {
  page: string;
  where: string;
  what: string;
}

/** Notes what the browser says on its console and what it refuses by the Content-Security-Policy. */
export async function listen(page: Page, note: (what: string) => void): Promise<void> {
  page.on('console', (message) => {
    if (message.type() === 'error') note(`console: ${message.text()} ${message.location().url}`);
  });
  page.on('pageerror', (error) => note(`uncaught: ${error.message}`));
  await page.exposeFunction('noteRefusal', (directive: string, blocked: string) =>
    note(`policy ${directive}: ${blocked}`),
  );
  await page.addInitScript(() => {
    const { noteRefusal } = window as unknown as {
      noteRefusal: (directive: string, blocked: string) => void;
    };
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
      noteRefusal(effectiveDirective, blockedURI),
    );
  });
}

/** The part of the page that makes it wider than the window, or null when it fits. */
export async function widerThanWindow(page: Page): Promise<string | null> {
  return page.evaluate(() => {
    const room = document.documentElement.clientWidth;
    const width = document.documentElement.scrollWidth;
    if (width <= room) return null;
    const widest = [...document.body.querySelectorAll('*')]
      .filter((element) => element.getBoundingClientRect().right > room + 1)
      .at(-1);
    const name =
      widest === undefined
        ? 'nothing visible'
        : `<${widest.tagName.toLowerCase()} class="${widest.className}">`;
    return `scrolls sideways, ${width - room} px: ${name}`;
  });
}

/** One line a complaint; the same one at several sizes is told once, with the sizes. */
export function complaintTable(complaints: readonly Complaint[]): string {
  const told = new Map<string, { page: string; what: string; where: string[] }>();
  for (const { page, where, what } of complaints) {
    const line = told.get(`${page}\n${what}`) ?? { page, what, where: [] };
    line.where.push(where);
    told.set(`${page}\n${what}`, line);
  }
  const width = Math.max(0, ...[...told.values()].map(({ page }) => page.length));
  return [...told.values()]
    .map(
      ({ page, what, where }) =>
        `${page.padEnd(width)}  ${what.slice(0, 300)}  [${[...new Set(where)].join(' ')}]\n`,
    )
    .join('');
}
