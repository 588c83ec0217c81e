import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { envelopeKeyVersion, MAX_SECRET_BYTES, SecretValue, VaultError } from '@/lib/vault/vault';
import { testContext, testVault } from '../support/test-vault';

/** The first property of a file costs a second of computing, which a busy machine stretches. */
const SLOW_START_MS = 60_000;

const OVERHEAD_BYTES = 1 + 4 + 12 + 16;

describe('what goes in comes out', () => {
  it(
    'for any text, emoji, control characters and line breaks included',
    async () => {
      const vault = await testVault();
      const emoji = fc.constantFrom('🔑', '👩‍💻', '🏳️‍🌈', '🇦🇹', '👍🏽', 'é', '\r\n');
      const anyText = fc.oneof(
        fc.string({ unit: 'binary', maxLength: 100 }),
        fc.string({ unit: emoji, maxLength: 40 }),
      );
      await fc.assert(
        fc.asyncProperty(anyText, async (text) => {
          const envelope = await vault.encrypt(new SecretValue(text), testContext());
          expect(envelope.length).toBe(OVERHEAD_BYTES + Buffer.byteLength(text));
          expect((await vault.decrypt(envelope, testContext())).reveal()).toBe(text);
        }),
        { numRuns: 150 },
      );
    },
    SLOW_START_MS,
  );

  it.each([
    ['the empty text', ''],
    ['a byte order mark at the start', '\ufeffvalue'],
    ['a NUL in the middle', 'a\0b'],
    ['64 KiB of ASCII', 'x'.repeat(MAX_SECRET_BYTES)],
    ['64 KiB of emoji', '🔑'.repeat(MAX_SECRET_BYTES / 4)],
  ])('for %s', async (_, text) => {
    const vault = await testVault();
    const envelope = await vault.encrypt(new SecretValue(text), testContext());
    expect((await vault.decrypt(envelope, testContext())).reveal()).toBe(text);
  });
});

describe('an envelope', () => {
  it('begins with version 1 and the key version, and says the latter without being opened', async () => {
    const vault = await testVault({ 1: 'decrypt-only', 258: 'active' });
    const envelope = await vault.encrypt(new SecretValue('value'), testContext());
    expect(envelope.subarray(0, 5).toString('hex')).toBe('0100000102');
    expect(envelopeKeyVersion(envelope)).toBe(258);
  });

  it('never repeats: the same value twice shares neither nonce nor ciphertext', async () => {
    const vault = await testVault();
    const seal = () => vault.encrypt(new SecretValue('the same value'), testContext());
    const envelopes = await Promise.all(Array.from({ length: 200 }, seal));
    expect(new Set(envelopes.map((one) => one.subarray(5, 17).toString('hex'))).size).toBe(200);
    expect(new Set(envelopes.map((one) => one.subarray(17, -16).toString('hex'))).size).toBe(200);
  });

  it('does not hold the plaintext', async () => {
    const vault = await testVault();
    const envelope = await vault.encrypt(new SecretValue('a value to look for'), testContext());
    expect(envelope.includes('a value to look for')).toBe(false);
  });
});

describe('key versions', () => {
  it('still open what they made after a newer one has become active', async () => {
    const before = await testVault({ 1: 'active' });
    const envelope = await before.encrypt(new SecretValue('old'), testContext());
    const after = await testVault({ 1: 'decrypt-only', 2: 'active' });
    expect((await after.decrypt(envelope, testContext())).reveal()).toBe('old');
    expect(envelopeKeyVersion(await after.encrypt(new SecretValue('new'), testContext()))).toBe(2);
  });

  it('open nothing once they are retired', async () => {
    const before = await testVault({ 1: 'active' });
    const envelope = await before.encrypt(new SecretValue('old'), testContext());
    const after = await testVault({ 1: 'retired', 2: 'active' });
    await expect(after.decrypt(envelope, testContext())).rejects.toThrow(VaultError);
  });
});
