import { expect, it } from 'vitest';
import { piecesOf } from '@/lib/vault/mark-places';

const pieces = (text: string, characters: number) => [...piecesOf(text)(characters)];

it('a piece begins and ends where a word does or a sign stands, never inside a word', () => {
  expect(pieces('ab-cd ef', 2)).toEqual(['ab', 'cd', 'ef']);
  expect(pieces('ab-cd ef', 5)).toEqual(['ab-cd', 'cd ef']);
  expect(pieces('ab-cd ef', 1)).toEqual(['-']);
  expect(pieces('abc', 2)).toEqual([]);
  expect(pieces('=ab', 1)).toEqual(['=']);
  expect(pieces('k="v"', 3)).toEqual(['k="', '="v', '"v"']);
});

it('a piece with white space in it ends a line or the text, another ends anywhere', () => {
  expect(pieces('x y z', 3)).toEqual(['y z']);
  expect(pieces('x y\nz', 3)).toEqual(['x y', 'y\nz']);
  expect(pieces('x yz q', 2)).toEqual(['yz', ' q']);
  expect(pieces(' a b', 1)).toEqual(['a', 'b']);
});

it('the whole text is a piece, a longer one is none, and nothing has no pieces', () => {
  expect(pieces('ab', 2)).toEqual(['ab']);
  expect(pieces('ab', 3)).toEqual([]);
  expect(pieces('', 1)).toEqual([]);
});

it('each piece comes once, and a character outside the basic plane counts as one', () => {
  expect(pieces('ab ab ab', 2)).toEqual(['ab']);
  expect(pieces('😀a 😀a', 2)).toEqual(['😀a']);
});
