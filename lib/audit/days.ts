import type { AuditFilter } from '@/lib/audit/filter';

export type Unit = 'day' | 'week' | 'month';

/** The days of a chart, both included, and what a bar stands for. */
export interface Span {
  /** As 2026-11-22. */
  from: string;
  to: string;
  unit: Unit;
}

/** The first day of a bar's day, week or month, and what was counted in it. */
export interface DayCount {
  day: string;
  count: number;
}

const DEFAULT_DAYS = 30;
/** More bars than this are no longer told apart on a phone. */
const MOST_DAYS = 92;
const MOST_WEEKS_IN_DAYS = 700;
/** Sixty years of months: whatever an address asks for, a page stays a page. */
const MOST_BARS = 720;
const DAY_MILLIS = 86_400_000;

/** The filter's days; where it leaves one end open, thirty days to today or from there back. */
export function spanOf({ filter, timeZone }: { filter: AuditFilter; timeZone: string }, now: Date): Span {
  // Swedish writes a date as ISO 8601 does.
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone }).format(now);
  const to = filter.to ?? (filter.from !== undefined && filter.from > today ? filter.from : today);
  const asked = filter.from ?? plusDays(to, 1 - DEFAULT_DAYS);
  const from = asked.localeCompare(to) > 0 ? to : asked;
  const days = daysBetween(from, to) + 1;
  return { from, to, unit: days <= MOST_DAYS ? 'day' : days <= MOST_WEEKS_IN_DAYS ? 'week' : 'month' };
}

/** Every day, week or month of the span, in order, also those with nothing in them. The latest are kept. */
export function filledDays(span: Span, counts: ReadonlyMap<string, number>): DayCount[] {
  const bars: DayCount[] = [];
  for (let day = beginning(span.to, span.unit); day >= beginning(span.from, span.unit); ) {
    bars.push({ day, count: counts.get(day) ?? 0 });
    if (bars.length === MOST_BARS) break;
    day = beginning(plusDays(day, -1), span.unit);
  }
  return bars.reverse();
}

/** The first day of the day's week (a Monday, as PostgreSQL has it) or month. */
function beginning(day: string, unit: Unit): string {
  if (unit === 'month') return `${day.slice(0, 8)}01`;
  if (unit === 'day') return day;
  return plusDays(day, -((new Date(day).getUTCDay() + 6) % 7));
}

function plusDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MILLIS).toISOString().slice(0, 10);
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MILLIS);
}
