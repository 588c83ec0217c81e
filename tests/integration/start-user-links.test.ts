import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runBoard } from '@/tests/support/start';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'jed-board-links-'));
  expect(await runBoard(['migrate'], { BOARD_DATA_DIR: folder }).exited).toBe(0);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const newcomer = ['--name', 'Dana', '--email', 'dana@example.com'];

test('while no board runs, an invitation says that its host and port are a guess', async () => {
  const add = runBoard(['users', 'add', ...newcomer], { BOARD_DATA_DIR: folder, PORT: '3456' });
  expect(await add.exited).toBe(0);
  expect(add.stdout()).toMatch(/^http:\/\/localhost:3456\/join\/[\w-]{43}$/m);
  expect(add.stdout()).toContain('No running board was found, so http://localhost:3456 is a guess');
});

test('with AUTH_URL set the address is that one, and nothing is guessed', async () => {
  const environment = { BOARD_DATA_DIR: folder, AUTH_URL: 'https://board.example.com/some/path' };
  const add = runBoard(['users', 'add', ...newcomer, '--json'], environment);
  expect(await add.exited).toBe(0);
  const made = JSON.parse(add.stdout());
  expect(made).toEqual({
    path: expect.stringMatching(/^\/join\/[\w-]{43}$/),
    url: `https://board.example.com${made.path}`,
    boardFound: true,
  });
});

test('a password link for an address that nobody has is refused with the way to find it', async () => {
  const link = runBoard(['users', 'password-link', '--email', 'nobody@example.com'], {
    BOARD_DATA_DIR: folder,
  });
  expect(await link.exited).toBe(1);
  expect(link.stderr().trim()).toBe(
    'Nobody has an account with this e-mail address: see npm run board -- users list.',
  );
});
