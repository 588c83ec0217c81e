import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { settled } from '../shots/settled';
import { type BoardProcess, startBoardProcess } from '../support/board-process';
import { findFaults } from '../support/look';
import { letAnHourPass } from '../support/old-session';
import { type Issuer, startIssuer } from '../support/openid-issuer';
import { invite, newPlayer, type Player, signInAs } from '../support/players';

const NOOR = { name: 'Noor Newcomer', email: 'noor@example.org' };

async function freePort(): Promise<number> {
  const server = createServer().listen(0, 'localhost');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** On the provider's own page. */
async function signInThere(page: Page, account: string): Promise<void> {
  await page.getByLabel('Account').fill(account);
  await page.getByRole('button', { name: 'Continue' }).click();
}

test.describe.configure({ mode: 'serial' });

test.describe('signing in through a provider', () => {
  let place: string;
  let issuer: Issuer;
  let board: BoardProcess;
  let noor: Player;

  test.beforeAll(async ({ browser }) => {
    test.setTimeout(300_000);
    place = mkdtempSync(path.join(os.tmpdir(), 'jed-board-openid-'));
    // As root, PostgreSQL runs as another user, who must be able to pass.
    chmodSync(place, 0o711);
    const port = await freePort();
    issuer = await startIssuer(`http://localhost:${port}`);
    issuer.accounts.set('noor', { email: NOOR.email, email_verified: true, name: 'Noor' });
    issuer.accounts.set('stranger', { email: 'stranger@example.net', email_verified: true });
    board = await startBoardProcess(path.join(place, 'board'), ['--demo'], {
      PORT: String(port),
      OIDC_ISSUER: issuer.url,
      OIDC_CLIENT_ID: issuer.clientId,
      OIDC_CLIENT_SECRET: issuer.clientSecret,
      OIDC_NAME: 'Example',
    });
    expect(board.url).toBe(`http://localhost:${port}`);
    noor = await newPlayer(browser);
  });

  test.afterAll(async () => {
    await noor.context.close();
    await board.stop();
    await issuer.stop();
    rmSync(place, { recursive: true, force: true });
  });

  test('whoever cancels there, or is not invited here, reads why and can go on', async () => {
    const { page } = noor;
    await page.goto(`${board.url}/sign-in?return=/runbooks`);
    await page.getByRole('link', { name: 'Sign in with Example' }).click();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await expect(page.getByText('You cancelled at Example')).toBeVisible();
    expect(await findFaults(page)).toEqual([]);
    await page.getByRole('link', { name: 'Sign in with Example' }).click();
    await signInThere(page, 'stranger');
    await expect(page.getByText('Nobody has invited this e-mail address')).toBeVisible();
    await expect(page.getByLabel('Password')).toBeVisible();
    await page.context().clearCookies();
  });

  test('whoever is invited gets their account, and comes out where they wanted to go', async ({
    browser,
  }) => {
    const admin = await newPlayer(browser);
    await signInAs(admin.page, board, 'admin');
    await invite(admin.page, board.url, { ...NOOR, role: 'consultant' });
    await admin.context.close();
    const { page } = noor;
    await page.goto(`${board.url}/runbooks`);
    await page.getByRole('link', { name: 'Sign in with Example' }).click();
    await signInThere(page, 'noor');
    await expect(page).toHaveURL(`${board.url}/runbooks`);
    await page.goto(`${board.url}/account`);
    await expect(page.getByText(`${NOOR.name}, consultant, ${NOOR.email}`)).toBeVisible();
    await expect(page.getByRole('heading', { name: 'Set a password' })).toBeVisible();
    expect(await findFaults(page)).toEqual([]);
  });

  test('copying after an hour asks at the provider, in a tab beside the step', async () => {
    const { page, context } = noor;
    await page.goto(`${board.url}/runbooks`);
    await page.locator('main a[href^="/runbooks/0"]').first().click();
    await settled(page);
    const copy = page
      .locator('details[open]')
      .getByRole('button', { name: /^Copy (key|password|address) / })
      .first();
    await letAnHourPass(path.join(place, 'board-demo'), NOOR.email);
    await copy.click();
    const dialog = page.getByRole('dialog', { name: 'Sign in again' });
    const beside = context.waitForEvent('page');
    await dialog.getByRole('link', { name: /^Sign in again with Example/ }).click();
    const tab = await beside;
    await signInThere(tab, 'noor');
    await expect(dialog).toBeHidden();
    await tab.close();
    await page.bringToFront();
    await copy.click();
    await expect(copy.getByText('Copied · clears in')).toBeVisible();
  });

  test('somebody with a password links the provider to their account, and then signs in with either', async ({
    browser,
  }) => {
    const consultant = board.people.find(({ role }) => role === 'consultant');
    issuer.accounts.set('linked', { email: consultant?.email ?? '', email_verified: true });
    const { page, context } = await newPlayer(browser);
    await page.goto(`${board.url}/sign-in`);
    await page.getByRole('link', { name: 'Sign in with Example' }).click();
    await signInThere(page, 'linked');
    await expect(page.getByText('Your account here is not linked to Example')).toBeVisible();
    await context.clearCookies();
    await signInAs(page, board, 'consultant');
    await page.goto(`${board.url}/account`);
    await page.getByRole('link', { name: 'Link your account at Example' }).click();
    await signInThere(page, 'linked');
    await expect(page.getByText('Linked since')).toBeVisible();
    await context.clearCookies();
    await page.goto(`${board.url}/sign-in`);
    await page.getByRole('link', { name: 'Sign in with Example' }).click();
    await signInThere(page, 'linked');
    await expect(page.getByRole('heading', { level: 1, name: 'Board', exact: true })).toBeVisible();
    await context.close();
  });
});
