import fc from 'fast-check';
import { expect, test } from 'vitest';
import { daysUntil, isPurgeUnderWay, retentionState } from '@/lib/retention/policy';

const now = new Date('2026-11-22T10:00:00Z');
const at = (days: number) => new Date(now.getTime() + days * 86_400_000);
const active = { submittedAt: at(-90), offboardedAt: null, purgeAfter: null, purgedAt: null };

test.each([
  ['a draft', { ...active, submittedAt: null }, 'draft'],
  ['a client at work', active, 'active'],
  [
    'an offboarded client before its date',
    { ...active, offboardedAt: at(-1), purgeAfter: at(29) },
    'keeping',
  ],
  ['an offboarded client on its date', { ...active, offboardedAt: at(-30), purgeAfter: now }, 'due'],
  ['an offboarded client with 0 days', { ...active, offboardedAt: now, purgeAfter: now }, 'due'],
  ['a purged client', { ...active, offboardedAt: at(-30), purgeAfter: at(-1), purgedAt: now }, 'purged'],
])('%s is told from the others', (_who, facts, state) => {
  expect(retentionState(facts, now)).toBe(state);
});

test('once due, always due: no later moment makes a client restorable again', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 3650 }), fc.integer({ min: 0, max: 10_000 }), (days, later) => {
      const facts = { ...active, offboardedAt: now, purgeAfter: at(days) };
      expect(retentionState(facts, at(days + later))).toBe('due');
    }),
  );
});

test.each([
  ['not yet due', { purgeAfter: new Date(now.getTime() + 1), purgedAt: null }, false],
  ['due this moment', { purgeAfter: now, purgedAt: null }, true],
  ['due for five minutes', { purgeAfter: new Date(now.getTime() - 300_000), purgedAt: null }, false],
  ['purged', { purgeAfter: now, purgedAt: now }, false],
  ['not offboarded', { purgeAfter: null, purgedAt: null }, false],
])('the board is at a purge in the first minutes after the date only: %s', (_when, facts, underWay) => {
  expect(isPurgeUnderWay(facts, now)).toBe(underWay);
});

test('a part of a day counts as a day left, and a passed date as none', () => {
  expect(daysUntil(at(0.01), now)).toBe(1);
  expect(daysUntil(at(30), now)).toBe(30);
  expect(daysUntil(at(-3), now)).toBe(0);
});
