import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import {
  copyIntoWrap,
  copyMasterKey,
  createWrappedMasterKey,
  type KeyProvider,
  type KeyWrapper,
  MasterKeyError,
  wrappedKeyProvider,
} from '@/lib/vault/vault';
import { expectedFingerprint, memoryKeyProvider, testMasterKey } from '../support/test-vault';

const KEY = testMasterKey('moved');
const RECORD = { version: 3, fingerprint: expectedFingerprint(KEY, 3) };
const source = () => memoryKeyProvider(new Map([[3, KEY]]));

/** A place that keeps what it is given; `lent` are the buffers that came in, for looking at them afterwards. */
function place(kept = new Map<number, Buffer>(), keeps = (key: Uint8Array) => Buffer.from(key)) {
  const lent: Uint8Array[] = [];
  const provider: KeyProvider = {
    describe: (version) => `the place for ${version}`,
    load: async (version) => {
      const key = kept.get(version);
      if (key === undefined) throw new MasterKeyError('missing', 'Nothing is there', 'look elsewhere');
      return Buffer.from(key);
    },
    store: async (version, key) => {
      lent.push(key);
      kept.set(version, keeps(key));
    },
  };
  return { kept, lent, provider };
}

async function refusal(work: Promise<unknown>): Promise<MasterKeyError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof MasterKeyError)) throw new Error('It was not refused with a MasterKeyError.');
  expect(inspect(error, { showHidden: true })).not.toContain(KEY.toString('base64').slice(0, 12));
  return error;
}

describe('a copied master key', () => {
  it('is the same key under the same version, and its bytes are overwritten on the way', async () => {
    const { kept, lent, provider } = place();
    await copyMasterKey(RECORD, source(), provider);
    expect([...kept]).toEqual([[3, KEY]]);
    expect(lent).toEqual([Buffer.alloc(32)]);
  });

  it('is overwritten on the way when the place fails, too', async () => {
    const { lent, provider } = place();
    const failing: KeyProvider = {
      ...provider,
      store: async (_, key) => {
        lent.push(key);
        throw new MasterKeyError('unavailable', 'It is out of reach', 'come back');
      },
    };
    expect((await refusal(copyMasterKey(RECORD, source(), failing))).code).toBe('unavailable');
    expect(lent).toEqual([Buffer.alloc(32)]);
  });

  it('that is there already is taken for the copy, and not stored again', async () => {
    const { lent, provider } = place(new Map([[3, KEY]]));
    await copyMasterKey(RECORD, source(), provider);
    expect(lent).toEqual([]);
  });

  it('never replaces another key', async () => {
    const other = testMasterKey('another');
    const { kept, provider } = place(new Map([[3, other]]));
    const error = await refusal(copyMasterKey(RECORD, source(), provider));
    expect(error.code).toBe('exists');
    expect(error.message).toContain('the place for 3');
    expect([...kept]).toEqual([[3, other]]);
  });

  it.each<'malformed' | 'unavailable' | 'insecure'>(['malformed', 'unavailable', 'insecure'])(
    'is not put where what is there is %s',
    async (code) => {
      const { kept, provider } = place();
      const load = async () => {
        throw new MasterKeyError(code, 'Something is there', 'look at it');
      };
      expect((await refusal(copyMasterKey(RECORD, source(), { ...provider, load }))).code).toBe(code);
      expect(kept.size).toBe(0);
    },
  );

  it('hides no failure that is not about keys', async () => {
    const { provider } = place();
    const load = () => Promise.reject(new RangeError('a mistake of ours'));
    await expect(copyMasterKey(RECORD, source(), { ...provider, load })).rejects.toThrow(RangeError);
  });

  it('is not taken from a place that holds another key', async () => {
    const { kept, provider } = place();
    const wrong = memoryKeyProvider(new Map([[3, testMasterKey('another')]]));
    expect((await refusal(copyMasterKey(RECORD, wrong, provider))).code).toBe('wrong');
    expect(kept.size).toBe(0);
  });

  it('is not trusted to a place that gives it back otherwise', async () => {
    const { provider } = place(new Map(), (key) => Buffer.from(key.map((byte) => byte ^ 1)));
    expect((await refusal(copyMasterKey(RECORD, source(), provider))).code).toBe('wrong');
  });

  it('is not put where the board cannot write, and the sentence names the place', async () => {
    const { provider } = place();
    const { describe: where, load } = provider;
    const error = await refusal(copyMasterKey(RECORD, source(), { describe: where, load }));
    expect(error.code).toBe('cannot-store');
    expect(error.message).toContain('the place for 3');
    expect(error.message).toContain('put the key there yourself');
  });
});

