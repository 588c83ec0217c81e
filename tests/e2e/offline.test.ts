import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Browser, expect, type Locator, type Page, test } from '@playwright/test';
import { type BoardProcess, startBoardProcess } from '../support/board-process';
import { foundInBrowser } from '../support/canary';
import { newPlayer, type Player, type Role, signIn, signInAs } from '../support/players';
import { openStep, stepIds } from '../support/run-driver';

/** A board of its own: one person loses the network in a run, another one goes on in it. */
const place = mkdtempSync(path.join(os.tmpdir(), 'jed-board-offline-'));
let board: BoardProcess;
let away: Player;
let present: Player;
let runbook = '';
let steps: string[] = [];

const NOTE = 'Written in the cellar';
const LIKE_A_SECRET = `sk-or-v1-${'0f1e2d3c4b5a6978'.repeat(4)}`;

test.describe.configure({ mode: 'serial' });
test.setTimeout(300_000);

async function playerIn(browser: Browser, role: Role): Promise<Player> {
  const player = await newPlayer(browser);
  await signInAs(player.page, board, role);
  await player.page.goto(runbook === '' ? `${board.url}/runbooks` : runbook);
  return player;
}

const stepOf = (page: Page, id: string): Locator => page.locator(`[id="${id}"]`);
const lineOf = (page: Page, id: string): Locator => stepOf(page, id).locator('summary').first();
const act = async (page: Page, id: string, name: string): Promise<void> => {
  await openStep(page, id);
  await stepOf(page, id).getByRole('button', { name, exact: true }).click();
};
const head = (page: Page): Locator => page.locator('header.sticky');
const waitingHere = (page: Page): Locator => page.getByRole('region', { name: 'What waits here' });

/** The names of the caches, with how much lies in each. */
async function pagesIn(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const names = (await caches.keys()).filter((name) => name.startsWith('jed-board-pages-'));
    const kept = await Promise.all(
      names.map(async (name) => (await (await caches.open(name)).keys()).length),
    );
    return kept.reduce((sum, count) => sum + count, 0);
  });
}

/** The names of the caches, after the worker was asked for a file that the page is made of. */
async function cachesAfterFile(): Promise<string[]> {
  const file = document.querySelector<HTMLScriptElement>('script[src^="/_next/static/"]');
  if (file === null) throw new Error('The page names no file');
  await fetch(file.src, { cache: 'reload' });
  return caches.keys();
}

/** When the page that was kept last was kept; 0 without any. */
async function newestPage(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const times = [0];
    for (const name of await caches.keys()) {
      for (const response of await (await caches.open(name)).matchAll()) {
        times.push(Number(response.headers.get('x-kept-at') ?? 0));
      }
    }
    return Math.max(...times);
  });
}

/** Copies the first value of ours that the run has, and reads it from the clipboard. */
async function copyValue(page: Page): Promise<string> {
  const copy = page.getByRole('button', { name: /^Copy (key|password|address) / });
  const step = page
    .locator('li[id^="step-"]')
    .filter({ has: page.locator('button', { hasText: /^Copy (key|password|address)/ }) });
  await openStep(page, (await step.first().getAttribute('id')) ?? '');
  await copy.first().click();
  await expect(page.getByText(/copied\. The clipboard clears/).first()).toBeAttached();
  return page.evaluate(() => navigator.clipboard.readText());
}

/** Steps that nobody has touched and that offer a claim. */
async function untouched(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const id of await stepIds(page)) {
    const words = (await lineOf(page, id).textContent()) ?? '';
    if (!/done|claimed|blocked|failed|skipped|waived/.test(words)) found.push(id);
    if (found.length === 2) break;
  }
  return found;
}

test.beforeAll(async ({ browser }) => {
  // As root, PostgreSQL runs as another user, who must be able to pass.
  chmodSync(place, 0o711);
  board = await startBoardProcess(path.join(place, 'board'), ['--demo']);
  away = await playerIn(browser, 'consultant');
  const address = await away.page.locator('main a[href^="/runbooks/0"]').first().getAttribute('href');
  runbook = `${board.url}${address}`;
  await away.page.goto(runbook);
  steps = await untouched(away.page);
  expect(steps).toHaveLength(2);
  present = await playerIn(browser, 'admin');
});

test.afterAll(async () => {
  await Promise.all([away?.context.close(), present?.context.close()]);
  await board?.stop();
  rmSync(place, { recursive: true, force: true });
});

test('an opened run is kept, and comes up again without a network, saying so', async () => {
  const { context, page } = away;
  await expect.poll(() => pagesIn(page), { timeout: 30_000 }).toBeGreaterThan(0);
  await expect
    .poll(
      async () =>
        page.evaluate(async (path) => (await caches.match(path)) !== undefined, new URL(runbook).pathname),
      {
        timeout: 30_000,
      },
    )
    .toBe(true);
  await context.setOffline(true);
  await page.reload();
  await expect(head(page)).toContainText('Offline: as of');
  expect(await stepIds(page)).toContain(steps[0]);
});

test('ticks and notes are taken without a network, and what needs it says so', async () => {
  const { page } = away;
  const [first = '', second = ''] = steps;
  await act(page, first, 'I am on it');
  await expect(lineOf(page, first)).toContainText('waits for the network');
  await act(page, second, 'I am on it');
  await openStep(page, second);
  await stepOf(page, second).getByText('Add a note').click();
  const field = stepOf(page, second).getByLabel('Note', { exact: true });
  await field.fill(LIKE_A_SECRET);
  await act(page, second, 'Add note');
  await expect(stepOf(page, second).getByText('Nothing was kept').first()).toBeVisible();
  await field.fill(NOTE);
  await act(page, second, 'Add note');
  await expect(head(page)).toContainText('3 acts wait for the network');
  const copies = page.locator('button', { hasText: /Copy (key|password|address) [A-Z]/ });
  const disabled = await copies.evaluateAll((all) => all.map((one) => one.getAttribute('aria-disabled')));
  expect(disabled.length).toBeGreaterThan(0);
  expect(disabled.every((one) => one === 'true')).toBe(true);
});

