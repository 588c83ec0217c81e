import { expect, type Page, test } from '@playwright/test';
import { runningBoards } from '../support/boards-file';
import { madeUpValue } from '../support/made-up-values';
import { newPlayer, type Player, signIn, signInAs } from '../support/players';
import { fillUntilCredentials } from '../support/wizard-driver';

/** What goes wrong at the wizard, and that the person is told what to do and loses nothing. */

const SLACK_APP_TOKEN = `xapp-1-A0${'7'.repeat(9)}-${'1'.repeat(13)}-${'ab12'.repeat(16)}`;

const onward = (page: Page) => page.getByRole('button', { name: /^(Continue|Save and continue)$/ }).first();
const summary = (page: Page) => page.getByRole('alert').filter({ hasText: /There is a problem|problems/ });

async function startDraft(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/`);
  await page.getByRole('button', { name: 'New client' }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Who is the client?' })).toBeVisible();
}

/** The section of one slot on the credentials page. */
function slotOf(page: Page, key: string) {
  return page
    .locator('main section[aria-labelledby^="slot-"]')
    .filter({ has: page.locator('code', { hasText: new RegExp(`^${key}$`) }) });
}

test.describe('bad input at the wizard', () => {
  const { demo } = runningBoards();
  let consultant: Player;

  test.beforeEach(async ({ browser }) => {
    consultant = await newPlayer(browser);
    await signInAs(consultant.page, demo, 'consultant');
  });

  test.afterEach(() => consultant.context.close());

  test('an empty form: the summary takes the focus, its link leads to the field, and the title says so', async () => {
    const { page } = consultant;
    await startDraft(page, demo.url);
    await page.getByLabel('Contact person').fill('Maya Ortiz');
    await onward(page).click();
    await expect(summary(page)).toBeFocused();
    await expect(page).toHaveTitle(/^Error: /);
    await summary(page).getByRole('link', { name: 'Enter the client’s name.' }).click();
    await expect(page.getByLabel('Client’s name')).toBeFocused();
    await expect(page.getByLabel('Contact person')).toHaveValue('Maya Ortiz');
  });

  test('10,000 characters: the limit is said, and every character is still in the field', async () => {
    const { page } = consultant;
    const long = 'long '.repeat(2_000);
    await startDraft(page, demo.url);
    await page.getByLabel('Client’s name').fill(long);
    await onward(page).click();
    await expect(summary(page)).toContainText('Keep this under 120 characters.');
    await expect(page.getByLabel('Client’s name')).toHaveValue(long);
  });

  test('a name in Arabic with emoji is taken as it is written; the same short name a second time is not', async () => {
    const { page } = consultant;
    const slug = `souk-${Date.now().toString(36)}`;
    await startDraft(page, demo.url);
    await page.getByLabel('Client’s name').fill('سوق المدينة 🏺');
    await page.getByLabel('Short name').fill(slug);
    await onward(page).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Which package do they take?' })).toBeVisible();
    await startDraft(page, demo.url);
    await page.getByLabel('Client’s name').fill('Second Souk');
    await page.getByLabel('Short name').fill(slug);
    await onward(page).click();
    await expect(summary(page)).toContainText(`“${slug}” belongs to سوق المدينة 🏺 (draft). Use “${slug}-2”`);
    await expect(page.getByLabel('Client’s name')).toHaveValue('Second Souk');
  });

  test('at the credentials: the wrong token, a key with a space at its end, a secret and a broken address as reference', async () => {
    test.setTimeout(300_000);
    const { page } = consultant;
    const slug = `bad-input-${Date.now().toString(36)}`;
    await fillUntilCredentials(page, demo.url, { name: 'Quay Bakery', slug, tier: 'Standard', packs: [] });
    const slots = page.locator('main section[aria-labelledby^="slot-"]');
    const ours = slotOf(page, 'OPENROUTER_API_KEY');
    const key = madeUpValue('OPENROUTER_API_KEY');
    await ours.locator('[name=value]').fill(`${key} `);
    await ours.getByRole('button', { name: 'Store value' }).click();
    await expect(ours.getByRole('alert')).toContainText('There is a space at the end.');
    await expect(ours.locator('[name=value]')).toHaveValue(`${key} `);
    await ours.getByLabel('Remove the white space at the ends').check();
    await ours.getByRole('button', { name: 'Store value' }).click();
    await expect(ours.getByText('73 characters')).toBeVisible();

    const theirs = slots.filter({ has: page.getByRole('button', { name: 'Save reference' }) }).first();
    const reference = theirs.locator('[name=reference]');
    await reference.fill(SLACK_APP_TOKEN);
    await theirs.getByRole('button', { name: 'Save reference' }).click();
    await expect(theirs.getByRole('alert')).toContainText(/looks like/);
    await reference.fill('op://Harbor');
    await theirs.getByRole('button', { name: 'Save reference' }).click();
    await expect(theirs.getByRole('alert')).toContainText('op://vault/item/field');
    await page.reload();
    expect(await page.content()).not.toContain(SLACK_APP_TOKEN);
    expect(await page.content()).not.toContain(key);
  });

  test('an ended session in mid-wizard: what was typed stays, and goes on after signing in in another tab', async () => {
    const { context, page } = consultant;
    await startDraft(page, demo.url);
    await context.clearCookies();
    await page.getByLabel('Client’s name').fill('Late Session Ltd');
    await page.getByLabel('Contact person').fill('Ann');
    await expect(page.getByText('Sign in again, then come back here').first()).toBeVisible();
    await expect(page.getByLabel('Client’s name')).toHaveValue('Late Session Ltd');
    const person = demo.people.find(({ role }) => role === 'consultant');
    const second = await context.newPage();
    await signIn(second, demo.url, person?.email ?? '', person?.password ?? '');
    await second.close();
    await page.bringToFront();
    await page.getByLabel('Short name').fill(`late-${Date.now().toString(36)}`);
    await onward(page).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Which package do they take?' })).toBeVisible();
    await page.goBack();
    await expect(page.getByLabel('Client’s name')).toHaveValue('Late Session Ltd');
  });

  test('a text over the limit is refused on the page, which keeps it; a body of 5 MB gets 413', async () => {
    const { context, page } = consultant;
    const notes = `${'word '.repeat(20)}\n`.repeat(12_000);
    await startDraft(page, demo.url);
    await page.getByLabel('Client’s name').fill('Big Body');
    const posted = page.waitForRequest((request) => request.headers()['next-action'] !== undefined);
    await page.getByLabel('Contact person').fill('Ann');
    await page.getByLabel('Notes').evaluate((area, text) => {
      (area as HTMLTextAreaElement).value = text;
      area.dispatchEvent(new Event('input', { bubbles: true }));
    }, notes);
    await expect(page.getByText('this is larger than 1 MB').first()).toBeVisible();
    await expect(page.getByLabel('Client’s name')).toHaveValue('Big Body');
    expect((await page.getByLabel('Notes').inputValue()).length).toBe(notes.length);
    const request = await posted;
    const { cookie: _, ...headers } = request.headers();
    const answer = await context.request.post(request.url(), { headers, data: 'x'.repeat(5_000_000) });
    expect(answer.status()).toBe(413);
  });

  test('two people on one draft: the later save says who changed the field, and shows both answers', async ({
    browser,
  }) => {
    const { page } = consultant;
    await startDraft(page, demo.url);
    await page.getByLabel('Client’s name').fill('First Name');
    await expect(page.getByText(/^Draft saved/)).toBeVisible();
    const other = await newPlayer(browser);
    await signInAs(other.page, demo, 'admin');
    await other.page.goto(page.url());
    await expect(other.page.getByLabel('Client’s name')).toHaveValue('First Name');
    await other.page.getByLabel('Client’s name').fill('Name of the admin');
    await other.page.getByLabel('Contact person').click();
    await expect(other.page.getByText(/^Draft saved/)).toBeVisible();
    await other.page.reload();
    await expect(other.page.getByLabel('Client’s name')).toHaveValue('Name of the admin');
    await page.getByLabel('Client’s name').fill('Name of the consultant');
    await page.getByLabel('Contact person').click();
    const admin = demo.people.find(({ role }) => role === 'admin')?.name ?? '';
    await expect(page.locator('main')).toContainText(admin);
    await expect(page.locator('main')).toContainText('Name of the admin');
    await expect(page.getByLabel('Client’s name')).toHaveValue('Name of the consultant');
    await other.context.close();
  });
});
