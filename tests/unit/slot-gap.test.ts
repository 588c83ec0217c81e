import { expect, test } from 'vitest';
import { slotGap } from '@/lib/clients/slot-gap';

const at = (minutes: number) => new Date(Date.UTC(2026, 10, 22, 10, minutes));
const copy = (valueVersion: number, minutes: number) => ({ valueVersion, at: at(minutes) });
const marked = (valueVersion: number | null, minutes: number) => ({ valueVersion, at: at(minutes) });
const stored = (valueVersion: number, spent = false) => ({ valueVersion, spent });

test('a value that nobody copied has no gap, stored or not', () => {
  expect(slotGap({ stored: null, placement: null, copies: [] })).toBeNull();
  expect(slotGap({ stored: stored(1), placement: null, copies: [] })).toBeNull();
});

test('a value that was copied and never marked is a gap until it is marked', () => {
  const copies = [copy(1, 5), copy(1, 3)];
  expect(slotGap({ stored: stored(1), placement: null, copies })).toEqual({
    kind: 'unmarked',
    valueVersion: 1,
    copiedAt: at(5),
  });
  expect(slotGap({ stored: stored(1), placement: marked(1, 6), copies })).toBeNull();
});

test('a copy of a version that is not stored any more says nothing about the one that is', () => {
  expect(slotGap({ stored: stored(2), placement: null, copies: [copy(1, 5)] })).toBeNull();
});

test('a value that was replaced after it was marked is an old version on the machine', () => {
  const placement = marked(1, 6);
  expect(slotGap({ stored: stored(2), placement, copies: [copy(1, 5)] })).toEqual({
    kind: 'old-version',
    valueVersion: 2,
    pastedVersion: 1,
    copiedAt: null,
  });
  expect(slotGap({ stored: stored(2), placement, copies: [copy(1, 5), copy(2, 8)] })).toMatchObject({
    kind: 'old-version',
    copiedAt: at(8),
  });
});

test('what was copied before the value was replaced is an old version, although the new one was marked', () => {
  const copies = [copy(1, 5)];
  expect(slotGap({ stored: stored(2), placement: marked(2, 7), copies })).toMatchObject({
    kind: 'old-version',
    pastedVersion: 1,
  });
  expect(slotGap({ stored: stored(2), placement: marked(2, 7), copies: [...copies, copy(2, 6)] })).toBeNull();
});

test('a spent value and one that was marked without a version have no gap', () => {
  expect(slotGap({ stored: stored(1, true), placement: null, copies: [copy(1, 5)] })).toBeNull();
  expect(slotGap({ stored: null, placement: marked(null, 6), copies: [] })).toBeNull();
});
