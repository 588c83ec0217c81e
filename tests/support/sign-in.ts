import { expect, type Page } from '@playwright/test';
import type { RunningBoard } from './boards-file';

export type Role = 'admin' | 'consultant' | 'support';

/** Signs in through the page, as a person does. */
export async function signInAs(page: Page, board: RunningBoard, role: Role): Promise<void> {
  const person = board.people.find((candidate) => candidate.role === role);
  if (person === undefined) throw new Error(`This board has no ${role}.`);
  await signIn(page, board.url, person.email, person.password);
}

export async function signIn(page: Page, url: string, email: string, password: string): Promise<void> {
  await page.goto(`${url}/sign-in`);
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL((address) => !address.pathname.startsWith('/sign-in'));
}
