import { createHmac, createSecretKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { open } from '@/lib/vault/cipher';
import { hkdfSha256 } from '@/lib/vault/derive';
import { sameBytes } from '@/lib/vault/fingerprint';
import { VaultError } from '@/lib/vault/vault';
import nist from '../vectors/nist-gcm-decrypt-256.json';
import wycheproof from '../vectors/wycheproof.json';

// What does not apply is other key and nonce sizes and shorter tags, which the vault has no way to be given.

const bytes = (hex: string | null | undefined) => Buffer.from(hex ?? '', 'hex');
const titled = <Case extends { tcId: number }>(cases: Case[]) =>
  cases.map((one): [number, Case] => [one.tcId, one]);

describe(`AES-GCM: ${wycheproof.aesGcm.cases.length} of Wycheproof's ${wycheproof.aesGcm.casesInFile}`, () => {
  it.each(titled(wycheproof.aesGcm.cases))(
    'case %i',
    (_, { key, nonce, aad, plaintext, ciphertext, tag, result }) => {
      const sealed = { nonce: bytes(nonce), ciphertext: bytes(ciphertext), tag: bytes(tag) };
      const opening = () => open(bytes(key), sealed, bytes(aad)).toString('hex');
      if (result === 'valid') expect(opening()).toBe(plaintext);
      else expect(opening).toThrow(VaultError);
    },
  );
});

describe(`HKDF-SHA256: ${wycheproof.hkdfSha256.cases.length} of Wycheproof's ${wycheproof.hkdfSha256.casesInFile}`, () => {
  it.each(titled(wycheproof.hkdfSha256.cases))('case %i', (_, { ikm, salt, info, length, okm }) => {
    const derived = hkdfSha256(createSecretKey(bytes(ikm)), bytes(salt), bytes(info), length);
    expect(derived.toString('hex')).toBe(okm);
  });
});

describe(`HMAC-SHA256: ${wycheproof.hmacSha256.cases.length} of Wycheproof's ${wycheproof.hmacSha256.casesInFile}`, () => {
  it.each(titled(wycheproof.hmacSha256.cases))('case %i', (_, { key, message, mac, result }) => {
    const computed = createHmac('sha256', bytes(key)).update(bytes(message)).digest();
    expect(sameBytes(computed, bytes(mac))).toBe(result === 'valid');
  });
});

it(`AES-256-GCM opens and refuses all ${nist.cases.length} of NIST's ${nist.casesInFile} decryptions that are of its sizes`, () => {
  const outcomes = nist.cases.map(([key, nonce, aad, ciphertext, tag]) => {
    const sealed = { nonce: bytes(nonce), ciphertext: bytes(ciphertext), tag: bytes(tag) };
    try {
      return open(bytes(key), sealed, bytes(aad)).toString('hex');
    } catch (error) {
      if (error instanceof VaultError) return null;
      throw error;
    }
  });
  expect(outcomes).toEqual(nist.cases.map((one) => one[5]));
  expect(outcomes.filter((outcome) => outcome === null).length).toBeGreaterThan(100);
});
