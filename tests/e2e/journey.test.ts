import { statSync } from 'node:fs';
import path from 'node:path';
import { expect, type Page, type Request, test } from '@playwright/test';
import { runningBoards } from '../support/boards-file';
import { filesWith, foundInBrowser, foundInDump, foundInProcesses } from '../support/canary';
import { type ListeningProxy, startListeningProxy } from '../support/listening-proxy';
import { invite, join, newPlayer, type Player, signIn } from '../support/players';
import { openStep, stepIds, workStep } from '../support/run-driver';
import { fillCredentials, fillUntilCredentials, finishWizard } from '../support/wizard-driver';

/**
 * One client from the first call to the purge, played by three people on a new board: a real-estate client who takes
 * everything there is, so that each component of the catalogue is asked for, installed and reported once.
 */

const NAME = 'Harbor Realty';
const SLUG = 'harbor-realty';
/** All of the catalogue. */
const COMPONENTS = 24;
const PASSWORD = 'quiet harbour lamp 42';
const ADA = { name: 'Ada Admin', email: 'ada@example.com', password: PASSWORD };
const CASEY = { name: 'Casey Consultant', email: 'casey@example.com', password: PASSWORD };
const SAM = { name: 'Sam Support', email: 'sam@example.com', password: PASSWORD };

/** A captured request as somebody else would send it again: all of it but the cookies. */
function replayed(request: Request): { headers: Record<string, string>; data: Buffer | string } {
  const { cookie: _, ...headers } = request.headers();
  return { headers, data: request.postDataBuffer() ?? '' };
}

test.describe.configure({ mode: 'serial' });

