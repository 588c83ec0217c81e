import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { type BoardProcess, startBoardProcess } from '../support/board-process';
import { newPlayer, signInAs } from '../support/players';
import { openStep } from '../support/run-driver';
import { connectAsSuperuser } from '../support/superuser';

/** A board of its own: it is stopped. */
const place = mkdtempSync(path.join(os.tmpdir(), 'jed-board-stop-'));
const dataDir = path.join(place, 'board');
let board: BoardProcess;

test.setTimeout(300_000);

test.beforeAll(async () => {
  // As root, PostgreSQL runs as another user, who must be able to pass.
  chmodSync(place, 0o711);
  board = await startBoardProcess(dataDir, ['--demo']);
});

test.afterAll(async () => {
  await board.stop();
  rmSync(place, { recursive: true, force: true });
});

/** Asks until nobody takes a new connection: the server has begun to stop. */
async function untilRefused(port: number): Promise<void> {
  for (let taken = true; taken; ) {
    taken = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true));
      socket.on('error', () => resolve(false));
      socket.on('close', () => resolve(true));
      socket.on('connect', () => socket.destroy());
    });
  }
}

test('a stop lets a decryption that is under way finish: the value arrives with its event', async ({
  browser,
}) => {
  const { context, page } = await newPlayer(browser);
  await signInAs(page, board, 'consultant');
  await page.goto(`${board.url}/runbooks`);
  await page
    .getByRole('link', { name: /Pine St Dental/ })
    .first()
    .click();
  const step = await openStep(page, 'step-openrouter.store-openrouter-api-key');
  const button = step.getByRole('button', { name: 'Copy key OPENROUTER_API_KEY' }).first();
  // The demo launcher keeps its data beside the folder it is given.
  const client = await connectAsSuperuser(`${dataDir}-demo`);
  await client.query('begin');
  await client.query('select chain from audit_heads for update');
  await button.click();
  for (let waiting = 0; waiting === 0; ) {
    const { rows } = await client.query<{ waiting: number }>(
      `select count(*)::int as waiting from pg_stat_activity
        where usename = 'jed_board_app' and wait_event_type = 'Lock'`,
    );
    waiting = rows[0]?.waiting ?? 0;
  }
  const exited = once(board.child, 'exit');
  board.child.kill('SIGTERM');
  await untilRefused(Number(new URL(board.url).port));
  await client.query('commit');
  await expect(button.getByText('Copied · clears in')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^sk-or-v1-/);
  const [code] = await exited;
  expect(code).toBe(0);
  await client.end().catch(() => undefined);
  await context.close();
});
