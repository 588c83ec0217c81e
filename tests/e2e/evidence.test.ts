import path from 'node:path';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { runningBoards } from '../support/boards-file';
import { newPlayer, type Player, signInAs } from '../support/players';
import { openStep } from '../support/run-driver';

/** Proving a step: what was pasted and differs, an image that is looked at before it is sent, and what comes after closing. */

test.describe.configure({ mode: 'serial' });

const PHOTO = path.resolve(import.meta.dirname, '../../public/readme/wizard.png');
const DRAWING = path.resolve(import.meta.dirname, '../../app/icon.svg');

test.describe('evidence', () => {
  const { demo } = runningBoards();
  const { url } = demo;
  let consultant: Player;
  let support: Player;
  let runbook = '';

  test.beforeAll(async ({ browser }) => {
    consultant = await newPlayer(browser);
    support = await newPlayer(browser);
    await signInAs(consultant.page, demo, 'consultant');
    await signInAs(support.page, demo, 'support');
    const { page } = consultant;
    await page.goto(`${url}/runbooks`);
    await page.locator('main').getByRole('link', { name: 'Harbor Realty' }).first().click();
    await page.locator('li[id^="step-"]').first().waitFor();
    runbook = new URL(page.url()).pathname;
  });

  test.afterAll(async () => {
    await Promise.all([consultant, support].map(({ context }) => context.close()));
  });

  async function open(page: Page): Promise<Locator> {
    await page.goto(url + runbook);
    return openStep(page, 'step-slack.verify-bot');
  }

  test('output that differs is shown beside what was expected, in words, and undone again', async () => {
    const opened = await open(consultant.page);
    await opened.getByText('Paste output to check').click();
    await opened.getByLabel('Output').fill('{"ok": false, "error": "invalid_auth"}');
    await opened.getByRole('button', { name: 'Check', exact: true }).click();
    await expect(opened.getByText('It does not match')).toBeVisible();
    await expect(opened.getByText('ok is true', { exact: true })).toBeVisible();
    await expect(opened.getByText('ok is false', { exact: true })).toBeVisible();
    await opened.getByRole('button', { name: 'Not failed any more' }).click();
    await expect(opened.locator('summary').first()).not.toContainText('failed');
  });

  test('an image is looked at, sent, and then stands in the step and in the report', async () => {
    const { page } = consultant;
    const opened = await open(page);
    await opened.getByText('Add an image').click();
    await opened.locator('input[type=file]').last().setInputFiles(PHOTO);
    await expect(opened.getByText('A screenshot may show a secret: look before you send')).toBeVisible();
    await expect(opened.getByAltText('What you are about to send')).toBeVisible();
    await opened.getByRole('button', { name: 'Send image' }).click();
    await expect(opened.getByText('The image is kept with this step.')).toBeVisible();
    const image = opened.getByAltText(/^Image 1 for step \d+/);
    await expect(image).toBeVisible();
    await expect(image).toHaveJSProperty('complete', true);
    expect(await image.evaluate((element: HTMLImageElement) => element.naturalWidth)).toBeGreaterThan(0);
    await page.goto(`${url}${runbook}/report`);
    await expect(page.getByRole('heading', { name: 'Images' })).toBeVisible();
    await expect(page.getByAltText(/^Image 1 for step \d+/)).toBeVisible();
  });

  test('a photo as an iPhone keeps it is read, and stands there as every browser shows it', async () => {
    const opened = await open(consultant.page);
    await opened.getByText('Add an image').click();
    await opened.locator('input[type=file]').last().setInputFiles('tests/vectors/photo.heic');
    await opened.getByRole('button', { name: 'Send image' }).click();
    await expect(opened.getByText('The image is kept with this step.')).toBeVisible();
    const image = opened.getByAltText(/^Image 2 for step \d+/);
    await expect(image).toHaveJSProperty('complete', true);
    expect(await image.evaluate((element: HTMLImageElement) => element.naturalWidth)).toBeGreaterThan(0);
  });

  test('a drawing is refused with a sentence, and what was chosen stays', async () => {
    const opened = await open(consultant.page);
    await opened.getByText('Add an image').click();
    await opened.locator('input[type=file]').last().setInputFiles(DRAWING);
    await opened.getByRole('button', { name: 'Send image' }).click();
    await expect(opened.getByText(/SVG drawing, no photo/)).toBeVisible();
    await expect(opened.getByRole('button', { name: 'Send image' })).toBeVisible();
  });

  test('support sees the image, and can neither add nor remove one', async () => {
    const opened = await open(support.page);
    await expect(opened.getByAltText(/^Image 1 for step \d+/)).toBeVisible();
    await expect(opened.getByText('Add an image')).toHaveCount(0);
    await expect(opened.getByRole('button', { name: 'Remove image' })).toHaveCount(0);
  });

  test('an image is removed with a reason, which stays where it was', async () => {
    const opened = await open(consultant.page);
    await expect(opened.getByAltText(/^Image \d for step/)).toHaveCount(2);
    await opened.getByRole('button', { name: 'Remove image' }).first().click();
    const dialog = opened.getByRole('dialog');
    await dialog.getByLabel('Reason').fill('It showed the name of another client.');
    await dialog.getByRole('button', { name: 'Remove image' }).click();
    await expect(opened.getByText('It showed the name of another client.')).toBeVisible();
    await expect(opened.getByAltText(/^Image \d for step/)).toHaveCount(1);
  });

  test('a closed run takes an addendum, marked as such, and no note', async () => {
    const { page } = consultant;
    await page.goto(`${url}/clients/lakeside-veterinary/runs`);
    await page
      .getByRole('link', { name: /^Install v/ })
      .first()
      .click();
    const first = page.locator('li[id^="step-"]').first();
    await first.locator('summary').first().click();
    await expect(first.getByText('Add a note')).toHaveCount(0);
    await first.getByText('Add an addendum').click();
    await first.getByLabel('Addendum').fill('The client called: it works.');
    await first.getByRole('button', { name: 'Add addendum' }).click();
    await expect(first.getByText('Added after closing:')).toBeVisible();
    await expect(first.getByText('The client called: it works.', { exact: true })).toBeVisible();
  });
});
