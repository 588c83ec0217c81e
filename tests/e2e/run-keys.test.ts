import AxeBuilder from '@axe-core/playwright';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { settled } from '../shots/settled';
import { runningBoards } from '../support/boards-file';
import { newPlayer, signInAs } from '../support/players';

const STEPS = '#steps li[data-title]';
const walked = (page: Page): Locator => page.locator(`${STEPS}:focus`);
const copied = (step: Locator): Locator => step.getByText('Copied · clears in').filter({ visible: true });

/** A run of the demo that no other test acts on: the page opens the step at hand, and walks none yet. */
async function openRun(page: Page, url: string): Promise<Locator> {
  await page.goto(`${url}/runbooks`);
  await page.locator('main').getByRole('link', { name: 'Pine St Dental' }).first().click();
  // What is folded is on the page once the first moments are over.
  await page.locator(`${STEPS} details:not([open]) dl`).first().waitFor({ state: 'attached' });
  await settled(page);
  const open = page.locator(STEPS).filter({ has: page.locator('details[open]') });
  const id = await open.first().getAttribute('id');
  return page.locator(`[id="${id}"]`);
}

const titlesOf = (page: Page) =>
  page.locator(STEPS).evaluateAll((steps) => steps.map((step) => (step as HTMLElement).dataset.title));

test('keys walk a run, open a step, copy its first key, paste its output and put it aside', async ({
  browser,
}) => {
  const { demo } = runningBoards();
  const { context, page } = await newPlayer(browser);
  await signInAs(page, demo, 'consultant');
  await openRun(page, demo.url);
  await expect(async () => {
    await page.keyboard.press('j');
    await expect(walked(page)).toHaveCount(1, { timeout: 1000 });
  }).toPass();
  const current = page.locator(`[id="${await walked(page).getAttribute('id')}"]`);
  const titles = await titlesOf(page);
  const at = titles.indexOf((await current.getAttribute('data-title')) ?? '');

  await test.step('the first j takes the step at hand, the next ones go on; k goes back', async () => {
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    await expect(current).toBeFocused();
    // Where the step's beginning is out of sight, the arrow shows it first.
    await expect(async () => {
      if ((await walked(page).getAttribute('data-title')) === titles[at])
        await page.keyboard.press('ArrowUp');
      await expect(walked(page)).toHaveAttribute('data-title', titles[at - 1] ?? '', { timeout: 1000 });
    }).toPass();
    await expect(page.getByRole('status').filter({ hasText: `Step ${at} of ${titles.length}` })).toHaveCount(
      1,
    );
    await page.keyboard.press('j');
    await expect(current).toBeFocused();
  });

  await test.step('Enter folds and opens', async () => {
    const details = current.locator('details').first();
    await page.keyboard.press('Enter');
    await expect(details).not.toHaveAttribute('open');
    await page.keyboard.press('Enter');
    await expect(details).toHaveAttribute('open');
  });

  await test.step('v and n put the keyboard into their field, where keys are letters again', async () => {
    await page.keyboard.press('n');
    const note = current.getByLabel('Note', { exact: true });
    await expect(note).toBeFocused();
    await page.keyboard.type('jkcv/? b');
    await expect(note).toHaveValue('jkcv/? b');
    await note.fill('');
  });

  await test.step('b asks for the reason, and Esc comes back to the step', async () => {
    await page.locator('main').evaluate(() => (document.activeElement as HTMLElement).blur());
    await page.keyboard.press('j');
    await expect(current).toBeFocused();
    await page.keyboard.press('b');
    await expect(page.getByRole('dialog')).toBeVisible();
    await expect(page.getByRole('dialog').getByLabel('Reason')).toBeFocused();
    await page.keyboard.type('j');
    await expect(page.getByRole('dialog').getByLabel('Reason')).toHaveValue('j');
    await page.keyboard.press('Escape');
    await expect(current).toBeFocused();
  });

  await test.step('a modifier leaves the key to the browser', async () => {
    await page.keyboard.press('Alt+j');
    await expect(current).toBeFocused();
  });

  await test.step('c copies through the same button, and the keyboard stays on the step', async () => {
    const keyed = page.locator('[id="step-openrouter.store-openrouter-api-key"]');
    await page.evaluate(() => {
      window.location.hash = 'step-openrouter.store-openrouter-api-key';
    });
    await keyed.locator('summary').first().focus();
    await page.keyboard.press('j');
    await expect(keyed).toBeFocused();
    await page.keyboard.press('c');
    await expect(copied(keyed)).toHaveCount(1);
    await expect(keyed).toBeFocused();
  });
  await context.close();
});

test('space ticks the step that the keys chose, and nothing after a click', async ({ browser }) => {
  const { demo } = runningBoards();
  const { context, page } = await newPlayer(browser);
  await signInAs(page, demo, 'consultant');
  await openRun(page, demo.url);
  // A step that others come before: the run refuses the tick, and the demo stays as it is.
  const late = page.locator(STEPS).filter({ has: page.locator('[data-act="done"]'), hasText: 'First:' });
  const open = late.last();
  const id = await open.getAttribute('id');
  const step = page.locator(`[id="${id}"]`);
  const line = step.locator('summary').first();

  await page.evaluate((anchor) => {
    window.location.hash = anchor ?? '';
  }, id);
  await expect(line).toBeFocused();
  await step.getByText('Why:').click();
  await expect(walked(page)).toHaveCount(0);
  await page.keyboard.press('Space');
  await expect(step.locator('[data-act="done"]')).toHaveCount(1);

  await line.focus();
  await page.keyboard.press('j');
  await expect(step).toBeFocused();
  await page.keyboard.press('Space');
  await expect(step.getByRole('alert')).toContainText('comes first and is still open');
  await context.close();
});

test('/ finds a step by its slot, ? lists the keys, and neither breaks a rule of accessibility', async ({
  browser,
}) => {
  const { demo } = runningBoards();
  const { context, page } = await newPlayer(browser);
  await signInAs(page, demo, 'support');
  await openRun(page, demo.url);
  const field = page.getByRole('searchbox', { name: 'Find a step' });
  await expect(async () => {
    await page.keyboard.press('/');
    await expect(field).toBeFocused();
  }).toPass();
  await page.keyboard.type('openrouter_api');
  await expect(page.locator('#run-index a')).not.toHaveCount(0);
  await page.keyboard.press('Enter');
  await expect(walked(page)).toContainText('OpenRouter');
  const found = await walked(page).getAttribute('id');
  await page.keyboard.press('/');
  await page.keyboard.press('Escape');
  await expect(field).toHaveValue('');
  await expect(page.locator(`[id="${found}"]`)).toBeFocused();

  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Keys' });
  await expect(help).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).include('dialog').analyze();
  expect(violations).toEqual([]);
  await page.keyboard.press('j');
  await page.keyboard.press('Escape');
  await expect(page.locator(`[id="${found}"]`)).toBeFocused();
  const whole = await new AxeBuilder({ page }).analyze();
  expect(whole.violations).toEqual([]);

  await page.getByRole('button', { name: 'Keys' }).click();
  await expect(help).toBeVisible();
  await context.close();
});
