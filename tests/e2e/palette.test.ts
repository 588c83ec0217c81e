import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { runningBoards } from '../support/boards-file';
import { newPlayer, signInAs } from '../support/players';

test('⌘K goes to a slot of a client by a few letters, from the keyboard alone, and Esc goes back', async ({
  browser,
}) => {
  const { demo } = runningBoards();
  const { context, page } = await newPlayer(browser);
  await signInAs(page, demo, 'consultant');
  await page.goto(`${demo.url}/catalogue`);
  const opener = page.getByRole('link', { name: 'Board', exact: true }).first();
  await opener.focus();
  const field = page.getByRole('combobox', { name: /Client, slot, step/ });
  // The page answers keys once its script is there.
  await expect(async () => {
    await page.keyboard.press('Control+k');
    await expect(field).toBeFocused();
  }).toPass();
  const { violations } = await new AxeBuilder({ page }).include('dialog').analyze();
  expect(violations).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(field).toHaveCount(0);
  await expect(opener).toBeFocused();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('harbor openr');
  await expect(page.getByRole('option', { selected: true })).toContainText('OPENROUTER_API_KEY');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('option', { selected: true })).toContainText('Search the board');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/clients\/harbor-realty\/credentials#openrouter\.api-key$/);
  await context.close();
});
