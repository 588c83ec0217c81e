import { expect, type Locator, type Page, test } from '@playwright/test';
import { settled } from '../shots/settled';
import { runningBoards } from '../support/boards-file';
import { newPlayer } from '../support/players';

/** The most that lies between two things on one page. */
const MAX_TABS = 120;

/** Goes on with Tab until the control has the focus, as somebody without a pointer does. */
async function tabTo(page: Page, control: Locator): Promise<void> {
  await control.waitFor();
  for (let pressed = 0; pressed < MAX_TABS; pressed += 1) {
    if (await control.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not reach ${control}.`);
}

async function press(page: Page, control: Locator, key = 'Enter'): Promise<void> {
  await tabTo(page, control);
  await page.keyboard.press(key);
}

async function type(page: Page, control: Locator, text: string): Promise<void> {
  await tabTo(page, control);
  await page.keyboard.insertText(text);
}

const title = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name });

test('sign-in, wizard, record and runbook work from the keyboard alone', async ({ browser }) => {
  const { demo } = runningBoards();
  const { context, page } = await newPlayer(browser);
  const person = demo.people.find(({ role }) => role === 'consultant');
  await page.goto(`${demo.url}/sign-in`);
  await type(page, page.getByLabel('E-mail address'), person?.email ?? '');
  await type(page, page.getByLabel('Password'), person?.password ?? '');
  await page.keyboard.press('Enter');
  await expect(title(page, 'Board')).toBeVisible();

  await press(page, page.getByRole('button', { name: 'New client' }).first());
  await expect(title(page, 'Who is the client?')).toBeVisible();
  await type(page, page.getByLabel('Client’s name'), `Keys ${Date.now().toString(36)}`);
  await page.keyboard.press('Enter');
  await expect(title(page, 'Which package do they take?')).toBeVisible();
  await press(page, page.getByRole('radio').first(), 'Space');
  await press(page, page.getByRole('button', { name: 'Continue' }));
  await expect(title(page, 'What gets installed?')).toBeVisible();

  await page.goto(`${demo.url}/runbooks`);
  await press(page, page.locator('main').getByRole('link', { name: 'Pine St Dental' }).first());
  // The run stands at a step that copies; the page opens it by itself.
  await settled(page);
  const open = page
    .locator('li[id^="step-"]')
    .filter({ has: page.locator('details[open]') })
    .first();
  const step = page.locator(`[id="${await open.getAttribute('id')}"]`);
  const summary = step.locator('summary').first();
  await press(page, summary);
  await expect(step.locator('details').first()).not.toHaveAttribute('open');
  await page.keyboard.press('Enter');
  const copy = step.getByRole('button', { name: /^Copy (key|password|address) / }).first();
  await press(page, copy);
  await expect(copy.getByText('Copied · clears in')).toBeVisible();
  const blocked = step.getByRole('button', { name: 'Blocked…' });
  await press(page, blocked);
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(blocked).toBeFocused();
  await context.close();
});
