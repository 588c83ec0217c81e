import { expect, test } from 'vitest';
import { filledDays, spanOf } from '@/lib/audit/days';

const NOW = new Date('2026-11-22T23:30:00Z');
const span = (filter: { from?: string; to?: string }, timeZone = 'UTC') => spanOf({ filter, timeZone }, NOW);

test('without days it is the last thirty, of the reader’s own calendar', () => {
  expect(span({})).toEqual({ from: '2026-10-24', to: '2026-11-22', unit: 'day' });
  expect(span({}, 'Pacific/Auckland')).toEqual({ from: '2026-10-25', to: '2026-11-23', unit: 'day' });
});

test('an open end is today, or thirty days back', () => {
  expect(span({ from: '2026-11-20' })).toEqual({ from: '2026-11-20', to: '2026-11-22', unit: 'day' });
  expect(span({ to: '2026-03-02' })).toEqual({ from: '2026-02-01', to: '2026-03-02', unit: 'day' });
});

test('days the wrong way round, or still to come, are one day and no failure', () => {
  expect(span({ from: '2026-11-20', to: '2026-11-10' })).toMatchObject({
    from: '2026-11-10',
    to: '2026-11-10',
  });
  expect(span({ from: '2300-01-01' })).toMatchObject({ from: '2300-01-01', to: '2300-01-01' });
});

test('long spans are told in weeks, and very long ones in months', () => {
  expect(span({ from: '2026-06-01' }).unit).toBe('week');
  expect(span({ from: '2020-01-01' }).unit).toBe('month');
  expect(filledDays(span({ from: '1970-01-01', to: '9999-12-31' }), new Map()).length).toBeLessThan(1_000);
});

test('every day has its bar, also the last of February and the day a clock changes', () => {
  const bars = filledDays(
    { from: '2024-02-27', to: '2024-03-01', unit: 'day' },
    new Map([['2024-02-29', 4]]),
  );
  expect(bars).toEqual([
    { day: '2024-02-27', count: 0 },
    { day: '2024-02-28', count: 0 },
    { day: '2024-02-29', count: 4 },
    { day: '2024-03-01', count: 0 },
  ]);
  expect(filledDays({ from: '2026-10-24', to: '2026-10-26', unit: 'day' }, new Map())).toHaveLength(3);
});

test('weeks begin on Mondays and months on their first, as PostgreSQL counts them', () => {
  expect(filledDays({ from: '2026-11-15', to: '2026-11-22', unit: 'week' }, new Map())).toEqual([
    { day: '2026-11-09', count: 0 },
    { day: '2026-11-16', count: 0 },
  ]);
  expect(
    filledDays({ from: '2025-12-31', to: '2026-02-01', unit: 'month' }, new Map()).map((b) => b.day),
  ).toEqual(['2025-12-01', '2026-01-01', '2026-02-01']);
});
