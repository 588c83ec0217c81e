import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runBoard } from '@/tests/support/start';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'jed-board-refusal-'));
  const made = runBoard(['migrate'], { BOARD_DATA_DIR: folder });
  expect(await made.exited).toBe(0);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const postmaster = () => stat(path.join(folder, 'postgres/postmaster.pid')).catch(() => null);

test('a wrong master key stops the start with one sentence that says where it is and what to do', async () => {
  const file = path.join(folder, 'master-key');
  await writeFile(file, `${randomBytes(32).toString('base64')}\n`);
  await chmod(file, 0o600);
  const start = runBoard(['start'], { BOARD_DATA_DIR: folder });
  expect(await start.exited).toBe(1);
  expect(start.stderr().trim().split('\n')).toHaveLength(1);
  expect(start.stderr()).toContain(`${file} is not master key 1 of this database`);
  expect(start.stderr()).toContain('npm run board -- key show');
  expect(await postmaster()).toBeNull();
});

test('"key show" works with a wrong key, says so, and never shows a key', async () => {
  const show = runBoard(['key', 'show', '--json'], { BOARD_DATA_DIR: folder });
  expect(await show.exited).toBe(1);
  expect(JSON.parse(show.stdout())).toMatchObject([{ version: 1, check: 'wrong' }]);
  expect(show.stdout()).not.toMatch(/[A-Za-z0-9+/]{43}=/);
  expect(await postmaster()).toBeNull();
});

test('each bad variable is named on a line of its own, without its value', async () => {
  const start = runBoard(['start'], {
    BOARD_DATA_DIR: folder,
    BOARD_MODE: 'production',
    DATABASE_URL: 'mysql://user:of-this-test@host/db',
    AUTH_SECRET: 'of-this-test',
    PORT: '70000',
  });
  expect(await start.exited).toBe(1);
  const named = start
    .stderr()
    .trim()
    .split('\n')
    .map((line) => line.split(':')[0]);
  expect(named.sort()).toEqual([
    'AUTH_SECRET',
    'DATABASE_URL',
    'MASTER_KEY_PROVIDER',
    'NEXT_SERVER_ACTIONS_ENCRYPTION_KEY',
    'PORT',
  ]);
  expect(start.stderr()).not.toContain('of-this-test');
});

test('an unknown command ends with 2 and a hint', async () => {
  const unknown = runBoard(['migrat'], { BOARD_DATA_DIR: folder });
  expect(await unknown.exited).toBe(2);
  expect(unknown.stderr()).toContain('Did you mean migrate?');
});
