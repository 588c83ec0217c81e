import { gzipSync } from 'node:zlib';
import type { BrowserContext, Response } from '@playwright/test';
import { settled } from '@/tests/shots/settled';
import type { BenchBoard } from './bench-board';
import { kilobytes } from './runbook-page';

/** A few words that survive minification and say what a script brings. */
const CONTENTS: readonly (readonly [string, RegExp])[] = [
  ['react-dom', /Minified React error.{0,400}hydrat|hydrateRoot=function|onRecoverableError/s],
  ['next router', /next-router-state-tree/],
  ['zod', /invalid_union|ZodError/],
  ['next-auth', /next-auth/],
  ['polyfills', /core-js/],
];
const HEAVIEST = 4;
/** Long enough for what a page fetches ahead once it is idle. */
const IDLE_MILLIS = 1500;

/** JavaScript of a cold load of each page, gzipped, and what weighs most in it. */
export async function measureScripts(
  board: BenchBoard,
  pages: Readonly<Record<string, string>>,
): Promise<object[]> {
  const found: object[] = [];
  for (const [page, path] of Object.entries(pages)) {
    const signedOut = page === 'sign-in';
    const context = signedOut
      ? await board.browser.newContext({ baseURL: board.url })
      : await board.signedIn();
    found.push({ page, ...(await coldLoad(context, path)) });
    await context.close();
  }
  return found;
}

async function coldLoad(context: BrowserContext, path: string): Promise<object> {
  const page = await context.newPage();
  const scripts: Response[] = [];
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script') scripts.push(response);
  });
  await page.goto(path);
  await settled(page);
  const atReady = scripts.length;
  await page.waitForTimeout(IDLE_MILLIS);
  const weighed = await Promise.all(
    scripts.map(async (response, index) => {
      const text = await response.body();
      const source = text.toString('utf8');
      return {
        file: response.url().split('/').at(-1)?.split('?')[0] ?? '',
        gzipBytes: gzipSync(text).length,
        contains: CONTENTS.filter(([, pattern]) => pattern.test(source)).map(([name]) => name),
        later: index >= atReady,
      };
    }),
  );
  const sum = (some: typeof weighed) =>
    kilobytes(some.reduce((bytes, { gzipBytes }) => bytes + gzipBytes, 0));
  return {
    gzipKilobytes: sum(weighed),
    ofThatFetchedAhead: sum(weighed.filter(({ later }) => later)),
    files: weighed.length,
    heaviest: weighed
      .toSorted((one, other) => other.gzipBytes - one.gzipBytes)
      .slice(0, HEAVIEST)
      .map(({ file, gzipBytes, contains }) => [file, kilobytes(gzipBytes), ...contains].join(' ')),
  };
}
