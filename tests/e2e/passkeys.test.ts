import path from 'node:path';
import { type CDPSession, expect, type Page, test } from '@playwright/test';
import { settled } from '../shots/settled';
import { runningBoards } from '../support/boards-file';
import { letAnHourPass } from '../support/old-session';
import { enterPasswordAnew, invite, join, newPlayer, type Player, signInAs } from '../support/players';

/** Somebody new on the demo board, so that nobody else's sign-in starts to ask for a passkey. */
const PIA = {
  name: 'Pia Passkey',
  email: `pia-${Date.now().toString(36)}@example.com`,
  password: 'slow copper kettle 71',
};

test.describe.configure({ mode: 'serial' });

test.describe('passkeys', () => {
  const { demo, place } = runningBoards();
  let pia: Player;
  let device: CDPSession;
  let authenticatorId = '';
  let recoveryCode = '';

  test.beforeAll(async ({ browser }) => {
    const admin = await newPlayer(browser);
    await signInAs(admin.page, demo, 'admin');
    const link = await invite(admin.page, demo.url, { ...PIA, role: 'consultant' });
    await admin.context.close();
    pia = await newPlayer(browser);
    device = await pia.context.newCDPSession(pia.page);
    await device.send('WebAuthn.enable');
    ({ authenticatorId } = await device.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    }));
    await join(pia.page, link, PIA);
  });

  test.afterAll(() => pia.context.close());

  /** Whether the person is the one whose finger it is. */
  const recognise = (isUserVerified: boolean) =>
    device.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified });

  const enterPassword = (page: Page) => enterPasswordAnew(page, demo.url, PIA, 'Show your passkey');

  const board = (page: Page) => page.getByRole('heading', { level: 1, name: 'Board', exact: true });
  const listed = (page: Page) => page.getByRole('table', { name: 'Your passkeys' });

  test('one is added under a name, on nobody else’s finger, and shows ten recovery codes once', async () => {
    const { page } = pia;
    await page.goto(`${demo.url}/account`);
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    await expect(page.getByText('Enter a name for it').first()).toBeVisible();
    await page.getByLabel('Name of the passkey').fill('Work laptop');
    await recognise(false);
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    await expect(page.getByText('No passkey was used').first()).toBeVisible();
    await recognise(true);
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    const codes = page.getByRole('region', { name: 'Recovery codes for Jed Board' }).getByRole('listitem');
    await expect(codes).toHaveCount(10);
    recoveryCode = (await codes.first().textContent()) ?? '';
    await page.getByRole('link', { name: 'I have kept them' }).click();
    await expect(listed(page).getByRole('rowheader', { name: 'Work laptop' })).toBeVisible();
    await expect(page.getByText('10 recovery codes left')).toBeVisible();
    expect(await page.content()).not.toContain(recoveryCode);
  });

  test('from then on the password opens nothing but the page that asks for it', async () => {
    const { page } = pia;
    await enterPassword(page);
    await page.goto(`${demo.url}/audit`);
    await expect(page).toHaveURL(/\/sign-in/);
    await page.goto(`${demo.url}/sign-in/code`);
    await recognise(false);
    await page.getByRole('button', { name: 'Use a passkey' }).click();
    await expect(page.getByText('No passkey was used').first()).toBeVisible();
    await recognise(true);
    await page.getByRole('button', { name: 'Use a passkey' }).click();
    await expect(board(page)).toBeVisible();
  });

  test('a copy that waited too long takes it in place of the password', async () => {
    const { page } = pia;
    await letAnHourPass(path.join(place, 'demo-demo'), PIA.email);
    await page.goto(`${demo.url}/clients/harbor-realty/credentials`);
    await settled(page);
    const copy = page.getByRole('button', { name: /^Copy / }).first();
    await copy.click();
    const dialog = page.getByRole('dialog', { name: 'Enter your password again' });
    await dialog.getByRole('button', { name: 'Use a passkey' }).click();
    await expect(dialog).toBeHidden();
    await copy.click();
    await expect(copy.getByText('Copied · clears in')).toBeVisible();
    expect(await page.evaluate(() => navigator.clipboard.readText())).not.toBe('');
  });

  test('removing one asks for it again after a while, and leaves the password', async () => {
    const { page } = pia;
    await letAnHourPass(path.join(place, 'demo-demo'), PIA.email);
    await page.goto(`${demo.url}/account`);
    await expect(listed(page)).toBeVisible();
    await expect(page.getByRole('button', { name: 'Remove… Work laptop' })).toHaveCount(0);
    await page.getByRole('button', { name: 'Use a passkey' }).click();
    await page.getByRole('button', { name: 'Remove… Work laptop' }).click();
    const dialog = page.getByRole('dialog', { name: 'Remove Work laptop' });
    await dialog.getByRole('button', { name: 'Remove passkey' }).click();
    await expect(listed(page)).toHaveCount(0);
    await expect(page.getByText('Off: nothing more is asked when you sign in.')).toBeVisible();
  });
});