/** Wraps by turning every bit over, and counts what is still readable of the keys that it handed out. */
function wrapper() {
  const turn = (bytes: Uint8Array) => Buffer.from(bytes.map((byte) => byte ^ 0xff));
  const handed: Buffer[] = [];
  const hand = (key: Buffer) => {
    handed.push(key);
    return key;
  };
  const made: KeyWrapper = {
    describe: () => 'the wrapper of this test',
    generate: async () => ({ key: hand(Buffer.from(KEY)), wrapped: turn(KEY) }),
    wrap: async (_, key) => turn(key),
    unwrap: async (_, wrapped) => hand(turn(wrapped)),
  };
  return { made, handed };
}

describe('every buffer that a key came in', () => {
  const loans: Buffer[] = [];
  const recorded = (provider: KeyProvider): KeyProvider => ({
    ...provider,
    load: async (version) => {
      const key = await provider.load(version);
      loans.push(key);
      return key;
    },
  });

  it.each([
    ['copied', () => copyMasterKey(RECORD, recorded(source()), recorded(place().provider)), 2],
    ['found', () => copyMasterKey(RECORD, source(), recorded(place(new Map([[3, KEY]])).provider)), 1],
    ['wrapped', () => copyIntoWrap(RECORD, recorded(source()), wrapper().made), 1],
  ])('is overwritten once it was %s', async (_, work, times) => {
    loans.length = 0;
    await work();
    expect(loans).toEqual(Array(times).fill(Buffer.alloc(32)));
  });

  it('is overwritten when it held a wrong key', async () => {
    loans.length = 0;
    const wrong = recorded(memoryKeyProvider(new Map([[3, testMasterKey('another')]])));
    await refusal(copyIntoWrap(RECORD, wrong, wrapper().made));
    expect(loans).toEqual([Buffer.alloc(32)]);
  });
});

describe('a wrapped master key', () => {
  it('comes with its fingerprint, and every copy of it is overwritten', async () => {
    const { made, handed } = wrapper();
    const { fingerprint, wrapped } = await createWrappedMasterKey(made, 3);
    expect(fingerprint).toEqual(RECORD.fingerprint);
    expect(await wrappedKeyProvider(made, new Map([[3, wrapped]])).load(3)).toEqual(KEY);
    expect(handed.slice(0, 2)).toEqual([Buffer.alloc(32), Buffer.alloc(32)]);
  });

  it('can be one that another place holds, which keeps it', async () => {
    const { made, handed } = wrapper();
    const wrapped = await copyIntoWrap(RECORD, source(), made);
    expect(wrapped).toEqual(Buffer.from(KEY.map((byte) => byte ^ 0xff)));
    expect(handed).toEqual([Buffer.alloc(32)]);
    expect(await source().load(3)).toEqual(KEY);
  });

  it('that does not open again is not taken', async () => {
    const { made } = wrapper();
    const other = { ...made, unwrap: async () => testMasterKey('another') };
    expect((await refusal(createWrappedMasterKey(other, 3))).code).toBe('cannot-store');
    expect((await refusal(copyIntoWrap(RECORD, source(), other))).code).toBe('cannot-store');
  });

  it.each([0, 31, 33])('of %i bytes is malformed', async (length) => {
    const { made } = wrapper();
    const short = {
      ...made,
      generate: async () => ({ key: Buffer.alloc(length, 1), wrapped: Buffer.alloc(9) }),
    };
    expect((await refusal(createWrappedMasterKey(short, 3))).code).toBe('malformed');
  });

  it('without a wrap on record is missing, and another version’s wrap is not asked for', async () => {
    const { made, handed } = wrapper();
    const error = await refusal(wrappedKeyProvider(made, new Map([[2, Buffer.alloc(32)]])).load(3));
    expect(error.code).toBe('missing');
    expect(error.message).toContain('the wrapper of this test');
    expect(handed).toEqual([]);
  });
});
