import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { type BoardProcess, startBoardProcess } from '../support/board-process';
import { filesWith, foundInBrowser, foundInDump, foundInProcesses } from '../support/canary';
import { startListeningProxy } from '../support/listening-proxy';
import { join, newPlayer } from '../support/players';
import { openStep } from '../support/run-driver';
import { fillCredentials, fillUntilCredentials, finishWizard } from '../support/wizard-driver';

/** While developing, servers print and send more. A board of its own, as `npm run dev` serves it. */
const place = mkdtempSync(path.join(os.tmpdir(), 'jed-board-dev-'));
const dataDir = path.join(place, 'board');
let board: BoardProcess;

test.setTimeout(900_000);

test.beforeAll(async () => {
  // As root, PostgreSQL runs as another user, who must be able to pass.
  chmodSync(place, 0o711);
  board = await startBoardProcess(dataDir, ['--dev']);
});

test.afterAll(async () => {
  await board.stop();
  rmSync(place, { recursive: true, force: true });
});

/** A page is compiled when it is first asked for; asked for ahead, it does not keep the person waiting. */
async function compilePages(page: Page): Promise<void> {
  const nothing = '01930000-0000-7000-8000-000000000000';
  const steps = ['client', 'package', 'components', 'settings', 'settings/slack', 'credentials', 'machine'];
  const wizard = [...steps, 'check', 'created'].map((step) => `/wizard/${nothing}/${step}`);
  for (const at of ['/', ...wizard, `/runbooks/${nothing}`, '/clients/nobody', '/clients/nobody/timeline']) {
    await page.request.get(`${board.url}${at}`, { timeout: 120_000 });
  }
}

test('in development, too, a value is nowhere but in the one answer to the one click', async ({
  browser,
}) => {
  const typed = new Map<string, string>();
  const answers = await startListeningProxy(typed);
  const { context, page } = await newPlayer(browser, { proxy: { server: answers.server } });
  await page.request.get(board.setupUrl ?? '', { timeout: 120_000 });
  await join(page, board.setupUrl ?? '', {
    name: 'Ada Admin',
    email: 'ada@example.com',
    password: 'a sweep in development',
  });
  await compilePages(page);
  const client = { name: 'Dev Canary', slug: 'dev-canary', tier: 'Starter', packs: [] };
  await fillUntilCredentials(page, board.url, client);
  await fillCredentials(page, 'Canary', typed);
  expect([...typed.keys()]).toContain('OPENROUTER_API_KEY');
  await finishWizard(page, client.name);
  await page.getByRole('link', { name: 'Look at the runbook' }).click();
  const step = await openStep(page, 'step-openrouter.store-openrouter-api-key');
  const button = step.getByRole('button', { name: 'Copy key OPENROUTER_API_KEY' }).first();
  await button.click();
  await expect(button.getByText('Copied · clears in')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(typed.get('OPENROUTER_API_KEY'));
  expect(await foundInBrowser(page, typed)).toEqual([]);
  await page.goto(`${board.url}/clients/dev-canary/timeline`);
  expect(await foundInBrowser(page, typed)).toEqual([]);
  expect(await answers.found()).toEqual(['answer to POST /runbooks: OPENROUTER_API_KEY']);
  expect(filesWith(place, typed)).toEqual([]);
  expect(filesWith(path.resolve('.next'), typed)).toEqual([]);
  expect(await foundInDump(dataDir, typed)).toEqual([]);
  expect(foundInProcesses(typed)).toEqual([]);
  await context.close();
  await answers.close();
});
