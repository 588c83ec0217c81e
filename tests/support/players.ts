import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  expect,
  type Page,
} from '@playwright/test';
import type { RunningBoard } from './boards-file';

export type Role = 'admin' | 'consultant' | 'support';

export interface Player {
  context: BrowserContext;
  page: Page;
}

/** A person with a browser of their own. */
export async function newPlayer(browser: Browser, options: BrowserContextOptions = {}): Promise<Player> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
    ...options,
  });
  return { context, page: await context.newPage() };
}

/** Takes up the account that a one-time link offers. */
export async function join(
  page: Page,
  link: string,
  person: { name: string; email: string; password: string },
): Promise<void> {
  await page.goto(link);
  await page.getByLabel('Your name').fill(person.name);
  await page.getByLabel('E-mail address').fill(person.email);
  await page.getByLabel('Password', { exact: true }).fill(person.password);
  await page.getByLabel('Password again').fill(person.password);
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Board', exact: true })).toBeVisible();
}

/** Makes an invitation as an admin. Returns its one-time link. */
export async function invite(
  page: Page,
  url: string,
  person: { name: string; email: string; role: Role },
): Promise<string> {
  await page.goto(`${url}/people`);
  await page.getByRole('button', { name: 'Invite somebody' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill(person.name);
  await dialog.getByLabel('E-mail address').fill(person.email);
  await dialog.getByRole('radio', { name: new RegExp(`^${person.role}`, 'i') }).check();
  await dialog.getByRole('button', { name: 'Make the link' }).click();
  const link = dialog.getByText(/\/join\//);
  await expect(link).toBeVisible();
  return ((await link.textContent()) ?? '').trim();
}

/** Ends every session of theirs, and signs in again as far as the password goes: what is asked next has the title. */
export async function enterPasswordAnew(
  page: Page,
  url: string,
  person: { email: string; password: string },
  title: string,
): Promise<void> {
  await page.goto(`${url}/account`);
  await page.getByRole('button', { name: 'Sign out everywhere…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Sign out everywhere', exact: true }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await page.getByLabel('E-mail address').fill(person.email);
  await page.getByLabel('Password').fill(person.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
}

/** Signs in through the page, as a person does. */
export async function signIn(page: Page, url: string, email: string, password: string): Promise<void> {
  await page.goto(`${url}/sign-in`);
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL((address) => !address.pathname.startsWith('/sign-in'));
}

export async function signInAs(page: Page, board: RunningBoard, role: Role): Promise<void> {
  const person = board.people.find((candidate) => candidate.role === role);
  if (person === undefined) throw new Error(`This board has no ${role}.`);
  await signIn(page, board.url, person.email, person.password);
}
