import fc from 'fast-check';
import { expect, test } from 'vitest';
import { returnPath } from '@/lib/auth/return-path';

test.each(['/', '/people', '/clients/harbor-realty?tab=slots', '/runbooks/0193#step-22'])(
  'signing in leads back to %s',
  (path) => {
    expect(returnPath(path)).toBe(path);
  },
);

test.each([
  'https://elsewhere.example',
  '//elsewhere.example',
  '/\\elsewhere.example',
  '\\/elsewhere.example',
  '/\t/elsewhere.example',
  '/\n/elsewhere.example',
  'javascript:alert(1)',
  '/people\\..',
  '/sign-in?return=/people',
  '',
  undefined,
  null,
  ['/people'],
  42,
])('signing in never leads to %j', (wanted) => {
  expect(returnPath(wanted)).toBe('/');
});

test('whatever is asked for, a browser stays on this site', () => {
  const hostile = fc.oneof(
    fc.domain().map((host) => `//${host}/`),
    fc.domain().map((host) => `https://${host}`),
    fc.string(),
    fc.string({ unit: fc.constantFrom('/', '\\', '\t', '\n', ' ', '.', ':', '@', 'a', '%', '?') }),
  );
  fc.assert(
    fc.property(hostile, (wanted) => {
      const target = new URL(returnPath(wanted), 'https://board.example');
      expect(target.origin).toBe('https://board.example');
    }),
    { numRuns: 200 },
  );
});
