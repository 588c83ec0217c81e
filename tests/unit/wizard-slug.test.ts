import fc from 'fast-check';
import { expect, test } from 'vitest';
import { slugSchema } from '@/lib/clients/schema';
import { freeSlug, suggestMachineName, suggestSlug } from '@/lib/clients/slug';

test.each([
  ['Harbor Realty', 'harbor-realty'],
  ['  Harbor   Realty, Inc. ', 'harbor-realty-inc'],
  ['Müller & Söhne', 'muller-and-sohne'],
  ['Straße 7', 'strasse-7'],
  ['O’Brien’s', 'obriens'],
  ['🏠', 'client'],
  ['مكتب', 'client'],
  ['', 'client'],
])('the name “%s” suggests %s', (name, slug) => {
  expect(suggestSlug(name)).toBe(slug);
});

test('every name suggests a short name that is accepted, and so is its machine', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (name) => {
      const slug = suggestSlug(name);
      return slugSchema.safeParse(slug).success && slugSchema.safeParse(suggestMachineName(slug)).success;
    }),
  );
});

test('a taken short name gets the first number that is free, and still fits', () => {
  const long = 'x'.repeat(48);
  expect(freeSlug('harbor', new Set())).toBe('harbor');
  expect(freeSlug('harbor', new Set(['harbor', 'harbor-2']))).toBe('harbor-3');
  expect(freeSlug(long, new Set([long]))).toBe(`${'x'.repeat(46)}-2`);
});
