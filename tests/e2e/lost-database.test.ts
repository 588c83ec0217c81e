import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { type BoardProcess, startBoardProcess } from '../support/board-process';
import { loseDatabase } from '../support/lose-database';
import { join, newPlayer } from '../support/players';

/** A board of its own: without a database it is no use to the other tests. */
const place = mkdtempSync(path.join(os.tmpdir(), 'jed-board-lost-'));
const dataDir = path.join(place, 'board');
let board: BoardProcess;

test.beforeAll(async () => {
  // As root, PostgreSQL runs as another user, who must be able to pass.
  chmodSync(place, 0o711);
  board = await startBoardProcess(dataDir);
});

test.afterAll(async () => {
  await board.stop();
  rmSync(place, { recursive: true, force: true });
});

const onward = (page: Page) => page.getByRole('button', { name: 'Continue', exact: true });

test('the database goes away in mid-save: it is said, what was typed stays, and is saved once it is back', async ({
  browser,
}) => {
  const { context, page } = await newPlayer(browser);
  await join(page, board.setupUrl ?? '', {
    name: 'Ada Admin',
    email: 'ada@example.com',
    password: 'a database that goes away',
  });
  await page.getByRole('button', { name: 'New client' }).first().click();
  await page.getByLabel('Client’s name').fill('Lost & Found Ltd');
  await expect(page.getByText(/Draft saved/)).toBeVisible();
  const giveBack = await loseDatabase(dataDir);
  try {
    await page.getByLabel('Contact person').fill('Iris Lost');
    await expect(page.getByText('Not saved', { exact: true })).toBeVisible();
    await expect(page.getByText(/the database cannot be reached right now/).first()).toBeVisible();
    await onward(page).click();
    await expect(page.getByText(/the database cannot be reached right now/).first()).toBeVisible();
    await expect(page.getByLabel('Client’s name')).toHaveValue('Lost & Found Ltd');
    await expect(page.getByLabel('Contact person')).toHaveValue('Iris Lost');
    const elsewhere = await context.newPage();
    await elsewhere.goto(`${board.url}/`);
    await expect(elsewhere.getByRole('heading', { level: 1 })).toBeVisible();
    expect(await elsewhere.content()).not.toMatch(/ECONN|pg_|at \S+ \(/);
    await elsewhere.close();
  } finally {
    await giveBack();
  }
  await onward(page).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Which package do they take?' })).toBeVisible();
  await page.goBack();
  await expect(page.getByLabel('Contact person')).toHaveValue('Iris Lost');
  await context.close();
});
