import { chmod, chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readOwnFile } from '@/lib/vault/own-file';

const SUPERUSER = 0;
const SOMEBODY = 54_321;
const ANOTHER = 54_322;

let folder = '';
let file = '';
const isSuperuser = process.geteuid?.() === SUPERUSER;
const owner = isSuperuser ? SOMEBODY : (process.geteuid?.() ?? SOMEBODY);
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jed-board-own-'));
  file = join(folder, 'key');
  await writeFile(file, 'text', { mode: 0o600 });
  // The superuser's own files are taken from everybody; and only the superuser may give a file away.
  if (isSuperuser) await chown(file, SOMEBODY, SOMEBODY);
});
afterEach(() => rm(folder, { recursive: true }));

it('reads a file of the user who runs the program', async () => {
  expect(await readOwnFile(file, 10, owner)).toEqual({ text: 'text' });
});

it('reads up to the longest there can be and no further, and only a file', async () => {
  expect(await readOwnFile(file, 4, owner)).toEqual({ text: 'text' });
  expect(await readOwnFile(file, 3, owner)).toBe('odd');
  expect(await readOwnFile(folder, 4_000_000, owner)).toBe('odd');
});

it('says what is wrong with a file that is not there or cannot be reached', async () => {
  expect(await readOwnFile(join(folder, 'nothing'), 10, owner)).toBe('missing');
  expect(await readOwnFile(join(file, 'below'), 10, owner)).toBe('unreadable');
});

it('refuses a file of another user, even for the superuser, who may read it', async () => {
  expect(await readOwnFile(file, 10, ANOTHER)).toBe('foreign');
  expect(await readOwnFile(file, 10, SUPERUSER)).toBe('foreign');
});

it('says that it belongs to another before it says what others may do with it', async () => {
  await chmod(file, 0o666);
  expect(await readOwnFile(file, 10, ANOTHER)).toBe('foreign');
  expect(await readOwnFile(file, 10, owner)).toBe('insecure');
});
