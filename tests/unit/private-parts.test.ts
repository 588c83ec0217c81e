import { expect, test } from 'vitest';
import { privateParts } from '@/components/ui/private-parts';

/** The text as a guest at the screen reads it. */
const shared = (text: string, names: string[] = []) =>
  privateParts(text, names)
    .map((part) => part.instead ?? part.text)
    .join('');

test('names of people are replaced wherever they stand, whole, and the longest first', () => {
  expect(shared('Dana Silva was first, at 10:42.', ['Dana', 'Dana Silva'])).toBe(
    'a colleague was first, at 10:42.',
  );
  expect(shared('took it over from Ann (Annual check)', ['Ann'])).toBe(
    'took it over from a colleague (Annual check)',
  );
});

test('a name with signs of a pattern in it is a name like others', () => {
  expect(shared('J. (Joe) O’Neil+1 is on this step', ['J. (Joe) O’Neil+1'])).toBe(
    'a colleague is on this step',
  );
});

test('addresses are replaced, in commands too, and what only looks like one is left', () => {
  expect(shared('gog auth add owner@harbor.example --services gmail')).toBe(
    'gog auth add an e-mail address --services gmail',
  );
  expect(shared('npm install -g openclaw@latest')).toBe('npm install -g openclaw@latest');
});

test('vault references are replaced to the end of the line', () => {
  expect(shared('Kept in op://Harbor/Shopify/client secret\nThen go on')).toBe(
    'Kept in a vault reference\nThen go on',
  );
});

test('nothing is lost where nothing is hidden', () => {
  const text = 'Dana wrote owner@harbor.example and op://Harbor/x/y';
  expect(
    privateParts(text, ['Dana'])
      .map((part) => part.text)
      .join(''),
  ).toBe(text);
  expect(privateParts('', ['Dana'])).toEqual([]);
});
