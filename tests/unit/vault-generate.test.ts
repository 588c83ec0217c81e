import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { acceptedCharacters } from '@/lib/vault/random';
import { makeOwnerSalt, randomCharacters, randomUuid } from '@/lib/vault/vault';

/** The first property of a file costs a second of computing, which a busy machine stretches. */
const SLOW_START_MS = 60_000;

const ALNUM = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const SAFE = `${ALNUM}._-`;
const EVERY_BYTE = Uint8Array.from({ length: 256 }, (_, byte) => byte);

describe('generated characters', () => {
  it(
    'are as many as asked for, all of the alphabet',
    () => {
      const alphabets = fc.constantFrom('01', '0123456789abcdef', ALNUM, SAFE);
      fc.assert(
        fc.property(fc.integer({ min: 1, max: 500 }), alphabets, (length, alphabet) => {
          const text = randomCharacters(length, alphabet).reveal();
          expect(text).toHaveLength(length);
          expect([...text].every((character) => alphabet.includes(character))).toBe(true);
        }),
      );
    },
    SLOW_START_MS,
  );

  it.each([2, 3, 16, 62, 64, 65, 94])('favour none of %i: each stands for equally many bytes', (size) => {
    const alphabet = String.fromCharCode(...Array.from({ length: size }, (_, i) => 0x21 + i));
    const accepted = acceptedCharacters(EVERY_BYTE, alphabet);
    const counts = [...alphabet].map((character) => accepted.split(character).length - 1);
    expect(new Set(counts)).toEqual(new Set([Math.floor(256 / size)]));
  });

  it('spread evenly and use the whole alphabet (chi-squared over 124,000 of them)', () => {
    const counts = new Map<string, number>();
    for (let round = 0; round < 31; round += 1) {
      for (const character of randomCharacters(4_000, ALNUM).reveal()) {
        counts.set(character, (counts.get(character) ?? 0) + 1);
      }
    }
    const expected = 2_000;
    const deviation = [...ALNUM].reduce(
      (sum, c) => sum + ((counts.get(c) ?? 0) - expected) ** 2 / expected,
      0,
    );
    // 61 degrees of freedom: a fair generator passes 160 about once in 10^10 runs; a plain remainder gives over 800.
    expect(deviation).toBeLessThan(160);
  });

  it('never come twice', () => {
    const made = Array.from({ length: 500 }, () => randomCharacters(22, ALNUM).reveal());
    expect(new Set(made).size).toBe(500);
  });

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 65_537])(
    'are refused for length %d',
    (length) => {
      expect(() => randomCharacters(length, ALNUM)).toThrow(RangeError);
    },
  );

  it.each([
    ['empty', ''],
    ['of one character', 'a'],
    ['with a character twice', 'abca'],
    ['with a space', 'ab c'],
    ['with a letter that is not ASCII', 'abcü'],
  ])('are refused for an alphabet %s', (_, alphabet) => {
    expect(() => randomCharacters(8, alphabet)).toThrow(RangeError);
  });

  it('come wrapped, as every secret does', () => {
    expect(`${randomCharacters(8, ALNUM)} ${randomUuid()}`).toBe('[redacted] [redacted]');
  });
});

it('a generated uuid is of version 4 and never comes twice', () => {
  const made = Array.from({ length: 100 }, () => randomUuid().reveal());
  expect(new Set(made).size).toBe(100);
  for (const uuid of made) {
    expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  }
});

it('an owner salt is 32 bytes and never comes twice', () => {
  const made = Array.from({ length: 100 }, () => makeOwnerSalt().toString('hex'));
  expect(new Set(made).size).toBe(100);
  expect(made.every((salt) => salt.length === 64)).toBe(true);
});
