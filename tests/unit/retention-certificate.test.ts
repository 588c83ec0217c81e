import { createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { type CanonicalValue, canonicalJson } from '@/lib/canonical-json';
import { verdictOn } from '@/lib/retention/certificate';
import { type Statement, statementSchema } from '@/lib/retention/schema';
import { type SignedStatement, signatureFits, type Vault } from '@/lib/vault/vault';
import { testVault } from '@/tests/support/test-vault';

const statement: Statement = {
  format: 'jed-board/purge-certificate',
  version: 1,
  certificate: '01930000-0000-7000-8000-000000000009',
  organisation: 'jed',
  client: { id: '01930000-0000-7000-8000-000000000001', slug: 'harbor-realty', name: 'Harbor Realty' },
  offboardedAt: '2026-11-22T10:00:00.000Z',
  dueAt: '2026-12-22T10:00:00.000Z',
  purgedAt: '2026-12-22T10:00:01.000Z',
  cause: 'due',
  by: { id: '00000000-0000-0000-0000-000000000000', name: 'Jed Board', via: 'job' },
  values: [{ slot: 'openrouter.api-key', key: 'OPENROUTER_API_KEY', name: 'OpenRouter key', versions: 2 }],
  references: [],
  keyMaterial: 'the client’s 32-byte key salt',
  keyVersion: 1,
};
const second: Statement = {
  ...statement,
  version: 2,
  offboardedBy: { id: '01930000-0000-7000-8000-000000000002', name: 'Ada', via: 'web' },
  retentionDays: 30,
};
const third: Statement = { ...second, version: 3, images: { count: 2, bytes: 204_800 } };
const bytes = Buffer.from(canonicalJson(statement), 'utf8');

let vault: Vault;
let signed: SignedStatement;

beforeAll(async () => {
  vault = await testVault();
  signed = vault.signStatement(bytes);
});

test('a certificate is valid with this board’s key, and again after a restart with the same master key', async () => {
  expect(verdictOn(vault, statement, signed)).toBe('valid');
  expect(verdictOn(await testVault(), statement, signed)).toBe('valid');
  expect((await testVault()).signStatement(bytes).signature).toEqual(signed.signature);
});

test('the signature is checked by plain Ed25519 with the published key, without this product', () => {
  const key = createPublicKey({ key: signed.publicKey, format: 'der', type: 'spki' });
  expect(verify(null, bytes, key, signed.signature)).toBe(true);
});

test('a certificate of any version is read back as the very bytes that were signed', () => {
  for (const issued of [statement, second, third]) {
    const readBack = statementSchema.parse(JSON.parse(canonicalJson(issued)));
    expect(canonicalJson(readBack)).toBe(canonicalJson(issued));
    expect(verdictOn(vault, readBack, vault.signStatement(Buffer.from(canonicalJson(issued))))).toBe('valid');
  }
});

test('who offboarded cannot be edited, nor taken away by calling the certificate an older one', () => {
  const signedSecond = vault.signStatement(Buffer.from(canonicalJson(second)));
  const { offboardedBy: _author, retentionDays: _days, ...rest } = second;
  for (const edited of [
    { ...second, offboardedBy: null },
    { ...second, retentionDays: 0 },
    { ...rest, version: 1 },
  ]) {
    expect(verdictOn(vault, statementSchema.parse(edited), signedSecond)).toBe('broken');
  }
});

test('how many images were destroyed cannot be edited, nor left out', () => {
  const signedThird = vault.signStatement(Buffer.from(canonicalJson(third)));
  for (const edited of [{ ...third, images: { count: 1, bytes: 204_800 } }, second]) {
    expect(verdictOn(vault, statementSchema.parse(edited), signedThird)).toBe('broken');
  }
});

test.each<[string, Statement]>([
  ['client', { ...statement, client: { ...statement.client, name: 'Another client' } }],
  ['date', { ...statement, purgedAt: '2026-12-21T10:00:01.000Z' }],
  ['list of values', { ...statement, values: [] }],
  ['person', { ...statement, by: { ...statement.by, name: 'Somebody' } }],
])('a certificate whose %s was edited is broken', (_what, edited) => {
  expect(verdictOn(vault, edited, signed)).toBe('broken');
});

test('a certificate signed with somebody else’s key is not taken for ours', () => {
  const forger = generateKeyPairSync('ed25519');
  const publicKey = forger.publicKey.export({ format: 'der', type: 'spki' });
  const forged = { signature: sign(null, bytes, forger.privateKey), publicKey };
  expect(verdictOn(vault, statement, forged)).toBe('foreign');
});

test('every flipped bit of the signature is noticed', () => {
  for (let bit = 0; bit < signed.signature.length * 8; bit += 1) {
    const flipped = Buffer.from(signed.signature);
    flipped.writeUInt8(flipped.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
    expect(signatureFits(bytes, flipped, signed.publicKey)).toBe(false);
  }
});

test('no bytes at all are taken for a public key or a signature, and none make the check throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), fc.uint8Array({ maxLength: 100 }), (key, signature) => {
      expect(signatureFits(bytes, signature, key)).toBe(false);
    }),
  );
});

test('a canonical text does not depend on the order in which members were written', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.boolean())), (members) => {
      const reversed = Object.fromEntries(Object.entries(members).reverse());
      expect(canonicalJson(reversed)).toBe(canonicalJson(members));
      expect(JSON.parse(canonicalJson(members))).toEqual(JSON.parse(JSON.stringify(members)));
    }),
  );
});

test('a number with a fraction is refused, because it has more than one spelling', () => {
  const value: CanonicalValue = { days: 0.1 };
  expect(() => canonicalJson(value)).toThrow(TypeError);
});
