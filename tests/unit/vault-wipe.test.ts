import { afterEach, describe, expect, it, vi } from 'vitest';
import { open, seal } from '@/lib/vault/cipher';
import { randomCharacters, SecretValue, VaultError } from '@/lib/vault/vault';
import { testContext, testVault } from '../support/test-vault';

afterEach(() => vi.restoreAllMocks());

/** What was overwritten meanwhile, before and after. */
function watchFills(): { before: Buffer; after: Buffer }[] {
  const wiped: { before: Buffer; after: Buffer }[] = [];
  const fill = Buffer.prototype.fill;
  vi.spyOn(Buffer.prototype, 'fill').mockImplementation(function (this: Buffer, ...given) {
    const before = Buffer.from(this);
    const filled = fill.apply(this, given);
    wiped.push({ before, after: Buffer.from(this) });
    return filled;
  });
  return wiped;
}

const zeros = (length: number) => Buffer.alloc(length);

it('plaintext that GCM gives out before it has checked the tag is overwritten when the check fails', () => {
  const [key, place, text] = [Buffer.alloc(32, 3), Buffer.from('place'), Buffer.from('not for a forger')];
  const sealed = seal(key, text, place);
  const wiped = watchFills();
  expect(() => open(key, sealed, Buffer.from('elsewhere'))).toThrow(VaultError);
  expect(wiped.filter(({ before }) => before.equals(text)).map(({ after }) => after)).toEqual([
    zeros(text.length),
  ]);
});

describe('the bytes of a value are overwritten', () => {
  const TEXT = 'tr0ub4dor&3 and the rest';
  const holding = (wiped: ReturnType<typeof watchFills>) =>
    wiped.filter(({ before }) => before.includes(TEXT));

  it('once it is sealed, and once it is opened', async () => {
    const vault = await testVault();
    const sealing = watchFills();
    const envelope = await vault.encrypt(new SecretValue(TEXT), testContext());
    expect(holding(sealing).map(({ after }) => after)).toEqual([zeros(TEXT.length)]);
    vi.restoreAllMocks();
    const opening = watchFills();
    expect((await vault.decrypt(envelope, testContext())).reveal()).toBe(TEXT);
    expect(holding(opening).map(({ after }) => after)).toEqual([zeros(TEXT.length)]);
  });

  it('once its mark is made', async () => {
    const vault = await testVault();
    const wiped = watchFills();
    expect(vault.mark(new SecretValue(TEXT), testContext())).toHaveLength(32);
    const [message, ...more] = holding(wiped);
    expect(message?.after).toEqual(zeros(message?.before.length ?? 0));
    expect(more).toEqual([]);
  });

  it('once it is drawn by chance', () => {
    const wiped = watchFills();
    expect(randomCharacters(64, 'abcdefghijklmnopqrstuvwxyz234567').length).toBe(64);
    expect(wiped).not.toEqual([]);
    for (const { before, after } of wiped) {
      expect(before).not.toEqual(zeros(before.length));
      expect(after).toEqual(zeros(before.length));
    }
  });
});

it('the seed of the signing key, and the key in the form that is read, are overwritten once it is made', async () => {
  const vault = await testVault();
  const wiped = watchFills();
  vault.signStatement(Buffer.from('jed-board/v1/certificate'));
  const seed = wiped.find(({ before }) => before.length === 32);
  const encoded = wiped.find(
    ({ before }) => seed !== undefined && before.length > 32 && before.includes(seed.before),
  );
  for (const each of [seed, encoded]) expect(each?.after).toEqual(zeros(each?.before.length ?? -1));
});
