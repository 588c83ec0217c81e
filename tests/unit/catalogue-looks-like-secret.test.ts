import { expect, test } from 'vitest';
import { looksLikeSecret } from '@/lib/catalogue/looks-like-secret';
import { secretShape } from '@/lib/catalogue/secret-shapes';

const hex = (length: number) => '0f1e2d3c4b5a6978'.repeat(8).slice(0, length);
const mixed = (length: number) => 'q7Zk2Lw9Xb4Rt1Vn'.repeat(8).slice(0, length);
const uuid = `${hex(8)}-${hex(4)}-${hex(4)}-${hex(4)}-${hex(12)}`;

test.each([
  ['an OpenRouter key', `sk-or-v1-${hex(64)}`],
  ['an OpenRouter key inside a sentence', `the key is sk-or-v1-${hex(64)}, keep it`],
  ['an OpenRouter key cut short', `sk-or-v1-${hex(30)}`],
  ['a key in the place of a field', `op://Acme/OpenRouter/sk-or-v1-${hex(64)}`],
  ['a Slack bot token', `xoxb-${'1'.repeat(12)}-${'2'.repeat(12)}-${mixed(24)}`],
  ['a fine-grained GitHub token', `github_pat_${mixed(82)}`],
  ['a Shopify client secret', `shpss_${hex(32)}`],
  ['a HubSpot token', `pat-na1-${uuid}`],
  ['a Plaud session', `bearer eyJ${mixed(30)}.${mixed(40)}.${mixed(40)}`],
  ['an AWS access key', `AKIA${'ABCD2345EFGH67IJ'}`],
  ['a private key', '-----BEGIN OPENSSH PRIVATE KEY-----\nabc'],
  ['an address with a password', 'https://jed:hunter2@example.com/'],
  ['an address with a token', `https://example.com/hook?token=${mixed(16)}`],
  ['32 hexadecimal digits', hex(32)],
  ['a gateway token', mixed(43)],
  ['a token with hyphens in it', `${mixed(14)}-${mixed(14)}_${mixed(15)}`],
])('%s is suspected, also where the catalogue is not at hand', (_, text) => {
  expect(looksLikeSecret(text)).not.toBeNull();
  expect(secretShape(text)).not.toBeNull();
});

test.each([
  ['a reference', 'op://Acme Vault/Shopify/credential'],
  [
    'a reference with a section and an attribute',
    'op://Acme/Shopify/Admin API/one-time password?attribute=otp',
  ],
  ['a reference by ids', 'op://abcdefghijklmnopqrstuvwxy2/zyxwvutsrqponmlkjihgfedcb3/password'],
  ['a 1Password id', 'k3xq7mzb2vtw9ahj4nrc5pde6f'],
  ['a place in words', 'Bitwarden: Acme/Shopify'],
  ['a long place in words', 'Bitwarden: Harbor-Realty-Group-2026/Shopify-Admin-Token-Production'],
  ['a path of pass', 'pass:clients/harbor-realty/openrouter-2026'],
  ['a UUID', uuid],
  ['an e-mail address', 'first.last+agent2026@harbor-realty-holdings.example.com'],
  [
    'a web address',
    'https://start.1password.com/open/i?a=ABCDEFGHIJKLMNOPQRSTUVWX12&v=abcdefghijklmnopqrstuvwx12',
  ],
  ['a slot key', 'CLAUDE_CODE_OAUTH_TOKEN'],
  ['a key name', 'sk-or-v1 key of mini-01'],
  ['a German compound word', 'Donaudampfschifffahrtsgesellschaft2026'],
  ['a note', 'Waiting for Anna until Tuesday 14:05, she has the vault.'],
  ['a version', 'Claude Code 2.1.143 (build 20261121)'],
  ['nothing', ''],
])('%s is not suspected', (_, text) => {
  expect(looksLikeSecret(text)).toBeNull();
});

test('what it says names the kind and repeats nothing of the text', () => {
  expect(looksLikeSecret(`sk-or-v1-${hex(64)}`)).toEqual({ says: 'an OpenRouter key (sk-or-v1-)' });
  expect(looksLikeSecret(mixed(43))?.says).not.toContain(mixed(5));
});