test('they outlast a reload, in their order', async () => {
  const { page } = away;
  const [, second = ''] = steps;
  await page.reload();
  await expect(lineOf(page, second)).toContainText('waits for the network');
  await page.getByRole('button', { name: '3 acts wait for the network' }).click();
  await expect(waitingHere(page).getByRole('listitem')).toHaveCount(3);
  await expect(waitingHere(page).getByRole('listitem').last()).toContainText(NOTE);
  await page.keyboard.press('Escape');
});

test('with the network back each arrives once, and what somebody was faster with names them', async () => {
  const { context, page } = away;
  const [first = '', second = ''] = steps;
  const name = board.people.find(({ role }) => role === 'admin')?.name ?? '';
  await act(present.page, first, 'I am on it');
  await expect(lineOf(present.page, first)).toContainText(`claimed · ${name}`);
  await context.setOffline(false);
  await expect(stepOf(present.page, second).getByText(NOTE)).toHaveCount(1, { timeout: 60_000 });
  await expect(lineOf(present.page, second)).toContainText('claimed');
  await page.getByRole('button', { name: '1 act not recorded: decide' }).click();
  await expect(waitingHere(page)).toContainText(`${name} claimed this step at`);
  await expect(lineOf(page, first)).toContainText(`claimed · ${name}`);
  await expect(lineOf(page, first)).toContainText('yours was not recorded');
  const timeline = present.page.getByRole('region', { name: 'Timeline' });
  await expect(timeline.getByText(`noted: ${NOTE}`)).toHaveCount(1);
  await expect(timeline.getByText('on the device').first()).toBeVisible();
});

test('doing it again takes the step over; letting go of it would have left theirs', async () => {
  const { page } = away;
  const [first = ''] = steps;
  await waitingHere(page).getByRole('button', { name: 'Do mine again' }).click();
  await expect(lineOf(present.page, first)).not.toContainText(
    board.people.find(({ role }) => role === 'admin')?.name ?? '-',
  );
  await expect(head(page)).not.toContainText('not recorded');
  await expect(lineOf(page, first)).not.toContainText('waits for the network');
});

test('what the browser keeps holds no value, nothing that looked like one, and no session', async () => {
  const { context, page } = away;
  const session = (await context.cookies()).find(({ name: cookie }) => cookie.includes('session-token'));
  expect(session?.value.length).toBeGreaterThan(20);
  const copied = await copyValue(page);
  expect(copied.length).toBeGreaterThan(7);
  // A page that was read after the copy is kept too.
  await page.reload();
  const before = await newestPage(page);
  await expect.poll(() => newestPage(page), { timeout: 60_000 }).toBeGreaterThan(before);
  const values = new Map([
    ['typed', LIKE_A_SECRET],
    ['copied', copied],
  ]);
  expect(await foundInBrowser(page, values)).toEqual([]);
  const kept = await page.evaluate(async () => {
    const texts: string[] = [JSON.stringify(localStorage)];
    for (const cacheName of await caches.keys()) {
      const cache = await caches.open(cacheName);
      for (const request of await cache.keys()) {
        const response = await cache.match(request);
        texts.push(
          request.url,
          JSON.stringify([...(response?.headers ?? [])]),
          (await response?.text()) ?? '',
        );
      }
    }
    return texts.join('\n');
  });
  expect(kept).toContain('/_next/static/');
  expect(kept).not.toContain(session?.value ?? '');
  expect(kept).not.toMatch(/"set-cookie"|\/api\/(?!schemas)[a-z]+\/[0-9a-f]{8}-[^"]*\n/);
});

async function askToSignOut(page: Page): Promise<Locator> {
  const person = board.people.find(({ role }) => role === 'consultant');
  await page.getByRole('button', { name: new RegExp(person?.name ?? '-') }).click();
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  return page.getByRole('dialog', { name: /not been sent/ });
}

test('a sign-out with an act that waits says so and asks first', async () => {
  const { context, page } = away;
  const [first = ''] = steps;
  await context.setOffline(true);
  await openStep(page, first);
  await stepOf(page, first).getByText('Add a note').click();
  await stepOf(page, first).getByLabel('Note', { exact: true }).fill('Nobody will read this');
  await act(page, first, 'Add note');
  await expect(head(page)).toContainText('1 act waits for the network');
  const question = await askToSignOut(page);
  await expect(question).toContainText('1 act has not been sent');
  await question.getByRole('button', { name: 'Stay signed in' }).click();
  await expect(question).toBeHidden();
  await expect(head(page)).toContainText('1 act waits for the network');
});

test('a sign-out takes all of it away, and another person finds nothing', async () => {
  const { context, page } = away;
  const question = await askToSignOut(page);
  await expect(question).toBeVisible();
  await context.setOffline(false);
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Sign out/ })
    .click();
  await expect(page).toHaveURL(/\/sign-in/);
  await expect.poll(() => page.evaluate(() => caches.keys())).toEqual([]);
  await expect.poll(() => page.evaluate(cachesAfterFile)).toEqual([]);
  expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
  const support = board.people.find(({ role }) => role === 'support');
  await signIn(page, board.url, support?.email ?? '', support?.password ?? '');
  await context.setOffline(true);
  await page.goto(runbook).catch(() => undefined);
  await expect(page.locator('header.sticky')).toHaveCount(0);
});
