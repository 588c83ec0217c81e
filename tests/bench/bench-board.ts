import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Browser, type BrowserContext, chromium } from '@playwright/test';
import { Pool } from 'pg';
import type { Actor } from '@/lib/auth/actor';
import { completeLocalEnvironment } from '@/lib/cli/local-environment';
import { database } from '@/lib/db/database';
import type { EmbeddedAddresses } from '@/lib/db/embedded-postgres';
import { closeApplicationPool } from '@/lib/db/pool';
import { applyEnvironment } from '@/lib/env';
import { settled } from '@/tests/shots/settled';
import { startBoardProcess } from '@/tests/support/board-process';
import { BROWSER_ARGUMENTS, browserPath } from '@/tests/support/browser';
import { addPerson, TEST_PASSWORD } from '@/tests/support/fixtures';
import { runningDatabase } from '@/tests/support/running-database';

/** A board as `npm start` serves it, on data of its own, and everything to measure it with. */
export interface BenchBoard {
  url: string;
  addresses: EmbeddedAddresses;
  /** May do what a migration may. */
  owner: Pool;
  consultant: Actor;
  browser: Browser;
  /** A browser profile in which the consultant is signed in. */
  signedIn: () => Promise<BrowserContext>;
  /** The Cookie header of that sign-in. */
  cookie: string;
  stop: () => Promise<void>;
}

/**
 * Starts the board, makes a consultant and signs them in. The measuring process is then set up as the server's own
 * process is, so that what it calls from lib works on the same database with the same master key.
 */
export async function startBenchBoard(): Promise<BenchBoard> {
  const place = mkdtempSync(path.join(os.tmpdir(), 'jed-board-bench-'));
  // Where this runs as root, PostgreSQL runs as somebody else, who has to get in here too.
  chmodSync(place, 0o755);
  const dataDir = path.join(place, 'data');
  const board = await startBoardProcess(dataDir);
  const addresses = await runningDatabase(dataDir);
  applyEnvironment({
    BOARD_MODE: 'local',
    BOARD_DATA_DIR: dataDir,
    DATABASE_URL: addresses.applicationUrl,
    MASTER_KEY_PROVIDER: 'file',
    LOG_LEVEL: 'silent',
  });
  await completeLocalEnvironment();
  const { actor, email } = await addPerson(database(), 'consultant');
  const browser = await chromium.launch({ executablePath: browserPath(), args: BROWSER_ARGUMENTS });
  const state = await signIn(browser, board.url, email);
  const owner = new Pool({ connectionString: addresses.ownerUrl });
  return {
    url: board.url,
    addresses,
    owner,
    consultant: actor,
    browser,
    signedIn: () => browser.newContext({ baseURL: board.url, storageState: state }),
    cookie: state.cookies.map(({ name, value }) => `${name}=${value}`).join('; '),
    stop: async () => {
      await browser.close();
      await owner.end();
      await closeApplicationPool();
      await board.stop();
      rmSync(place, { recursive: true, force: true });
    },
  };
}

async function signIn(browser: Browser, url: string, email: string) {
  const context = await browser.newContext({ baseURL: url });
  const page = await context.newPage();
  await page.goto('/sign-in');
  await settled(page);
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill(TEST_PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((at) => at.pathname === '/');
  const state = await context.storageState();
  await context.close();
  return state;
}
