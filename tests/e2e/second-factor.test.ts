import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { settled } from '../shots/settled';
import { codeOf } from '../support/authenticator-code';
import { runningBoards } from '../support/boards-file';
import { letAnHourPass } from '../support/old-session';
import { enterPasswordAnew, invite, join, newPlayer, type Player, signInAs } from '../support/players';
import { openStep } from '../support/run-driver';

/** Somebody new on the demo board, so that nobody else's sign-in starts to ask for a code. */
const VERA = {
  name: 'Vera Verifier',
  email: `vera-${Date.now().toString(36)}@example.com`,
  password: 'quiet harbour lamp 42',
};

test.describe.configure({ mode: 'serial' });

test.describe('second factor and fresh sign-in', () => {
  const { demo, place } = runningBoards();
  let vera: Player;
  let secret = '';
  let recoveryCode = '';

  test.beforeAll(async ({ browser }) => {
    const admin = await newPlayer(browser);
    await signInAs(admin.page, demo, 'admin');
    const link = await invite(admin.page, demo.url, { ...VERA, role: 'consultant' });
    await admin.context.close();
    vera = await newPlayer(browser);
    await join(vera.page, link, VERA);
  });

  test.afterAll(() => vera.context.close());

  const enterPassword = (page: Page) => enterPasswordAnew(page, demo.url, VERA, 'Enter your code');

  async function enterCode(page: Page, code: string): Promise<void> {
    await page.getByLabel('Code').fill(code);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  }

  const board = (page: Page) => page.getByRole('heading', { level: 1, name: 'Board', exact: true });

  test('a copy that waited too long asks for the password in place, and the step stays as it was', async () => {
    const { page } = vera;
    await page.goto(`${demo.url}/runbooks`);
    await page.locator('main').getByRole('link', { name: 'Harbor Realty' }).first().click();
    const step = await openStep(page, 'step-openrouter.store-openrouter-api-key');
    await settled(page);
    const copy = step.getByRole('button', { name: 'Copy key OPENROUTER_API_KEY' }).first();
    await expect(copy).toBeVisible();
    const address = page.url();
    await letAnHourPass(path.join(place, 'demo-demo'), VERA.email);
    await copy.click();
    const dialog = page.getByRole('dialog', { name: 'Enter your password again' });
    await dialog.getByLabel('Your password').fill('not the right one');
    await dialog.getByRole('button', { name: 'Continue' }).click();
    await expect(dialog.getByText('That does not fit').first()).toBeVisible();
    await dialog.getByLabel('Your password').fill(VERA.password);
    await dialog.getByRole('button', { name: 'Continue' }).click();
    await expect(dialog).toBeHidden();
    expect(page.url()).toBe(address);
    await copy.click();
    await expect(copy.getByText('Copied · clears in')).toBeVisible();
    expect(await page.evaluate(() => navigator.clipboard.readText())).not.toBe('');
  });

  test('on the client’s record the dialog that was closed is found again at its button', async () => {
    const { page } = vera;
    await letAnHourPass(path.join(place, 'demo-demo'), VERA.email);
    await page.goto(`${demo.url}/clients/harbor-realty/credentials`);
    await settled(page);
    const copy = page.getByRole('button', { name: /^Copy / }).first();
    await copy.click();
    const dialog = page.getByRole('dialog', { name: 'Enter your password again' });
    await expect(dialog).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await page.getByRole('button', { name: 'Enter password…' }).click();
    await dialog.getByLabel('Your password').fill(VERA.password);
    await dialog.getByRole('button', { name: 'Continue' }).click();
    await expect(dialog).toBeHidden();
    await copy.click();
    await expect(copy.getByText('Copied · clears in')).toBeVisible();
  });

  test('an authenticator is set up with a picture or a key, and shows ten recovery codes once', async () => {
    const { page } = vera;
    await letAnHourPass(path.join(place, 'demo-demo'), VERA.email);
    await page.goto(`${demo.url}/account`);
    await page.getByRole('link', { name: 'Set up a second factor' }).click();
    await page.getByLabel('Your password').fill(VERA.password);
    await page.getByRole('button', { name: 'Set it up' }).click();
    await expect(page.getByRole('img', { name: 'QR code for your authenticator app' })).toBeVisible();
    const key = page.getByText('Type this key into the app instead').locator('span');
    secret = ((await key.textContent()) ?? '').replaceAll(' ', '');
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    await page.getByLabel('Code from the app').fill('000000');
    await page.getByRole('button', { name: 'Turn on' }).click();
    await expect(page.getByText('That code does not fit').first()).toBeVisible();
    await page.getByLabel('Code from the app').fill(codeOf(secret));
    await page.getByRole('button', { name: 'Turn on' }).click();
    const codes = page.getByRole('region', { name: 'Recovery codes for Jed Board' }).getByRole('listitem');
    await expect(codes).toHaveCount(10);
    recoveryCode = (await codes.first().textContent()) ?? '';
    await page.getByRole('link', { name: 'I have kept them' }).click();
    await expect(page.getByText('10 recovery codes left')).toBeVisible();
    await page.goBack();
    await expect(page.getByRole('heading', { level: 1, name: 'Second factor' })).toBeVisible();
    expect(await page.content()).not.toContain(recoveryCode);
    expect(await page.content()).not.toContain(secret);
  });

  test('from then on the password opens nothing but the page for the code', async () => {
    const { page } = vera;
    await enterPassword(page);
    await page.goto(`${demo.url}/audit`);
    await expect(page).toHaveURL(/\/sign-in/);
    await page.goto(`${demo.url}/sign-in/code`);
    await enterCode(page, '000000');
    await expect(page.getByText('That code does not fit').first()).toBeVisible();
    await enterCode(page, codeOf(secret, 1));
    await expect(board(page)).toBeVisible();
  });

  test('a recovery code signs in once', async () => {
    const { page } = vera;
    await enterPassword(page);
    await enterCode(page, recoveryCode.toUpperCase().replaceAll('-', ' '));
    await expect(board(page)).toBeVisible();
    await page.goto(`${demo.url}/account`);
    await expect(page.getByText('9 recovery codes left')).toBeVisible();
    await enterPassword(page);
    await enterCode(page, recoveryCode);
    await expect(page.getByText('That code does not fit').first()).toBeVisible();
  });
});
