import { expect, type Page } from '@playwright/test';
import { fillEmpty } from './fill-form';
import { madeUpValue } from './made-up-values';

export interface WizardChoices {
  name: string;
  slug?: string;
  tier: string;
  packs: readonly string[];
  /** Components beside what the package brings. */
  addOns?: readonly string[];
}

const onward = (page: Page) => page.getByRole('button', { name: /^(Continue|Save and continue)$/ }).first();
const heading = (page: Page, name: string | RegExp) =>
  expect(page.getByRole('heading', { level: 1, name })).toBeVisible();

/** From the board to the credentials step. Returns the draft's address. */
export async function fillUntilCredentials(page: Page, url: string, choices: WizardChoices): Promise<string> {
  await page.goto(`${url}/`);
  await page.getByRole('button', { name: 'New client' }).first().click();
  await heading(page, 'Who is the client?');
  await page.getByLabel('Client’s name').fill(choices.name);
  if (choices.slug !== undefined) await page.getByLabel('Short name').fill(choices.slug);
  await page.getByLabel('Contact person').fill('Maya Ortiz');
  await onward(page).click();
  await heading(page, 'Which package do they take?');
  await page.getByRole('radio', { name: new RegExp(`^${choices.tier}`) }).check();
  for (const pack of choices.packs)
    await page.getByRole('checkbox', { name: new RegExp(`^${pack}`) }).check();
  await onward(page).click();
  await heading(page, 'What gets installed?');
  for (const addOn of choices.addOns ?? []) await takeAddOn(page, addOn);
  await onward(page).click();
  await answerSettings(page);
  return page.url().replace(/\/credentials.*$/, '');
}

/** Some are not sold before the client has heard their warning. */
async function takeAddOn(page: Page, name: string): Promise<void> {
  await page.getByRole('checkbox', { name: new RegExp(`^${name}`) }).check();
  const warning = page.locator('main input[name="acknowledged"]:visible:not(:checked)');
  for (const tick of await warning.all()) await tick.check();
}

/** Every component's settings, one page after the other, and on to the credentials. */
async function answerSettings(page: Page): Promise<void> {
  await expect(page).toHaveURL(/\/settings$/);
  await page.getByText('Answer these in any order').waitFor();
  const tasks = await page
    .locator('main a[href*="/settings/"]')
    .evaluateAll((links) => [...new Set(links.map((link) => (link as HTMLAnchorElement).href))]);
  for (const task of tasks) {
    await page.goto(task);
    // A choice may bring up further questions: answer until none is left.
    for (let round = 0; round < 3; round += 1) await fillEmpty(page.locator('main form').first());
    await onward(page).click();
    await expect(page).not.toHaveURL(task);
  }
  await page.goto(`${page.url().replace(/\/settings.*$/, '')}/settings`);
  await onward(page).click();
  await expect(page).toHaveURL(/\/credentials$/);
}

/** Stores a value in every slot of ours, noting it in `typed` by its key, and says where the client keeps theirs. */
export async function fillCredentials(page: Page, vault: string, typed: Map<string, string>): Promise<void> {
  const slots = page.locator('main section[aria-labelledby^="slot-"]');
  await slots.first().waitFor();
  for (const id of await slots.evaluateAll((all) => all.map((one) => one.getAttribute('aria-labelledby')))) {
    const slot = page.locator(`main section[aria-labelledby="${id}"]`);
    const key = ((await slot.locator('code').first().textContent()) ?? '').trim();
    const store = slot.getByRole('button', { name: 'Store value' });
    const refer = slot.getByRole('button', { name: 'Save reference' });
    if (await store.isVisible()) {
      const value = madeUpValue(key);
      typed.set(key, value);
      await slot.locator('[name=value]').fill(value);
      await store.click();
      await expect(slot.getByText(`stored, ${value.length} characters`)).toBeVisible();
    } else if (await refer.isVisible()) {
      await slot.locator('[name=reference]').fill(`op://${vault}/${key.toLowerCase()}/credential`);
      await slot.locator('[name=label]').fill(`${key} of the client`);
      await refer.click();
      await expect(slot.getByText('reference recorded')).toBeVisible();
    }
  }
}

/** From the credentials step to the created client. Returns the address of the page that says so. */
export async function finishWizard(page: Page, name: string): Promise<string> {
  await onward(page).click();
  await heading(page, 'Which machine is it?');
  await onward(page).click();
  await heading(page, /Check/);
  await page.getByRole('button', { name: `Create ${name} and its runbook` }).click();
  await expect(page).toHaveURL(/\/created$/);
  return page.url();
}
