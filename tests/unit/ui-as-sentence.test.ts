import { expect, test } from 'vitest';
import { asSentence } from '@/components/ui/as-sentence';

test.each([
  ['ssh-ed25519, a space, 68 characters', 'ssh-ed25519, a space, 68 characters'],
  ['op://vault/item/field', 'op://vault/item/field'],
  ['starts with xoxb-', 'Starts with xoxb-'],
  ['lower-case letters, digits, - and _', 'Lower-case letters, digits, - and _'],
  ['32 characters, 0-9 and a-f', '32 characters, 0-9 and a-f'],
])('the hint “%s” begins its sentence as “%s”', (words, sentence) => {
  expect(asSentence(words)).toBe(sentence);
});
