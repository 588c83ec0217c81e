import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { atJsonPath, jsonIn, parseJsonPath } from '@/lib/catalogue/json-path';

describe('a path into JSON', () => {
  test.each([
    ['ok', ['ok']],
    ['$.ok', ['ok']],
    ['$[0]', [0]],
    ['data[0].user-name', ['data', 0, 'user-name']],
    ['[1][2].a_b', [1, 2, 'a_b']],
  ])('%s is read', (path, parts) => {
    expect(parseJsonPath(path)).toEqual(parts);
  });

  test.each([
    '',
    '$',
    '$.',
    '.a',
    'a.',
    'a..b',
    'a[*]',
    'a[-1]',
    'a[?(@.b)]',
    'a[(1+1)]',
    '$..a',
    "a['b']",
    'a b',
    'a[99999]',
  ])('%j is refused with a sentence', (path) => {
    expect(() => parseJsonPath(path)).toThrow(/path/);
  });

  test('reads what the text holds and nothing that it inherits', () => {
    const json = { list: [{ name: 'one' }], text: 'abc' };
    expect(atJsonPath(json, 'list[0].name')).toBe('one');
    for (const path of [
      'constructor',
      '__proto__',
      'toString',
      'list.length',
      'text[0]',
      'list.0',
      'text.length',
    ]) {
      expect(path.includes('.0') || atJsonPath(json, path) === undefined).toBe(true);
    }
  });

  test('gives what walking by hand gives', () => {
    const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_-]{0,8}$/);
    fc.assert(
      fc.property(fc.array(fc.oneof(name, fc.nat(20)), { minLength: 1, maxLength: 8 }), (parts) => {
        const built = parts.reduceRight<unknown>(
          (inner, part) =>
            typeof part === 'number'
              ? [...Array.from({ length: part }, () => null), inner]
              : Object.fromEntries([[part, inner]]),
          'here',
        );
        const path = parts.map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`)).join('');
        expect(atJsonPath(JSON.parse(JSON.stringify(built)), `$${path}`)).toBe('here');
      }),
    );
  });
});

describe('JSON in an output', () => {
  test.each([
    ['all of it', ['{"a":', '1}'], { a: 1 }],
    ['after other lines', ['fetching', '{', '"a": 1', '}', 'done'], { a: 1 }],
    ['a bare word', ['true'], true],
    ['none', ['no', 'JSON'], undefined],
    ['cut off', ['{"a": 1'], undefined],
  ])('%s', (_, lines, expected) => {
    expect(jsonIn(lines)).toEqual(expected);
  });

  test('nested without end is no JSON, and no crash', () => {
    expect(jsonIn(['['.repeat(90_000)])).toBeUndefined();
  });
});
