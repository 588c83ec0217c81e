import { expect, test } from 'vitest';
import { parseVaultReference } from '@/lib/catalogue/vault-reference';

test('a reference of three or four parts is taken apart, with spaces in its names', () => {
  expect(parseVaultReference('op://Acme Vault/Shopify store/credential')).toEqual({
    ok: true,
    reference: { kind: 'op', vault: 'Acme Vault', item: 'Shopify store', field: 'credential' },
  });
  expect(parseVaultReference('op://Acme/Shopify/Admin API/one-time password?attribute=otp')).toEqual({
    ok: true,
    reference: {
      kind: 'op',
      vault: 'Acme',
      item: 'Shopify',
      section: 'Admin API',
      field: 'one-time password',
      query: { name: 'attribute', value: 'otp' },
    },
  });
});

test.each([
  ['op://Acme/Shopify', 'reference', 'too few parts'],
  ['op://a/b/c/d/e', 'reference', 'too many parts'],
  ['op:/Acme/Shopify/key', 'reference', 'Begin with op://'],
  ['OP://Acme/Shopify/key', 'reference', 'Begin with op://'],
  ['op:///Shopify/key', 'vault', 'The vault is empty'],
  ['op://Acme//key', 'item', 'The item is empty'],
  ['op://Acme/Shopify/', 'field', 'The field is empty'],
  ['op://Acme/Shopify//key', 'section', 'The section is empty'],
  ['op://Acme/Shop [old]/key', 'item', 'holds “[”'],
  ['op://Acme /Shopify/key', 'vault', 'begins or ends with a space'],
  ['op://Acme/Shopify/key?token=1', 'query', 'attribute=otp'],
  ['pass:', 'path', 'pass:clients/acme/shopify'],
  ['pass:a//b', 'path', 'pass:clients/acme/shopify'],
  ['pass:../b', 'path', '.. parts'],
  ['', 'reference', 'Enter where'],
  ['a\nb', 'reference', 'one line'],
])('%j is refused, and the wrong part is named', (text, part, words) => {
  expect(parseVaultReference(text)).toMatchObject({
    ok: false,
    part,
    message: expect.stringContaining(words),
  });
});

test('a path of pass and a place in words are taken as they stand', () => {
  expect(parseVaultReference('pass:clients/acme/shopify')).toEqual({
    ok: true,
    reference: { kind: 'pass', path: 'clients/acme/shopify' },
  });
  expect(parseVaultReference(' Bitwarden: Acme/Shopify ')).toEqual({
    ok: true,
    reference: { kind: 'text', text: 'Bitwarden: Acme/Shopify' },
  });
});
