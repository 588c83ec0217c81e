import { expect, type Locator, type Page } from '@playwright/test';
import { fillEmpty } from './fill-form';
import { madeUpValue } from './made-up-values';

/** The ids of all steps, in their order. */
export async function stepIds(page: Page): Promise<string[]> {
  return page.locator('li[id^="step-"]').evaluateAll((steps) => steps.map((step) => step.id));
}

const stepOf = (page: Page, id: string): Locator => page.locator(`[id="${id}"]`);

export async function openStep(page: Page, id: string): Promise<Locator> {
  const step = stepOf(page, id);
  const details = step.locator('details').first();
  // Settling a step opens the next one by itself, at a moment of its own.
  await expect(async () => {
    if ((await details.getAttribute('open')) === null) await step.locator('summary').first().click();
    await expect(details).toHaveAttribute('open', '', { timeout: 1_000 });
  }).toPass();
  return step;
}

/** Does what a step asks for, as the person on site does, and ticks it. */
export async function workStep(page: Page, id: string): Promise<void> {
  const step = await openStep(page, id);
  await signIns(step);
  await pastes(step);
  await captures(step);
  const done = page.getByRole('button', { name: 'Done', exact: true });
  await fillEmpty(step.locator('form').filter({ has: done }));
  await step.getByRole('button', { name: 'Done', exact: true }).click();
  await expect(step.locator('summary').first()).toContainText('done');
}

async function signIns(step: Locator): Promise<void> {
  const note = step.getByRole('button', { name: 'Note the sign-in' });
  while (await note.first().isVisible()) {
    const left = await note.count();
    await step.getByLabel('Signed in as').first().fill('assistant@harbor.example');
    await note.first().click();
    await expect(note).toHaveCount(left - 1);
  }
}

async function pastes(step: Locator): Promise<void> {
  const boxes = step.getByRole('checkbox', { name: /^Mark pasted/ });
  for (let index = 0; index < (await boxes.count()); index += 1) {
    const box = boxes.nth(index);
    if (await box.isChecked()) continue;
    await box.check();
    await expect(box).not.toHaveAttribute('aria-busy', 'true');
  }
}

async function captures(step: Locator): Promise<void> {
  const store = step.getByRole('button', { name: 'Store it' });
  while (await store.first().isVisible()) {
    const left = await store.count();
    const form = step
      .locator('form')
      .filter({ has: step.page().getByRole('button', { name: 'Store it' }) })
      .first();
    await form.locator('[name=value]').fill(madeUpValue('FILEVAULT_RECOVERY_KEY_OURS'));
    await store.first().click();
    await expect(store).toHaveCount(left - 1);
  }
}
