import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import {
  createMasterKey,
  createVault,
  type KeyProvider,
  type KeyState,
  MasterKeyError,
  openKeyring,
  SecretValue,
} from '@/lib/vault/vault';
import {
  expectedFingerprint,
  freshMeter,
  memoryKeyProvider,
  testContext,
  testKeyring,
  testMasterKey,
} from '../support/test-vault';

const KEY = testMasterKey('version 1');

async function refusal(work: Promise<unknown>): Promise<MasterKeyError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof MasterKeyError)) throw new Error('It was not refused with a MasterKeyError.');
  return error;
}

/** One sentence, with the place and the command that mends it, and no way to learn a key from it. */
function expectPlainSentence(error: MasterKeyError, place: string, ...keys: Uint8Array[]) {
  expect(error.message).toContain(place);
  expect(error.message).toContain('npm run board -- key show');
  expect(error.message).toMatch(/^[^\n]+\.$/);
  expect(error.message).not.toMatch(/\. [A-Z]/);
  expect(error).not.toHaveProperty('cause');
  for (const key of keys) {
    const said = inspect(error, { showHidden: true });
    expect(said).not.toContain(Buffer.from(key).toString('base64').slice(0, 10));
    expect(said).not.toContain(Buffer.from(key).toString('hex').slice(0, 10));
  }
}

function record(version: number, state: KeyState, key: Uint8Array = KEY) {
  return { version, state, fingerprint: expectedFingerprint(key, version) };
}

describe('a keyring opens only with the right keys', () => {
  const WRONG: [string, Buffer][] = [
    ['another key', testMasterKey('another')],
    ['the right key with one bit flipped', Buffer.from(KEY.map((byte, i) => (i === 31 ? byte ^ 1 : byte)))],
    ['the key of another version', testMasterKey('version 2')],
  ];
  it.each(WRONG)('%s stops it with one sentence', async (_, found) => {
    const opening = openKeyring([record(1, 'active')], () => memoryKeyProvider(new Map([[1, found]])));
    const error = await refusal(opening);
    expect(error.code).toBe('wrong');
    expectPlainSentence(error, 'the memory of this test', KEY, found);
  });

  it('the right key recorded under another version stops it', async () => {
    const misplaced = { ...record(1, 'active'), version: 2 };
    const error = await refusal(openKeyring([misplaced], () => memoryKeyProvider(new Map([[2, KEY]]))));
    expect(error.code).toBe('wrong');
  });

  it.each([0, 16, 31, 33, 64])('%i bytes are malformed', async (length) => {
    const found = Buffer.alloc(length, 9);
    const opening = openKeyring([record(1, 'active')], () => memoryKeyProvider(new Map([[1, found]])));
    const error = await refusal(opening);
    expect(error.code).toBe('malformed');
    expectPlainSentence(error, 'the memory of this test');
  });

  it.each([0, 31, 33])('a recorded fingerprint of %i bytes fits no key', async (length) => {
    const damaged = { ...record(1, 'active'), fingerprint: Buffer.alloc(length) };
    const error = await refusal(openKeyring([damaged], () => memoryKeyProvider(new Map([[1, KEY]]))));
    expect(error.code).toBe('wrong');
  });

  it('one wrong key among right ones stops it, whatever its state', async () => {
    const keys = new Map([
      [1, testMasterKey('another')],
      [2, KEY],
    ]);
    const records = [record(1, 'decrypt-only'), record(2, 'active')];
    expect((await refusal(openKeyring(records, () => memoryKeyProvider(keys)))).code).toBe('wrong');
  });
});

describe('a list of key versions', () => {
  it('has no provider asked for a retired version', async () => {
    const asked: number[] = [];
    const provider: KeyProvider = {
      describe: () => 'here',
      load: async (version) => {
        asked.push(version);
        return Buffer.from(KEY);
      },
    };
    await openKeyring([record(1, 'retired'), record(2, 'active'), record(3, 'decrypt-only')], () => provider);
    expect(asked).toEqual([2, 3]);
  });

  it('has each version taken from the provider chosen for its record', async () => {
    const records = [
      { ...record(1, 'decrypt-only', testMasterKey('a')), at: 'a' },
      { ...record(2, 'active', testMasterKey('b')), at: 'b' },
    ];
    const providerFor = ({ version, at }: { version: number; at: string }) =>
      memoryKeyProvider(new Map([[version, testMasterKey(at)]]));
    expect((await openKeyring(records, providerFor)).activeVersion).toBe(2);
  });

  it.each<[string, KeyState[]]>([
    ['no version', []],
    ['no active version', ['decrypt-only', 'retired']],
    ['two active versions', ['active', 'active']],
  ])('with %s opens no keyring', async (_, states) => {
    const records = states.map((state, i) => record(i + 1, state));
    const error = await refusal(openKeyring(records, () => memoryKeyProvider(new Map([[1, KEY]]))));
    expect(error.code).toBe('ambiguous');
    expectPlainSentence(error, 'this database');
  });

  it('that names one version twice opens no keyring', async () => {
    const records = [record(1, 'active'), record(1, 'decrypt-only')];
    expect((await refusal(openKeyring(records, () => memoryKeyProvider(new Map([[1, KEY]]))))).code).toBe(
      'ambiguous',
    );
  });
});

