import 'server-only';
import { eq } from 'drizzle-orm';
import { SYSTEM_ACTOR_ID } from '@/lib/auth/actor';
import type { Executor } from '@/lib/db/database';
import { users } from '@/lib/db/schema/people';
import { AppError } from '@/lib/errors';
import type { StepState } from '@/lib/runbook/schema';
import type { StepStatus } from '@/lib/runbook/state';

const DEEDS: Readonly<Record<StepState, string>> = {
  todo: 'opened this step again',
  claimed: 'claimed this step',
  done: 'marked this step done',
  failed: 'marked this step failed',
  blocked: 'marked this step blocked',
  skipped: 'skipped this step',
  waived: 'waived this step',
};

/** "Sam marked this step done at 10:42. Your tick was not recorded.": who was first, in the reader's own time. */
export async function stepConflict(
  executor: Executor,
  status: StepStatus,
  actorId: string,
  timeZone: string,
  consequence = 'Your tick was not recorded.',
): Promise<AppError> {
  if (status.by === null || status.at === null) {
    return new AppError('conflict', `This step has changed since you opened the page. ${consequence}`);
  }
  const who = status.by === actorId ? 'You' : await personName(executor, status.by);
  const where = status.by === actorId ? ', in another window or on another device' : '';
  return new AppError(
    'conflict',
    `${who} ${DEEDS[status.state]} at ${clockTime(status.at, timeZone)}${where}. ${consequence}`,
  );
}

/**
 * The name behind an id, over the caller's own connection: whoever holds a lock must not wait for a second one
 * while those who wait for the lock hold the rest of the pool.
 */
export async function personName(executor: Executor, id: string): Promise<string> {
  if (id === SYSTEM_ACTOR_ID) return 'The board';
  const [row] = await executor.select({ name: users.name }).from(users).where(eq(users.id, id));
  return row?.name ?? 'Somebody';
}

/** `10:42` in the given zone; an unknown zone reads as UTC, and says so. */
function clockTime(at: Date, timeZone: string): string {
  const options = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  try {
    return (
      new Intl.DateTimeFormat('en-GB', { ...options, timeZone }).format(at) +
      (timeZone === 'UTC' ? ' UTC' : '')
    );
  } catch {
    return `${new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' }).format(at)} UTC`;
  }
}
