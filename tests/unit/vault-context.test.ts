import { expect, it } from 'vitest';
import { contextProblem } from '@/lib/vault/context';
import { testContext } from '../support/test-vault';

it.each([
  ['a slot of one byte', { slot: 'x' }],
  ['a slot of 512 bytes', { slot: 'x'.repeat(512) }],
  ['a slot of 512 bytes in 256 characters', { slot: 'é'.repeat(256) }],
  ['the first value version', { valueVersion: 1 }],
  ['the last value version', { valueVersion: Number.MAX_SAFE_INTEGER }],
])('%s is a place for a value', (_, over) => {
  expect(contextProblem(testContext(over))).toBeUndefined();
});

it.each([
  ['no slot', { slot: '' }, /slot .* 1 to 512 bytes/],
  ['a slot of 513 bytes', { slot: 'x'.repeat(513) }, /slot .* 1 to 512 bytes/],
  ['a slot of 514 bytes in 257 characters', { slot: 'é'.repeat(257) }, /slot .* 1 to 512 bytes/],
  ['value version 0', { valueVersion: 0 }, /valueVersion/],
  ['a salt of 31 bytes', { salt: Buffer.alloc(31) }, /salt .* 32 bytes/],
])('%s is none, and the sentence says which field, not what it holds', (_, over, sentence) => {
  expect(contextProblem(testContext(over))).toMatch(sentence);
});
