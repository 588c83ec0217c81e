import { randomBytes } from 'node:crypto';
import { chromium } from '@playwright/test';
import { BROWSER_ARGUMENTS, browserPath } from '@/tests/support/browser';
import type { Account } from './camera';
import { settled } from './settled';

/** Opens the set-up link of an unused board and makes its first account. */
export async function makeFirstAdmin(setupUrl: string): Promise<Account> {
  const account = {
    role: 'admin',
    email: 'ada@example.com',
    password: randomBytes(18).toString('base64url'),
  };
  const browser = await chromium.launch({ executablePath: browserPath(), args: BROWSER_ARGUMENTS });
  try {
    const page = await browser.newPage();
    await page.goto(setupUrl);
    await settled(page);
    await page.getByLabel('Your name').fill('Ada Bergström');
    await page.getByLabel(/e-mail/i).fill(account.email);
    for (const field of await page.locator('input[type=password]').all()) await field.fill(account.password);
    await page.locator('button[type=submit]').last().click();
    await page.waitForURL((url) => !url.pathname.startsWith('/join'));
    return account;
  } finally {
    await browser.close();
  }
}
