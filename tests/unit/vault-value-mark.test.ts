import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type MarkedValue, SecretValue, type Vault, type VaultContext } from '@/lib/vault/vault';
import { testContext, testVault } from '../support/test-vault';

function marked(vault: Vault, text: string, context: VaultContext = testContext()): MarkedValue {
  const value = new SecretValue(text);
  const mark = vault.mark(value, context);
  if (mark === null) throw new Error('The value has no mark.');
  return { context, keyVersion: vault.activeKeyVersion, mark, characters: value.length };
}

const finds = (vault: Vault, text: string, values: readonly MarkedValue[]) =>
  vault.findMarked(text, values).found !== null;

describe('the mark of a value', () => {
  it('is 32 bytes that differ by value, slot, version, owner, salt and key', async () => {
    const vault = await testVault({ 1: 'decrypt-only', 2: 'active' });
    const older = await testVault({ 1: 'active' });
    const marks = [
      marked(vault, 'tr0ub4dor&3').mark,
      marked(vault, 'tr0ub4dor&4').mark,
      marked(vault, 'tr0ub4dor&3', testContext({ slot: 'openrouter.other' })).mark,
      marked(vault, 'tr0ub4dor&3', testContext({ valueVersion: 2 })).mark,
      marked(vault, 'tr0ub4dor&3', testContext({ ownerId: '01930000-0000-7000-8000-000000000002' })).mark,
      marked(vault, 'tr0ub4dor&3', testContext({ salt: Buffer.alloc(32, 2) })).mark,
      marked(older, 'tr0ub4dor&3').mark,
    ].map((mark) => Buffer.from(mark).toString('hex'));
    expect(new Set(marks).size).toBe(marks.length);
    expect(marks.every((mark) => mark.length === 64)).toBe(true);
    expect(Buffer.from(marked(vault, 'tr0ub4dor&3').mark).toString('hex')).toBe(marks[0]);
  });

  it('is not made for a value that could be guessed at by its mark or found where it is a word', async () => {
    const vault = await testVault();
    expect(vault.mark(new SecretValue('1234567'), testContext())).toBeNull();
    expect(vault.mark(new SecretValue('12345678'), testContext())).not.toBeNull();
  });

  it('is not made for a context that no value can have, and the error says what is wrong with it', async () => {
    const vault = await testVault();
    const make = () => vault.mark(new SecretValue('tr0ub4dor&3'), testContext({ valueVersion: 0 }));
    expect(make).toThrow(/valueVersion .* is not a whole number from 1/);
  });

  it('is not made without a salt: a purged owner has none', async () => {
    const vault = await testVault();
    const purged = testContext({ salt: Buffer.alloc(0) });
    expect(() => vault.mark(new SecretValue('tr0ub4dor&3'), purged)).toThrow(TypeError);
  });
});

describe('a search for values in a text', () => {
  const value = 'v4lue-+with/signs==';

  it.each([
    ['alone', value],
    ['in quotes', `"key": "${value}",`],
    ['after an equals sign', `export FOO=${value}`],
    ['among lines', `first\n${value}\nlast`],
    ['between brackets', `[${value}]`],
    ['after letters of another alphabet', `ключ: ${value}`],
    ['after characters of four bytes', `🔑🔑 ${value} 🔑`],
  ])('finds one %s', async (_, text) => {
    const vault = await testVault();
    expect(finds(vault, text, [marked(vault, value)])).toBe(true);
  });

  it('finds a pass phrase at the end of a line and a key of several lines', async () => {
    const vault = await testVault();
    const phrase = marked(vault, 'correct horse battery staple');
    const key = marked(vault, 'line one+/=\nline two+/=', testContext({ slot: 'a.key' }));
    expect(finds(vault, 'it is: correct horse battery staple\nok', [phrase, key])).toBe(true);
    expect(vault.findMarked('cat key\nline one+/=\nline two+/=\n', [phrase, key]).found).toBe(key);
  });

  it('finds no piece of one, and none of another place', async () => {
    const vault = await testVault();
    const here = marked(vault, value);
    expect(finds(vault, value.slice(0, -1), [here])).toBe(false);
    expect(finds(vault, `x${value}`, [here])).toBe(false);
    expect(finds(vault, value, [{ ...here, context: testContext({ slot: 'elsewhere.slot' }) }])).toBe(false);
  });

  it('whatever stands around it, between blanks', async () => {
    const vault = await testVault();
    const text = fc.string({ unit: 'grapheme', maxLength: 200 });
    const secret = fc.stringMatching(/^[!-~]{8,60}$/);
    fc.assert(
      fc.property(text, secret, text, (before, typed, after) => {
        expect(finds(vault, `${before} ${typed} ${after}`, [marked(vault, typed)])).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('is given up, and says so, when a text is made to last', async () => {
    const vault = await testVault();
    let text = '';
    for (let number = 0; text.length < 100_000; number += 1) text += `${number.toString(36)}.`;
    const values = Array.from({ length: 12 }, (_, index) =>
      marked(vault, 'x'.repeat(20 + index), testContext({ slot: `slot.${index}` })),
    );
    expect(vault.findMarked(text, values)).toEqual({ found: null, complete: false });
  });

  it('reads a long log of lines to its end', async () => {
    const vault = await testVault();
    const line = (number: number) => `2026-11-22 10:42:${number} [agent] request ${number} took ${number} ms`;
    const log = Array.from({ length: 2_000 }, (_, number) => line(number)).join('\n');
    const values = Array.from({ length: 12 }, (_, index) =>
      marked(vault, `${'x'.repeat(20 + index)}!`, testContext({ slot: `slot.${index}` })),
    );
    expect(vault.findMarked(log, values)).toEqual({ found: null, complete: true });
    expect(vault.findMarked(`${log}\n${'x'.repeat(31)}!`, values).found).toBe(values[11]);
  });

  it('is not complete without the key of a value', async () => {
    const before = await testVault({ 1: 'active' });
    const after = await testVault({ 1: 'retired', 2: 'active' });
    expect(after.findMarked('a text', [marked(before, value)])).toEqual({ found: null, complete: false });
  });
});
