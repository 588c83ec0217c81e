import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { signStatement } from '@/lib/vault/signature';
import { signatureFits } from '@/lib/vault/vault';
import { testKeyring, testVault } from '../support/test-vault';

const STATEMENT = Buffer.from('{"client":"01930000-0000-7000-8000-000000000001","purged":true}');

function flipped(bytes: Uint8Array, bit: number): Buffer {
  return Buffer.from(bytes.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte)));
}

describe('a signed statement', () => {
  it('is checked with nothing but its public key', async () => {
    const { signature, publicKey, keyVersion } = (await testVault()).signStatement(STATEMENT);
    expect([signature.length, publicKey.length, keyVersion]).toEqual([64, 44, 1]);
    expect(signatureFits(STATEMENT, signature, publicKey)).toBe(true);
  });

  it('fits no other statement, and no other signature fits it', async () => {
    const { signature, publicKey } = (await testVault()).signStatement(STATEMENT);
    for (let bit = 0; bit < STATEMENT.length * 8; bit += 1) {
      expect(signatureFits(flipped(STATEMENT, bit), signature, publicKey), `statement bit ${bit}`).toBe(
        false,
      );
    }
    for (let bit = 0; bit < signature.length * 8; bit += 1) {
      expect(signatureFits(STATEMENT, flipped(signature, bit), publicKey), `signature bit ${bit}`).toBe(
        false,
      );
    }
  });

  it('does not fit where there is no key, half a signature, or a key of another kind', async () => {
    const { signature, publicKey } = (await testVault()).signStatement(STATEMENT);
    const other = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const otherKey = other.publicKey.export({ format: 'der', type: 'spki' });
    expect(signatureFits(STATEMENT, sign(null, STATEMENT, other.privateKey), otherKey)).toBe(false);
    expect(signatureFits(STATEMENT, signature, Buffer.alloc(0))).toBe(false);
    expect(signatureFits(STATEMENT, signature.subarray(0, 32), publicKey)).toBe(false);
  });
});

describe('a forger with a key pair of their own', () => {
  it('signs something that fits, and is still not us', async () => {
    const vault = await testVault();
    const forger = generateKeyPairSync('ed25519');
    const publicKey = forger.publicKey.export({ format: 'der', type: 'spki' });
    expect(signatureFits(STATEMENT, sign(null, STATEMENT, forger.privateKey), publicKey)).toBe(true);
    expect(vault.isOwnCertificateKey(publicKey, 1)).toBe(false);
  });

  it('while our key is known as ours, under its own version only', async () => {
    const keyring = await testKeyring({ 1: 'decrypt-only', 2: 'active' });
    const vault = await testVault({ 1: 'decrypt-only', 2: 'active', 3: 'retired' });
    const { publicKey } = signStatement(keyring, STATEMENT, 1);
    expect([1, 2, 3, 4].map((version) => vault.isOwnCertificateKey(publicKey, version))).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});

it('nothing is signed with a key that is not loaded', async () => {
  const keyring = await testKeyring({ 1: 'retired', 2: 'active' });
  expect(() => signStatement(keyring, STATEMENT, 1)).toThrow(
    expect.objectContaining({ name: 'MasterKeyError', code: 'unknown-version' }),
  );
});
