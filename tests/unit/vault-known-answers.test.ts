import { createHmac, createSecretKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { associatedData } from '@/lib/vault/associated-data';
import { open } from '@/lib/vault/cipher';
import { hkdfSha256, withDerivedKey } from '@/lib/vault/derive';
import { masterKeyFingerprint } from '@/lib/vault/fingerprint';
import { signStatement } from '@/lib/vault/signature';
import { createVault, type Purpose } from '@/lib/vault/vault';
import { freshMeter, testContext, testKeyring } from '../support/test-vault';
import gcm from '../vectors/aes-256-gcm.json';
import pinned from '../vectors/envelope-v1.json';
import hkdf from '../vectors/hkdf-sha256.json';

const bytes = (hex: string) => Buffer.from(hex, 'hex');

function pinnedKeyring() {
  const keyOf = (version: number) =>
    bytes(pinned.masterKeys.find((key) => key.version === version)?.key ?? '');
  const states = { 1: 'decrypt-only', 2: 'decrypt-only', 4294967295: 'active' } as const;
  return testKeyring(states, keyOf);
}

async function pinnedVault() {
  return createVault(await pinnedKeyring(), freshMeter());
}

describe('HKDF gives the answers of RFC 5869', () => {
  it.each(hkdf.cases)('$name', ({ ikm, salt, info, length, okm }) => {
    expect(hkdfSha256(createSecretKey(bytes(ikm)), bytes(salt), bytes(info), length).toString('hex')).toBe(
      okm,
    );
  });
});

describe('AES-256-GCM opens published ciphertexts and refuses them with another tag', () => {
  it.each(gcm.cases)('$source', ({ key, nonce, aad, plaintext, ciphertext, tag }) => {
    const sealed = { nonce: bytes(nonce), ciphertext: bytes(ciphertext), tag: bytes(tag) };
    expect(open(bytes(key), sealed, bytes(aad)).toString('hex')).toBe(plaintext);
    sealed.tag.writeUInt8(sealed.tag.readUInt8(0) ^ 0x80, 0);
    expect(() => open(bytes(key), sealed, bytes(aad))).toThrow('This value cannot be opened.');
  });
});

describe('what was written once opens for ever', () => {
  it.each(pinned.envelopes)('envelope version 1: $name', async ({ envelope, context, plaintext }) => {
    const vault = await pinnedVault();
    const place = { ...context, purpose: context.purpose as Purpose, salt: bytes(context.salt) };
    const opened = await vault.decrypt(bytes(envelope), place);
    expect(opened.reveal()).toBe(plaintext);
  });

  it.each(pinned.auditMacs)('the audit MAC under key version $keyVersion', async (known) => {
    const vault = await pinnedVault();
    const message = Buffer.from(known.message);
    expect(vault.auditChain(known.chain).mac(message, known.keyVersion).mac.toString('hex')).toBe(known.mac);
  });

  it.each(pinned.statements)('the signing key of key version $keyVersion', async (known) => {
    const keyring = await pinnedKeyring();
    const signed = signStatement(keyring, Buffer.from(known.message), known.keyVersion);
    expect(signed.signature.toString('hex')).toBe(known.signature);
    expect(signed.publicKey.toString('hex')).toBe(known.publicKey);
  });

  it.each(pinned.masterKeys)('the fingerprint of master key $version', ({ version, key, fingerprint }) => {
    expect(masterKeyFingerprint(bytes(key), version).toString('hex')).toBe(fingerprint);
  });
});

it('derives an owner key as the README says, computed a second way', () => {
  const master = Buffer.alloc(32, 7);
  const { purpose, ownerId, salt } = testContext();
  const info = Buffer.concat([
    Buffer.from(`jed-board/v1/${purpose}`),
    bytes('00000024'),
    Buffer.from(ownerId),
  ]);
  const extracted = createHmac('sha256', salt).update(master).digest();
  const expanded = createHmac('sha256', extracted).update(info).update(Buffer.of(1)).digest('hex');
  const derived = withDerivedKey(createSecretKey(master), { purpose, ownerId, salt }, (key) =>
    key.toString('hex'),
  );
  expect(derived).toBe(expanded);
});

it('spells the associated data byte for byte as the README says', () => {
  const context = testContext({ slot: 'client/acme/ÄKEY', valueVersion: 2 ** 40 + 3 });
  const spelled = [
    '0000000c6a65642d626f6172642f7631',
    '00000011636c69656e742d63726564656e7469616c',
    `00000024${Buffer.from(context.ownerId).toString('hex')}`,
    '00000011636c69656e742f61636d652fc3844b4559',
    '000000080000010000000003',
    '0000000400000102',
  ].join('');
  expect(associatedData(context, 258).toString('hex')).toBe(spelled);
});
