import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lengthPrefixed } from '@/lib/vault/length-prefix';
import { createVault, SecretValue, type VaultContext, VaultError } from '@/lib/vault/vault';
import { freshMeter, testContext, testKeyring, testMasterKey, testVault } from '../support/test-vault';

/** The first property of a file costs a second of computing, which a busy machine stretches. */
const SLOW_START_MS = 60_000;

const CHOICES: { [Field in keyof VaultContext]: readonly VaultContext[Field][] } = {
  purpose: ['client-credential', 'org-secret', 'team-secret', 'user-secret'],
  ownerId: ['01930000-0000-7000-8000-000000000001', '01930000-0000-7000-8000-000000000002'],
  slot: [
    'openrouter.api-key',
    'openrouter.api-key2',
    'slack.bot-token',
    'OPENROUTER.api-key',
    ' openrouter.api-key',
  ],
  valueVersion: [1, 2, 3, 256, 2 ** 32 + 1],
  salt: [Buffer.alloc(32, 1), Buffer.alloc(32, 2)],
};

/** Every ordered pair of unlike contexts that differ in one field. */
const SWAPS = Object.entries(CHOICES).flatMap(([field, values]) =>
  values.flatMap((here, i) => values.flatMap((there, j) => (i === j ? [] : [{ field, i, j, here, there }]))),
);

async function expectClosed(opening: Promise<unknown>) {
  const error: unknown = await opening.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(VaultError);
  expect(error).toMatchObject({ message: 'This value cannot be opened.', code: 'cannot-open' });
  // Nothing beside the one message may tell one failure from another.
  expect(error).not.toHaveProperty('cause');
  expect(Object.keys(error as VaultError).sort()).toEqual(['code', 'name']);
}

describe('a value opens in the one place it was made for', () => {
  it.each(SWAPS)('and in no place with another $field ($i → $j)', async ({ field, here, there }) => {
    const vault = await testVault();
    const home = testContext({ [field]: here });
    const envelope = await vault.encrypt(new SecretValue('of one place'), home);
    expect((await vault.decrypt(envelope, home)).reveal()).toBe('of one place');
    await expectClosed(vault.decrypt(envelope, testContext({ [field]: there })));
  });

  it('so two rows whose envelopes were exchanged are both closed', async () => {
    const vault = await testVault();
    const one = testContext({ slot: 'slack.bot-token' });
    const other = testContext({ slot: 'openrouter.api-key' });
    const envelopes = await Promise.all(
      [one, other].map((place) => vault.encrypt(new SecretValue('x'), place)),
    );
    await expectClosed(vault.decrypt(envelopes[1] ?? Buffer.alloc(0), one));
    await expectClosed(vault.decrypt(envelopes[0] ?? Buffer.alloc(0), other));
  });

  it('so a value replayed from before its replacement is closed', async () => {
    const vault = await testVault();
    const old = await vault.encrypt(new SecretValue('old'), testContext({ valueVersion: 1 }));
    await expectClosed(vault.decrypt(old, testContext({ valueVersion: 2 })));
  });
});

describe('the key version is bound', () => {
  it('even where another version holds the very same key', async () => {
    const sameKey = () => testMasterKey('one key under two numbers');
    const vault = createVault(await testKeyring({ 1: 'active', 2: 'decrypt-only' }, sameKey), freshMeter());
    const envelope = await vault.encrypt(new SecretValue('x'), testContext());
    const relabelled = Buffer.from(envelope);
    relabelled.writeUInt32BE(2, 1);
    await expectClosed(vault.decrypt(relabelled, testContext()));
  });

  it.each([0, 2, 3, 0xffffffff])('and an envelope relabelled to version %i is closed', async (version) => {
    const vault = await testVault({ 1: 'active', 2: 'decrypt-only', 3: 'retired' });
    const envelope = await vault.encrypt(new SecretValue('x'), testContext());
    envelope.writeUInt32BE(version, 1);
    await expectClosed(vault.decrypt(envelope, testContext()));
  });
});

const MALFORMED: [string, object][] = [
  ['an unknown purpose', { purpose: 'audit-mac' }],
  ['an owner id in capitals', { ownerId: '01930000-0000-7000-8000-00000000000A' }],
  ['no owner id', { ownerId: undefined }],
  ['an empty slot', { slot: '' }],
  ['a slot with half a surrogate pair', { slot: '\ud83d' }],
  ['a slot of 513 bytes', { slot: 'x'.repeat(513) }],
  ['value version 0', { valueVersion: 0 }],
  ['a value version that is no whole number', { valueVersion: 1.5 }],
  ['a value version past what numbers count exactly', { valueVersion: 2 ** 53 }],
  ['the salt of a purged owner', { salt: null }],
  ['an empty salt', { salt: Buffer.alloc(0) }],
  ['a salt of 31 bytes', { salt: Buffer.alloc(31, 1) }],
  ['a salt of 33 bytes', { salt: Buffer.alloc(33, 1) }],
];

describe('a malformed context', () => {
  it.each(MALFORMED)('encrypts nothing: %s', async (_, overrides) => {
    const vault = await testVault();
    const context = { ...testContext(), ...overrides };
    await expect(vault.encrypt(new SecretValue('x'), context)).rejects.toThrow(TypeError);
  });

  it.each(MALFORMED)('opens nothing, with the one error: %s', async (_, overrides) => {
    const vault = await testVault();
    const envelope = await vault.encrypt(new SecretValue('x'), testContext());
    await expectClosed(vault.decrypt(envelope, { ...testContext(), ...overrides }));
  });
});

it(
  'no two lists of fields are written as the same bytes',
  () => {
    const fields = fc.array(fc.string({ maxLength: 4 }), { maxLength: 4 });
    const written = (list: string[]) => Buffer.concat(list.map(lengthPrefixed)).toString('hex');
    fc.assert(
      fc.property(fields, fields, (one, other) => {
        const same = one.length === other.length && one.every((field, i) => field === other[i]);
        expect(written(one) === written(other)).toBe(same);
      }),
      {
        numRuns: 2_000,
        examples: [
          [
            ['ab', 'c'],
            ['a', 'bc'],
          ],
          [['a', ''], ['a']],
        ],
      },
    );
  },
  SLOW_START_MS,
);
