import { type Browser, type BrowserContext, expect, type Page, type Request, test } from '@playwright/test';
import { runningBoards } from '../support/boards-file';
import { openStep, stepIds, workStep } from '../support/run-driver';
import { fillCredentials, fillUntilCredentials, finishWizard } from '../support/wizard-driver';

/** One client from the first call to the purge, played by three people on a new board. */

const NAME = 'Harbor Realty';
const SLUG = 'harbor-realty';
const PASSWORD = 'quiet harbour lamp 42';

interface Player {
  context: BrowserContext;
  page: Page;
}

async function newPlayer(browser: Browser): Promise<Player> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  return { context, page: await context.newPage() };
}

async function join(page: Page, link: string, name: string, email: string): Promise<void> {
  await page.goto(link);
  await page.getByLabel('Your name').fill(name);
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByLabel('Password again').fill(PASSWORD);
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Board', exact: true })).toBeVisible();
}

async function invite(page: Page, url: string, name: string, email: string, role: string): Promise<string> {
  await page.goto(`${url}/people`);
  await page.getByRole('button', { name: 'Invite somebody' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill(name);
  await dialog.getByLabel('E-mail address').fill(email);
  await dialog.getByRole('radio', { name: new RegExp(`^${role}`, 'i') }).check();
  await dialog.getByRole('button', { name: 'Make the link' }).click();
  const link = dialog.getByText(/\/join\//);
  await expect(link).toBeVisible();
  return ((await link.textContent()) ?? '').trim();
}

test.describe.configure({ mode: 'serial' });

test.describe('journey: from an empty machine to the certificate', () => {
  const { fresh } = runningBoards();
  const { url } = fresh;
  let admin: Player;
  let consultant: Player;
  let support: Player;
  let typed = new Map<string, string>();
  let runbook = '';
  let reveal: Request;

  test.beforeAll(async ({ browser }) => {
    admin = await newPlayer(browser);
    consultant = await newPlayer(browser);
    support = await newPlayer(browser);
  });

  test.afterAll(async () => {
    await Promise.all([admin, consultant, support].map(({ context }) => context.close()));
  });

  test('the set-up link makes the first admin, once', async () => {
    await join(admin.page, fresh.setupUrl ?? '', 'Ada Admin', 'ada@example.com');
    await consultant.page.goto(fresh.setupUrl ?? '');
    await expect(consultant.page.getByText('This link does not work any more')).toBeVisible();
    await expect(consultant.page.getByLabel('Your name')).toHaveCount(0);
  });

  test('the admin invites a consultant and a support person by one-time links', async () => {
    const forConsultant = await invite(
      admin.page,
      url,
      'Casey Consultant',
      'casey@example.com',
      'Consultant',
    );
    await join(consultant.page, forConsultant, 'Casey Consultant', 'casey@example.com');
    const forSupport = await invite(admin.page, url, 'Sam Support', 'sam@example.com', 'Support');
    await join(support.page, forSupport, 'Sam Support', 'sam@example.com');
  });

  test('the consultant takes the client in, and no value that was typed is on any page afterwards', async () => {
    test.setTimeout(400_000);
    const { page } = consultant;
    await fillUntilCredentials(page, url, {
      name: NAME,
      slug: SLUG,
      tier: 'Standard',
      packs: ['Real estate'],
    });
    typed = await fillCredentials(page, 'Harbor');
    expect([...typed.keys()]).toContain('OPENROUTER_API_KEY');
    await page.reload();
    const html = await page.content();
    for (const value of typed.values()) expect(html).not.toContain(value);
    await finishWizard(page, NAME);
    await page.getByRole('link', { name: 'Look at the runbook' }).click();
    await page.locator('li[id^="step-"]').first().waitFor();
    runbook = page.url();
  });

  test('the client is ready on the board, and support sees its slots without any value', async () => {
    await support.page.goto(`${url}/`);
    await expect(support.page.getByRole('link', { name: NAME })).toBeVisible();
    await support.page.goto(`${url}/clients/${SLUG}/credentials`);
    await expect(support.page.getByText('OPENROUTER_API_KEY').first()).toBeVisible();
    await expect(support.page.getByRole('button', { name: /^Copy/ })).toHaveCount(0);
    const html = await support.page.content();
    for (const value of typed.values()) expect(html).not.toContain(value);
    expect(html).not.toContain('op://');
  });

  test('the copy button puts the very value on the clipboard and nowhere else', async () => {
    const { page } = consultant;
    // A browser gives its clipboard to the page in front only.
    await page.bringToFront();
    await page.goto(runbook);
    const step = await openStep(page, 'step-openrouter.store-openrouter-api-key');
    const request = page.waitForRequest(
      (sent) =>
        sent.headers()['next-action'] !== undefined && (sent.postData() ?? '').includes('openrouter.api-key'),
    );
    const button = step.getByRole('button', { name: 'Copy key OPENROUTER_API_KEY' }).first();
    await button.click();
    await expect(button.getByText('Copied · clears in')).toBeVisible();
    await expect(step).toContainText('OPENROUTER_API_KEY copied. The clipboard clears in 30 seconds.');
    reveal = await request;
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toBe(typed.get('OPENROUTER_API_KEY'));
    expect(await page.content()).not.toContain(copied);
    expect(reveal.url()).not.toContain(copied);
    expect(reveal.postData() ?? '').not.toContain(copied);
  });

  test('support is refused on the page and by the very request of the consultant', async () => {
    await support.page.goto(runbook);
    await openStep(support.page, 'step-openrouter.store-openrouter-api-key');
    await expect(support.page.getByRole('button', { name: /^Copy (key|password|address)/ })).toHaveCount(0);
    const headers = { ...reveal.headers() };
    delete headers.cookie;
    const replay = () =>
      support.context.request.post(reveal.url(), { headers, data: reveal.postDataBuffer() ?? '' });
    const answer = await (await replay()).text();
    expect(answer).toContain('forbidden');
    expect(answer).not.toContain(typed.get('OPENROUTER_API_KEY') ?? 'nothing was typed');
    const stranger = await admin.context.browser()?.newContext();
    const anonymous = await stranger?.request.post(reveal.url(), {
      headers,
      data: reveal.postDataBuffer() ?? '',
    });
    expect(await anonymous?.text()).not.toContain(typed.get('OPENROUTER_API_KEY') ?? 'nothing was typed');
    await stranger?.close();
  });

  test('every decryption and every refusal is in the audit log under its name', async () => {
    await admin.page.goto(`${url}/audit?client=${SLUG}`);
    const log = admin.page.locator('main');
    await expect(log).toContainText('Casey Consultant');
    await expect(log).toContainText('Sam Support');
    await expect(log).toContainText('OPENROUTER_API_KEY');
  });

  test('"mark installed" is refused while required steps are open, and says which', async () => {
    const { page } = consultant;
    await page.goto(runbook);
    await page.getByRole('button', { name: /^Mark .* installed$/ }).click();
    await expect(page.getByText(/required steps? (is|are) (still )?open/).first()).toBeVisible();
  });

  test('the consultant works every step, marks the machine installed, and the board knows', async () => {
    test.setTimeout(900_000);
    const { page } = consultant;
    await page.goto(runbook);
    await page.locator('li[id^="step-"]').first().waitFor();
    for (const id of await stepIds(page)) await workStep(page, id);
    await page.getByRole('button', { name: /^Mark .* installed$/ }).click();
    await expect(page.getByRole('button', { name: /^Mark .* installed$/ })).toHaveCount(0);
    await page.goto(`${url}/clients/${SLUG}`);
    await expect(page.locator('main')).toContainText(/installed/i);
    await expect(page.locator('main')).toContainText('2.1.14');
  });
});