test.describe('journey: from an empty machine to the certificate', () => {
  const { fresh } = runningBoards();
  const { url } = fresh;
  let admin: Player;
  let consultant: Player;
  let support: Player;
  const typed = new Map<string, string>();
  let answers: ListeningProxy;
  let runbook = '';
  let reveal: Request;

  test.beforeAll(async ({ browser }) => {
    answers = await startListeningProxy(typed);
    const options = { proxy: { server: answers.server } };
    admin = await newPlayer(browser, options);
    consultant = await newPlayer(browser, options);
    support = await newPlayer(browser, options);
  });

  test.afterAll(async () => {
    await Promise.all([admin, consultant, support].map(({ context }) => context.close()));
    await answers.close();
  });

  test('the set-up link makes the first admin, once', async () => {
    await join(admin.page, fresh.setupUrl ?? '', ADA);
    await consultant.page.goto(fresh.setupUrl ?? '');
    await expect(consultant.page.getByText('This link does not work any more')).toBeVisible();
    await expect(consultant.page.getByLabel('Your name')).toHaveCount(0);
  });

  test('the admin invites a consultant and a support person by one-time links', async () => {
    const forConsultant = await invite(admin.page, url, { ...CASEY, role: 'consultant' });
    await join(consultant.page, forConsultant, CASEY);
    const forSupport = await invite(admin.page, url, { ...SAM, role: 'support' });
    await join(support.page, forSupport, SAM);
  });

  test('the consultant takes the client in, and no value that was typed is on any page afterwards', async () => {
    test.setTimeout(400_000);
    const { page } = consultant;
    await fillUntilCredentials(page, url, {
      name: NAME,
      slug: SLUG,
      tier: 'Managed',
      packs: ['Real estate', 'Commerce'],
      addOns: ['Plaud', 'Canva'],
    });
    await fillCredentials(page, 'Harbor', typed);
    expect([...typed.keys()]).toContain('OPENROUTER_API_KEY');
    await page.reload();
    const html = await page.content();
    for (const value of typed.values()) expect(html).not.toContain(value);
    await finishWizard(page, NAME);
    await page.getByRole('link', { name: 'Look at the runbook' }).click();
    await page.locator('li[id^="step-"]').first().waitFor();
    runbook = page.url().replace(/#.*/, '');
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
    const again = await support.context.request.post(reveal.url(), replayed(reveal));
    const answer = await again.text();
    expect(answer).toContain('forbidden');
    expect(answer).not.toContain(typed.get('OPENROUTER_API_KEY') ?? 'nothing was typed');
    const stranger = await admin.context.browser()?.newContext();
    const anonymous = await stranger?.request.post(reveal.url(), replayed(reveal));
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
    test.setTimeout(1_800_000);
    const { page } = consultant;
    await page.goto(runbook);
    await page.locator('li[id^="step-"]').first().waitFor();
    for (const id of await stepIds(page)) await workStep(page, id);
    await page.getByRole('button', { name: /^Mark .* installed$/ }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Run report' })).toBeVisible();
    await page.goto(`${url}/clients/${SLUG}`);
    await expect(page.locator('main')).toContainText('installed');
    await expect(page.locator('main')).toContainText('2.1.14');
  });

  test('the report tells of every step and every component, holds no value, and prints', async () => {
    const { page } = consultant;
    await page.goto(runbook);
    const steps = await stepIds(page);
    await page.goto(`${runbook}/report`);
    await page.emulateMedia({ media: 'print' });
    const rows = page.locator('main table tbody tr');
    for (const position of steps.keys()) {
      const row = rows.filter({ hasText: new RegExp(`^${position + 1}\\. `) });
      await expect(row).toContainText(CASEY.name);
      await expect(row).toContainText('done');
    }
    const installed = page.getByRole('table', { name: 'Installed' });
    await expect(installed.locator('tbody tr')).toHaveCount(COMPONENTS);
    await expect(page.getByRole('navigation')).toHaveCount(0);
    const printed = await page.content();
    for (const value of typed.values()) expect(printed).not.toContain(value);
    const paper = test.info().outputPath('run-report.pdf');
    await page.pdf({ path: paper, format: 'A4' });
    expect(statSync(paper).size).toBeGreaterThan(20_000);
    await page.emulateMedia({ media: null });
  });

  test('a value is nowhere but in the one answer to the one click', async () => {
    const { page } = consultant;
    expect(typed.size).toBeGreaterThan(3);
    expect(await answers.found()).toEqual(['answer to POST /runbooks: OPENROUTER_API_KEY']);
    for (const at of ['', '/credentials', '/timeline']) {
      await page.goto(`${url}/clients/${SLUG}${at}`);
      expect(await foundInBrowser(page, typed)).toEqual([]);
    }
    const { place } = runningBoards();
    expect(filesWith(place, typed)).toEqual([]);
    expect(filesWith(path.resolve('.next'), typed)).toEqual([]);
    expect(await foundInDump(path.join(place, 'fresh'), typed)).toEqual([]);
    expect(foundInProcesses(typed)).toEqual([]);
  });

  test('offboarding shows the purge date, and is undone by restoring before it', async () => {
    await offboard(admin.page, { days: 30 });
    const { page } = consultant;
    await page.goto(`${url}/clients/${SLUG}/offboarding`);
    await expect(page.locator('main')).toContainText(/stored values? on/);
    await page
      .getByRole('button', { name: /^Restore/ })
      .first()
      .click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Restore/ })
      .click();
    await expect(page.getByRole('button', { name: /^Offboard/ }).first()).toBeVisible();
  });

  test('past the date the board purges by itself, and leaves a certificate whose signature is valid', async () => {
    test.setTimeout(240_000);
    const { page } = consultant;
    await offboard(admin.page, { days: 0 });
    const refused = await consultant.context.request.post(reveal.url(), replayed(reveal));
    expect(await refused.text()).not.toContain(typed.get('OPENROUTER_API_KEY') ?? 'nothing was typed');
    await expect(async () => {
      await page.goto(`${url}/clients/${SLUG}/certificate`);
      await expect(page.getByText('The signature is valid')).toBeVisible({ timeout: 1_000 });
    }).toPass({ timeout: 90_000 });
    await expect(page.locator('main')).toContainText('OPENROUTER_API_KEY');
    await page.goto(`${url}/clients/${SLUG}/credentials`);
    await expect(page.getByRole('button', { name: /^Copy/ })).toHaveCount(0);
  });

  test('signing out everywhere ends the session of the other browser too', async ({ browser }) => {
    const second = await newPlayer(browser);
    await signIn(second.page, url, CASEY.email, PASSWORD);
    await consultant.page.goto(`${url}/account`);
    await consultant.page.getByRole('button', { name: 'Sign out everywhere…' }).click();
    await consultant.page
      .getByRole('dialog')
      .getByRole('button', { name: 'Sign out everywhere', exact: true })
      .click();
    await expect(consultant.page).toHaveURL(/\/sign-in/);
    await second.page.goto(`${url}/`);
    await expect(second.page).toHaveURL(/\/sign-in/);
    await second.context.close();
  });

  test('a disabled person is out at the next request, and does not come in again', async () => {
    await admin.page.goto(`${url}/people`);
    await admin.page.getByRole('button', { name: 'Disable Sam Support' }).click();
    await admin.page
      .getByRole('dialog')
      .getByRole('button', { name: /^Disable/ })
      .click();
    await expect(admin.page.getByRole('button', { name: 'Enable Sam Support' })).toBeVisible();
    await support.page.goto(`${url}/`);
    await expect(support.page).toHaveURL(/\/sign-in/);
    await support.page.getByLabel('E-mail address').fill(SAM.email);
    await support.page.getByLabel('Password').fill(PASSWORD);
    await support.page.getByRole('button', { name: 'Sign in' }).click();
    await expect(support.page.getByText('do not fit')).toBeVisible();
  });

  async function offboard(page: Page, { days }: { days: number }): Promise<void> {
    await page.goto(`${url}/clients/${SLUG}/offboarding`);
    await page
      .getByRole('button', { name: /^Offboard/ })
      .first()
      .click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Keep the values for how many days').fill(String(days));
    if (days === 0) await dialog.getByLabel(/^With 0 days, type/).fill(SLUG);
    await dialog.getByRole('button', { name: /^Offboard/ }).click();
    await expect(dialog).toBeHidden();
  }
});
