import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { runningBoards } from '../support/boards-file';
import { newPlayer, signInAs } from '../support/players';

/** Addresses, and references other than the made-up one in the field's hint. */
const PRIVATE = [/[^\s@]+@[^\s@]+\.[a-z]{2,}/i, /op:\/\/(?!vault\/item\/field)\S/];

/** What is drawn on the page; what is only in it is left out. */
const drawn = async (page: Page) => (await page.locator('body').allInnerTexts()).join('');

/** The neutral words, which the style sheet puts in place of what is private. */
const standIns = (page: Page) =>
  page
    .locator('.private-text')
    .evaluateAll((parts) => parts.map((part) => getComputedStyle(part, '::before').content));

/** Unfolds everything, as somebody who shows their screen may. */
async function unfold(page: Page): Promise<void> {
  await page.locator('details').evaluateAll((folds) => {
    for (const fold of folds) (fold as HTMLDetailsElement).open = true;
  });
}

async function expectNobody(page: Page, names: readonly string[]): Promise<void> {
  await unfold(page);
  const text = await drawn(page);
  for (const name of names) expect(text).not.toContain(name);
  for (const pattern of PRIVATE) expect(text).not.toMatch(pattern);
}

test('screen share takes people, addresses and vault references off the screen, from the first paint of every page on', async ({
  browser,
}) => {
  const { demo } = runningBoards();
  const { context, page } = await newPlayer(browser);
  await signInAs(page, demo, 'consultant');
  const names = demo.people.map(({ name }) => name);
  await page.goto(`${demo.url}/runbooks`);
  const run = await page.locator('main a[href^="/runbooks/0"]').first().getAttribute('href');
  await page.goto(`${demo.url}${run}`);
  await unfold(page);
  const before = await drawn(page);
  expect(names.some((name) => before.includes(name))).toBe(true);

  const toggle = page.getByRole('switch', { name: 'Screen share' }).first();
  await expect(async () => {
    await toggle.click();
    await expect(toggle).toBeChecked();
  }).toPass();
  await expect(page.getByText('Screen share: names hidden')).toBeVisible();
  await expectNobody(page, names);
  expect(await standIns(page)).toContain('"a colleague"');

  const client = await page.locator('header a[href^="/clients/"]').first().getAttribute('href');
  for (const path of [
    `${run}`,
    `${run}/report`,
    `${client}`,
    `${client}/timeline`,
    `${client}/credentials`,
  ]) {
    // The document itself asks for it, so that nothing is drawn before the script comes.
    const document = await (await page.request.get(`${demo.url}${path}`)).text();
    expect(document).toMatch(/<html[^>]*class="[^"]*\bsharing\b/);
    await page.goto(`${demo.url}${path}`);
    await expectNobody(page, names);
  }
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations).toEqual([]);

  await page.getByRole('button', { name: 'Show names' }).click();
  await expect(page.getByText('Screen share: names hidden')).toBeHidden();
  await page.goto(`${demo.url}${run}`);
  await unfold(page);
  const after = await drawn(page);
  expect(names.some((name) => after.includes(name))).toBe(true);
  expect(await standIns(page)).not.toContain('"a colleague"');
  await context.close();
});

test('nor does a page of people, their doings and their account show anybody, or where they sign in from', async ({
  browser,
}) => {
  const { demo } = runningBoards();
  const { context, page } = await newPlayer(browser);
  await signInAs(page, demo, 'admin');
  const names = demo.people.map(({ name }) => name);
  // Whoever has a run open is named in the list of runs, too.
  const run = await context.newPage();
  await run.goto(`${demo.url}/runbooks`);
  await run.locator('main a[href^="/runbooks/0"]').first().click();
  await run.locator('li[id^="step-"]').first().waitFor();
  await page.goto(`${demo.url}/runbooks`);
  await expect(async () => {
    await page.reload();
    await expect(page.getByText('Open: ').first()).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await context.addCookies([{ name: 'sharing', value: 'on', url: demo.url }]);
  for (const path of [
    '/',
    '/?view=table',
    '/people',
    '/audit',
    '/account',
    '/runbooks',
    '/runbooks/statistics',
    '/catalogue',
    '/wizard',
    '/clients/fairhaven-travel/certificate',
  ]) {
    await page.goto(`${demo.url}${path}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await expectNobody(page, names);
    expect(await drawn(page)).not.toMatch(/\b(?:\d{1,3}\.){3}\d{1,3}\b/);
  }
  await page.goto(`${demo.url}/people`);
  expect(await standIns(page)).toContain('"an e-mail address"');
  await expect(page.getByRole('button', { name: 'Disable a colleague' }).first()).toBeVisible();
  await context.close();
});
