import { expect, test } from 'vitest';
import { boardHref, columnStages, isNarrowed, parseBoardFilter } from '@/lib/clients/board-filter';

test('an address that makes no sense still opens the whole board', () => {
  const filter = parseBoardFilter({
    view: 'holes',
    stage: 'everywhere',
    tier: "x' or 1=1",
    waiting: ['them', 'us'],
    due: 'soon',
    q: 'x'.repeat(500),
    after: 'y'.repeat(500),
  });
  expect(filter).toEqual({
    view: 'board',
    q: '',
    stage: null,
    tier: null,
    waiting: null,
    due: null,
    after: null,
  });
  expect(isNarrowed(filter)).toBe(false);
});

test('of a repeated question the first answer counts', () => {
  expect(parseBoardFilter({ stage: ['ready', 'draft'] }).stage).toBe('ready');
});

test('an address and the filter it stands for are the same thing', () => {
  const filter = parseBoardFilter({
    view: 'table',
    q: 'Ana & co',
    stage: 'collecting',
    tier: 'growth',
    waiting: 'client',
    due: 'expiring',
  });
  const query = new URL(boardHref(filter), 'http://board').searchParams;
  expect(parseBoardFilter(Object.fromEntries(query))).toEqual(filter);
});

test('a changed question starts at the first page again', () => {
  const filter = parseBoardFilter({ view: 'table', after: 'somewhere' });
  expect(boardHref(filter, { stage: 'ready' })).toBe('/?view=table&stage=ready');
});

test('draft and offboarding take a column only while somebody is in them', () => {
  const filter = parseBoardFilter({});
  expect(columnStages(filter, { installed: 3 })).toEqual(['collecting', 'ready', 'installing', 'installed']);
  expect(columnStages(filter, { draft: 1, offboarding: 1 })).toContain('draft');
  expect(columnStages(filter, { draft: 1, offboarding: 1 })).toContain('offboarding');
});
