import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { promisify } from 'node:util';
import { beforeEach, describe, expect, it } from 'vitest';
import { formatKeyText, parseKeyText } from '@/lib/vault/key-text';
import { type KeychainEntry, keychainKeyProvider } from '@/lib/vault/providers/keychain';
import { createMasterKey, envKeyProvider } from '@/lib/vault/vault';
import { expectKeyRefused, malformedKeyTexts } from '../support/master-keys';
import { testMasterKey } from '../support/test-vault';

const KEY = testMasterKey('kept');
const LINE = KEY.toString('base64');
const MALFORMED = malformedKeyTexts(KEY);

describe('the text of a key', () => {
  it('is 44 characters of base64 and reads back, with or without one line break', () => {
    expect(formatKeyText(KEY)).toBe(LINE);
    for (const text of [LINE, `${LINE}\n`, `${LINE}\r\n`]) expect(parseKeyText(text)).toEqual(KEY);
  });

  it.each(MALFORMED)('is not %s', (_, text) => {
    expect(parseKeyText(text)).toBeUndefined();
  });
});

describe('a key in an environment variable', () => {
  const provider = (value: string | undefined) => envKeyProvider(() => ({ name: 'MASTER_KEY', value }));

  it('is read anew each time, so that overwriting one copy leaves the next whole', async () => {
    const env = provider(`${LINE}\n`);
    (await env.load(1)).fill(0);
    expect(await env.load(1)).toEqual(KEY);
  });

  it.each([undefined, ''])('is missing when the variable is %o, and the sentence names it', async (value) => {
    await expectKeyRefused(provider(value), 'missing', 'MASTER_KEY');
  });

  it.each(MALFORMED)('is refused when it is %s', async (_, value) => {
    const said = await expectKeyRefused(provider(value), 'malformed', 'MASTER_KEY');
    expect(said).not.toContain(value.slice(0, 20));
  });

  it('cannot be written', () => {
    expect(provider(LINE).store).toBeUndefined();
  });
});

describe('a key in the keychain', () => {
  const items = new Map<string, string>();
  const openEntry = async (service: string, account: string): Promise<KeychainEntry> => ({
    getPassword: () => items.get(`${service}/${account}`) ?? null,
    setPassword: (text) => items.set(`${service}/${account}`, text),
  });
  beforeEach(() => items.clear());

  it('is made once, kept as one line under its installation and version, and never overwritten', async () => {
    const provider = keychainKeyProvider('board-a', openEntry);
    await createMasterKey(provider, 1);
    expect([...items.keys()]).toEqual(['jed-board/board-a/master-key-1']);
    expect(parseKeyText([...items.values()].join())).toEqual(await provider.load(1));
    const before = [...items.values()];
    await expect(provider.store?.(1, KEY)).rejects.toMatchObject({ code: 'exists' });
    expect([...items.values()]).toEqual(before);
  });

  it('is not shared by two installations', async () => {
    await createMasterKey(keychainKeyProvider('board-a', openEntry), 1);
    await expectKeyRefused(keychainKeyProvider('board-b', openEntry), 'missing', 'board-b/master-key-1');
  });

  it.each(MALFORMED)('is refused when the item is %s', async (_, text) => {
    items.set('jed-board/board-a/master-key-1', text);
    const said = await expectKeyRefused(keychainKeyProvider('board-a', openEntry), 'malformed', 'board-a/');
    expect(said).not.toContain(text.slice(0, 20));
  });

  it('is unavailable when the keychain refuses, and what the keychain said is not repeated', async () => {
    const failing = async (): Promise<KeychainEntry> => {
      throw new Error(`the item ${LINE} is locked`);
    };
    const provider = keychainKeyProvider('board-a', failing);
    const said = await expectKeyRefused(
      provider,
      'unavailable',
      'MASTER_KEY_PROVIDER',
      'board-a/master-key-1',
    );
    expect(said).not.toContain(LINE);
    await expect(provider.store?.(1, KEY)).rejects.toMatchObject({ code: 'unavailable' });
    await expect(createMasterKey(provider, 1)).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('is unavailable on Linux without a Secret Service: the forgetful kernel keyring is never used instead', async () => {
    const script = `
      import { keychainKeyProvider } from '@/lib/vault/providers/keychain';
      const provider = keychainKeyProvider('no-such-board-${process.pid}');
      const code = await provider.load(1).then(() => 'loaded', (error) => error.code);
      process.stdout.write(code);`;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '--eval', script],
      {
        env: {
          NODE_ENV: 'test',
          PATH: '/usr/bin:/bin',
          HOME: tmpdir(),
          DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent',
        },
      },
    );
    // The Keychain of macOS needs no bus; there the same question may also find that no such item exists.
    expect(process.platform === 'linux' ? ['unavailable'] : ['unavailable', 'missing']).toContain(stdout);
  }, 60_000);
});
