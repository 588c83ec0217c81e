import { describe, expect, it } from 'vitest';
import { formatDuration } from '@/components/ui/duration';
import { formatDay, formatFull, formatStamp, formatTime, isTimeZone } from '@/components/ui/format-time';

const now = new Date('2026-11-22T12:00:00Z');
const berlin = 'Europe/Berlin';

describe('a moment in words', () => {
  it.each([
    ['2026-11-22T09:42:00Z', 'today 10:42'],
    ['2026-11-21T23:30:00Z', 'today 00:30'],
    ['2026-11-21T22:30:00Z', 'yesterday 23:30'],
    ['2026-11-23T08:00:00Z', 'tomorrow 09:00'],
    ['2026-11-17T13:05:00Z', 'Tue 14:05'],
    ['2026-11-16T13:05:00Z', 'Mon 14:05'],
    ['2026-11-15T13:05:00Z', '15 Nov'],
    ['2026-12-03T13:05:00Z', '3 Dec'],
    ['2025-11-03T13:05:00Z', '3 Nov 2025'],
  ])('%s is "%s" in Berlin', (at, words) => {
    expect(formatTime(new Date(at), berlin, now)).toBe(words);
  });

  it('belongs to the day of the viewer, not of the server', () => {
    const at = new Date('2026-11-22T02:00:00Z');
    expect(formatTime(at, 'UTC', now)).toBe('today 02:00');
    expect(formatTime(at, 'America/Los_Angeles', now)).toBe('yesterday 18:00');
    expect(formatDay(at, 'America/Los_Angeles', now)).toBe('21 Nov');
  });

  it('is stamped with its day, so that a sheet of paper is right next week too', () => {
    expect(formatStamp(now, berlin)).toBe('22 Nov 2026, 13:00');
  });

  it('is told in full with seconds and zone', () => {
    expect(formatFull(new Date('2026-11-03T13:05:09Z'), berlin)).toBe(
      'Tue 3 Nov 2026, 14:05:09 (Europe/Berlin)',
    );
  });
});

it.each(['Mars/Olympus', '', '../../etc', 'Europe/Berlin; path=/'])(
  '%j from a cookie is no time zone',
  (name) => {
    expect(isTimeZone(name)).toBe(false);
  },
);

it.each([
  [0.4, 'under 1 min'],
  [35, '35 min'],
  [60, '1 h'],
  [95, '1 h 35 min'],
])('%d minutes read as "%s"', (minutes, words) => {
  expect(formatDuration(minutes)).toBe(words);
});
