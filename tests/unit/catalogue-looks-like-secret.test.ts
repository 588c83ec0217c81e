import { expect, test } from 'vitest';
import { shippedCatalogue } from '@/lib/catalogue/catalogue';
import { looksLikeSecret } from '@/lib/catalogue/looks-like-secret';
import type { Catalogue, Format } from '@/lib/catalogue/schema';
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
  expect(looksLikeSecret(text, shippedCatalogue)).not.toBeNull();
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
  expect(looksLikeSecret(text, shippedCatalogue)).toBeNull();
});

test('what it says names the kind and repeats nothing of the text', () => {
  expect(looksLikeSecret(`sk-or-v1-${hex(64)}`, shippedCatalogue)).toEqual({
    says: 'an OpenRouter key (sk-or-v1-)',
  });
  expect(looksLikeSecret(mixed(43), shippedCatalogue)?.says).not.toContain(mixed(5));
});

/** The shipped catalogue with formats of the test on its first slots, as an admin would have published them. */
function publishedWith(...formats: Partial<Format>[]): Catalogue {
  const catalogue = structuredClone(shippedCatalogue);
  const slots = catalogue.components.flatMap((component) => component.slots);
  for (const [at, format] of formats.entries()) {
    const slot = slots[at];
    if (slot === undefined) throw new Error('The catalogue has too few slots.');
    slot.format = { pattern: '^x$', strength: 'firm', hint: 'as the test says', ...format };
  }
  return catalogue;
}

/** Nothing gives it away but its slot's format: no digits, no prefix that the release knows. */
const harbor = `harbor-live-${'quietmorning'.repeat(2)}`;
const harborFormat = { pattern: '^harbor-live-[a-z]{24}$', wants: 'the Harbor key (harbor-live-)' };

test('a value of a published format is suspected, under its slot’s words, only where that format is in force', () => {
  const catalogue = publishedWith(harborFormat);
  for (const text of [harbor, `use ${harbor}, please`, `${'long '.repeat(20_000)}${harbor}`]) {
    expect(looksLikeSecret(text, catalogue)).toEqual({ says: 'the Harbor key (harbor-live-)' });
    expect(looksLikeSecret(text, shippedCatalogue)).toBeNull();
  }
  expect(looksLikeSecret(`sk-or-v1-${hex(64)}`, catalogue)).not.toBeNull();
});

test('a slot without words for its value is named by its key', () => {
  const catalogue = publishedWith({ pattern: harborFormat.pattern });
  const [first] = catalogue.components.flatMap(({ slots }) => slots);
  expect(looksLikeSecret(harbor, catalogue)).toEqual({ says: `a value for ${first?.key}` });
});

test.each([
  ['in capitals, where they do not count', { ...harborFormat, flags: 'i' }, harbor.toUpperCase()],
  ['of the second of two shapes', { pattern: '^pier_[a-z]{9}$|^harbor-live-[a-z]{24}$' }, harbor],
  ['with a bar in a group', { pattern: '^harbor-live-(?:x|[a-z]{24})$' }, harbor],
  ['with a bar, a bracket and a parenthesis in it', { pattern: '^harbor[]|(][a-z]+\\|$' }, 'harbor(key|'],
  ['with a fixed dollar at its end', { pattern: '^harbor_[a-z]{5}\\$' }, 'harbor_aquay$'],
  ['with a fixed backslash at its end', { pattern: '^harbor_[a-z]{5}\\\\$' }, 'harbor_aquay\\'],
  ['that begins with escaped characters', { pattern: '^hb\\.r\\-[a-z]{5}$' }, 'hb.r-aquay'],
] as const)('a value %s is found in a sentence', (_, format, value) => {
  expect(looksLikeSecret(`It is ${value}, I think`, publishedWith(format))).not.toBeNull();
  expect(looksLikeSecret(`It is ${value}, I think`, shippedCatalogue)).toBeNull();
});

test.each([
  ['with no letters of its own', { pattern: '^.+$' }],
  ['with three of them', { pattern: '^The[a-z]' }],
  ['whose fourth need not be there', { pattern: '^They?( wait)' }],
  ['that is a word with anything after it', { pattern: '^Anna.*$' }],
  ['that is a word in any letters', { pattern: '^anna[a-z]*', flags: 'i' }],
  ['of which one shape has none', { pattern: '^harbor-live-[a-z]{24}$|.' }],
  ['that does not compile', { pattern: '^harbor-live-(' }],
  ['that goes on past its end', { pattern: '^harbor-live-\\' }],
] as const)(
  'a published format %s makes no ordinary text suspicious, and hides no other format',
  (_, format) => {
    const catalogue = publishedWith(format, harborFormat);
    expect(
      looksLikeSecret('They wait for Anna until Tuesday 14:05, she has the vault.', catalogue),
    ).toBeNull();
    expect(looksLikeSecret(`use ${harbor}`, catalogue)).not.toBeNull();
  },
);
