/** Ten years: also what the database accepts at most. */
export const MAX_RETENTION_DAYS = 3650;

export interface RetentionFacts {
  /** Null for a client that is still a draft. */
  submittedAt: Date | null;
  offboardedAt: Date | null;
  purgeAfter: Date | null;
  purgedAt: Date | null;
}

/**
 * `active` nothing is planned · `keeping` offboarded, restorable until the date · `due` past the date: not readable,
 * not restorable, to be purged · `purged` gone.
 */
export type RetentionState = 'draft' | 'active' | 'keeping' | 'due' | 'purged';

/** Where a client stands at `now`. The date itself is past: with 0 days the values are due at once. */
export function retentionState(facts: RetentionFacts, now: Date): RetentionState {
  if (facts.purgedAt !== null) return 'purged';
  if (facts.purgeAfter !== null) return facts.purgeAfter <= now ? 'due' : 'keeping';
  return facts.submittedAt === null ? 'draft' : 'active';
}

const PURGE_MILLIS = 5 * 60_000;

/** Whether a client fell due within the five minutes in which the board purges by itself, and is not purged yet. */
export function isPurgeUnderWay(
  { purgeAfter, purgedAt }: Pick<RetentionFacts, 'purgeAfter' | 'purgedAt'>,
  now: Date,
): boolean {
  if (purgeAfter === null || purgedAt !== null) return false;
  const dueForMillis = now.getTime() - purgeAfter.getTime();
  return dueForMillis >= 0 && dueForMillis < PURGE_MILLIS;
}

/** Whole days until the date, rounded up; 0 once it has passed. */
export function daysUntil(date: Date, now: Date): number {
  return Math.max(0, Math.ceil((date.getTime() - now.getTime()) / 86_400_000));
}