describe('an open keyring', () => {
  it('shows its keys to no printer, copier or walker', async () => {
    const keyring = await testKeyring();
    const vault = createVault(keyring, freshMeter());
    const seen = [keyring, vault]
      .map((it) => inspect(it, { showHidden: true, depth: 9, getters: true }))
      .join();
    const copied = inspect(structuredClone(keyring), { showHidden: true, depth: 9 });
    for (const text of [seen, copied, JSON.stringify([keyring, vault])]) {
      expect(text).not.toContain(KEY.toString('base64').slice(0, 10));
      expect(text).not.toContain(KEY.toString('hex').slice(0, 10));
      expect(text).not.toMatch(/<Buffer|KeyObject/);
    }
    expect(Reflect.ownKeys(keyring)).toEqual(['activeVersion']);
  });

  it('overwrote the buffer it was given', async () => {
    const given = Buffer.from(KEY);
    const provider: KeyProvider = { describe: () => 'here', load: async () => given };
    await openKeyring([record(1, 'active')], () => provider);
    expect(given).toEqual(Buffer.alloc(32));
  });

  it('overwrote it even when it was the wrong key', async () => {
    const given = testMasterKey('another');
    const provider: KeyProvider = { describe: () => 'here', load: async () => given };
    await refusal(openKeyring([record(1, 'active')], () => provider));
    expect(given).toEqual(Buffer.alloc(32));
  });
});

describe('a new master key', () => {
  /** A store in memory, with what a real one might do wrong. */
  function storeOf(keys: Map<number, Buffer>, keeps: (key: Uint8Array) => Buffer = Buffer.from): KeyProvider {
    return {
      describe: () => 'the store of this test',
      load: async (version) => {
        const key = keys.get(version);
        if (key === undefined) throw new MasterKeyError('missing', 'Nothing there', 'put it there');
        return Buffer.from(key);
      },
      store: async (version, key) => {
        keys.set(version, keeps(key));
      },
    };
  }

  it('is 32 random bytes that open a keyring by the fingerprint given back', async () => {
    const [one, other] = [new Map<number, Buffer>(), new Map<number, Buffer>()];
    const fingerprint = await createMasterKey(storeOf(one), 1);
    await createMasterKey(storeOf(other), 1);
    expect(one.get(1)).toHaveLength(32);
    expect(one.get(1)).not.toEqual(Buffer.alloc(32));
    expect(one.get(1)).not.toEqual(other.get(1));
    const keyring = await openKeyring([{ version: 1, state: 'active', fingerprint }], () => storeOf(one));
    const vault = createVault(keyring, freshMeter());
    const envelope = await vault.encrypt(new SecretValue('x'), testContext());
    expect((await vault.decrypt(envelope, testContext())).reveal()).toBe('x');
  });

  it('never replaces one that is there: that one is adopted', async () => {
    const keys = new Map([[1, Buffer.from(KEY)]]);
    expect(await createMasterKey(storeOf(keys), 1)).toEqual(expectedFingerprint(KEY, 1));
    expect(keys.get(1)).toEqual(KEY);
  });

  it.each<'malformed' | 'insecure' | 'unavailable'>(['malformed', 'insecure', 'unavailable'])(
    'is not made where what is there is %s',
    async (code) => {
      const keys = new Map<number, Buffer>();
      const load = async () => {
        throw new MasterKeyError(code, 'Something is there', 'look at it');
      };
      expect((await refusal(createMasterKey({ ...storeOf(keys), load }, 1))).code).toBe(code);
      expect(keys.size).toBe(0);
    },
  );

  it('is wiped from memory, as it was made and as it was read back', async () => {
    const [given, readBack]: [Uint8Array[], Buffer[]] = [[], []];
    const store = storeOf(new Map());
    await createMasterKey(
      {
        ...store,
        store: async (version, key) => {
          given.push(key);
          await store.store?.(version, key);
        },
        load: async (version) => {
          const key = Buffer.from(await store.load(version));
          readBack.push(key);
          return key;
        },
      },
      1,
    );
    expect(given.map((key) => Buffer.from(key))).toEqual([Buffer.alloc(32)]);
    expect(readBack).toEqual([Buffer.alloc(32)]);
  });

  it.each<[string, (key: Uint8Array) => Buffer]>([
    ['another key', () => testMasterKey('another')],
    ['half of it', (key) => Buffer.from(key).subarray(16)],
  ])('is not trusted to a store that gives back %s', async (_, keeps) => {
    await refusal(createMasterKey(storeOf(new Map(), keeps), 1));
  });

  it('is not made where the board cannot write, and the sentence says how to make one', async () => {
    const { describe: place, load } = storeOf(new Map());
    const error = await refusal(createMasterKey({ describe: place, load }, 1));
    expect(error.code).toBe('cannot-store');
    expect(error.message).toContain('openssl rand -base64 32');
    expectPlainSentence(error, 'the store of this test');
  });
});
