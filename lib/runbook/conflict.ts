import 'server-only';
import { eq } from 'drizzle-orm';
import { SYSTEM_ACTOR_ID } from '@/lib/auth/actor';
import type { Executor } from '@/lib/db/database';
import { users } from '@/lib/db/schema/people';
import { AppError } from '@/lib/errors';
import type { StepState } from '@/lib/runbook/schema';
import type { StepStatus } from '@/lib/runbook/state';

const LOST = 'Your tick was not recorded.';

const DEEDS: Readonly<Record<StepState, string>> = {
  todo: 'opened this step again',
  claimed: 'claimed this step',
  done: 'marked this step done',
  failed: 'marked this step failed',
  blocked: 'marked this step blocked',
  skipped: 'skipped this step',
  waived: 'waived this step',
};

/** What to do about what somebody else did first. */
const NEXT: Readonly<Record<StepState, string>> = {
  todo: 'Look at the step again, then act.',
  claimed: 'Take the step over first, or leave it to them.',
  done: 'Undo it first if that is wrong.',
  failed: 'Read their reason first, then act again.',
  blocked: 'Read their reason first, then act again.',
  skipped: 'Undo it first if the step is to be done after all.',
  waived: 'An admin undoes it first if the step is to be done after all.',
};

/** The same for what one did oneself elsewhere: nobody is left to ask or to give way to. */
const NEXT_OF_MINE: Readonly<Partial<Record<StepState, string>>> = {
  claimed: NEXT.todo,
  failed: NEXT.todo,
  blocked: NEXT.todo,
};

/**
 * "Sam marked this step done at 10:42. Your tick was not recorded. Undo it first if that is wrong.": who was first, in
 * the reader's own time, and what to do.
 */
export async function stepConflict(
  executor: Executor,
  status: StepStatus,
  actorId: string,
  timeZone: string,
): Promise<AppError> {
  if (status.by === null || status.at === null) {
    return new AppError(
      'conflict',
      `This step has changed since you opened the page. ${LOST} Look at it again, then act.`,
    );
  }
  const mine = status.by === actorId;
  const who = mine ? 'You' : await personName(executor, status.by);
  const where = mine ? ', in another window or on another device' : '';
  const deed = `${who} ${DEEDS[status.state]} at ${clockTime(status.at, timeZone)}${where}.`;
  const next = (mine ? NEXT_OF_MINE[status.state] : undefined) ?? NEXT[status.state];
  return new AppError('conflict', `${deed} ${LOST} ${next}`);
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
export function clockTime(at: Date, timeZone: string): string {
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
