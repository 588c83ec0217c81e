import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMasterKey, fileKeyProvider } from '@/lib/vault/vault';
import { expectKeyRefused, malformedKeyTexts } from '../support/master-keys';
import { testMasterKey } from '../support/test-vault';

const KEY = testMasterKey('kept');
const LINE = KEY.toString('base64');

let folder = '';
let path = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jed-board-key-'));
  path = join(folder, 'data', 'master-key');
});
afterEach(() => rm(folder, { recursive: true }));

async function keep(text: string, mode = 0o600) {
  await mkdir(join(folder, 'data'));
  await writeFile(path, text, { mode });
  await chmod(path, mode);
}

describe('a new key in a file', () => {
  it('is made with mode 0600 in a folder with mode 0700, and nothing else is left there', async () => {
    await createMasterKey(fileKeyProvider(path), 1);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'data'))).mode & 0o777).toBe(0o700);
    expect(await readdir(join(folder, 'data'))).toEqual(['master-key']);
    expect(await readFile(path, 'utf8')).toMatch(/^[A-Za-z0-9+/]{43}=\n$/);
    expect(await fileKeyProvider(path).load(1)).toHaveLength(32);
  });

  it('is never overwritten', async () => {
    await keep(`${LINE}\n`);
    const storing = fileKeyProvider(path).store?.(1, testMasterKey('new'));
    await expect(storing).rejects.toMatchObject({ name: 'MasterKeyError', code: 'exists' });
    expect(await readFile(path, 'utf8')).toBe(`${LINE}\n`);
    expect(await readdir(join(folder, 'data'))).toEqual(['master-key']);
  });

  it('has a file of its own for each version', async () => {
    const provider = fileKeyProvider(path);
    await provider.store?.(1, KEY);
    await provider.store?.(2, testMasterKey('second'));
    expect((await readdir(join(folder, 'data'))).sort()).toEqual(['master-key', 'master-key.2']);
    expect(await provider.load(1)).toEqual(KEY);
    expect(await provider.load(2)).toEqual(testMasterKey('second'));
  });
});

describe('a key in a file', () => {
  it.each([0o640, 0o604, 0o620, 0o644, 0o660, 0o610, 0o666, 0o777])(
    'is refused with mode %o, and the sentence says the chmod',
    async (mode) => {
      await keep(`${LINE}\n`, mode);
      await expectKeyRefused(fileKeyProvider(path), 'insecure', `chmod 600 ${path}`);
    },
  );

  it.each([0o600, 0o400])('is read with mode %o', async (mode) => {
    await keep(LINE, mode);
    expect(await fileKeyProvider(path).load(1)).toEqual(KEY);
  });

  it('is read through a symbolic link, by the mode of the file it points to', async () => {
    await keep(LINE);
    await symlink(path, join(folder, 'link'));
    expect(await fileKeyProvider(join(folder, 'link')).load(1)).toEqual(KEY);
    await chmod(path, 0o644);
    await expectKeyRefused(fileKeyProvider(join(folder, 'link')), 'insecure', 'chmod 600');
  });

  it('is missing when there is no such file or folder', async () => {
    await expectKeyRefused(fileKeyProvider(path), 'missing', path);
  });

  it.each([...malformedKeyTexts(KEY), ['nothing', ''], ['far too much', LINE.repeat(1_000)]])(
    'is refused when it is %s',
    async (_, text) => {
      await keep(text);
      const said = await expectKeyRefused(fileKeyProvider(path), 'malformed', path);
      if (text !== '') expect(said).not.toContain(text.slice(0, 20));
    },
  );

  it('is refused when a folder stands in its place', async () => {
    await mkdir(path, { recursive: true });
    await expectKeyRefused(fileKeyProvider(path), 'malformed', path);
  });

  it('is unavailable, not missing, where its folder is a file', async () => {
    await writeFile(join(folder, 'data'), '');
    await expectKeyRefused(fileKeyProvider(path), 'unavailable', path);
    const storing = fileKeyProvider(path).store?.(1, KEY);
    await expect(storing).rejects.toMatchObject({ code: 'unavailable' });
  });
});
