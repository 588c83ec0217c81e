import 'server-only';
import { createHmac } from 'node:crypto';
import { and, eq, inArray, sql } from 'drizzle-orm';
import { authSecret } from '@/lib/auth/auth-secret';
import { database, type Executor } from '@/lib/db/database';
import { signInThrottles, userSessions } from '@/lib/db/schema/people';
import { AppError } from '@/lib/errors';

/** How long attempts count, and how long a scope stays blocked. */
export const WINDOW_MINUTES = 15;

/**
 * Attempts allowed within the window that are not followed by the right answer. The pair of account and place is
 * strict. The address and the account alone are generous, and do not count where the person is known, so that a
 * stranger who guesses can lock nobody out but themselves.
 */
const LIMITS = { pair: 5, address: 50, account: 30 } as const;
type Scope = keyof typeof LIMITS;

export interface Attempt {
  email: string;
  address: string;
  /** What this browser proved about itself (`known-device.ts`), or the session that asks: then that is the place. */
  device?: string | undefined;
}

function throttleKey(scope: Scope, { email, address, device }: Attempt): string {
  const account = email.toLowerCase();
  const place = device === undefined ? address : `device ${device}`;
  const subject = { pair: `${account}\n${place}`, address, account }[scope];
  return `${scope}:${createHmac('sha256', authSecret()).update(subject).digest('base64url')}`;
}

/**
 * Counts an attempt before it is judged, so that any number of simultaneous guesses gets no more tries than one after
 * another. Throws `too-many-attempts` when they are used up. `userId` null: nobody of that address.
 */
export async function admitAttempt(attempt: Attempt, userId: string | null): Promise<void> {
  for (const scope of scopesOf(attempt)) {
    const { attempts, blockedUntil } = await count(scope, attempt);
    if (attempts <= LIMITS[scope]) continue;
    if (scope === 'account' && userId !== null && (await signedInFromHereBefore(userId, attempt.address))) {
      continue;
    }
    throw tooMany(blockedUntil);
  }
}

/** A known device answers for itself: what others guess, from its address or at its account, is not held against it. */
function scopesOf(attempt: Attempt): Scope[] {
  return attempt.device === undefined ? ['pair', 'address', 'account'] : ['pair'];
}

/**
 * One more attempt. Reaching the limit blocks the scope for a window; once that or the window is over, counting starts
 * anew. One statement, so that the row's lock makes simultaneous attempts take turns.
 */
async function count(
  scope: Scope,
  attempt: Attempt,
): Promise<{ attempts: number; blockedUntil: Date | null }> {
  const over = sql`coalesce(t.blocked_until, t.first_failure_at + make_interval(mins => ${WINDOW_MINUTES})) <= now()`;
  const blocked = sql`now() + make_interval(mins => ${WINDOW_MINUTES})`;
  const { rows } = await database().execute<{ attempts: number; blocked_until: Date | string | null }>(sql`
    insert into sign_in_throttles as t (key, failures, first_failure_at)
    values (${throttleKey(scope, attempt)}, 1, now())
    on conflict (key) do update set
      failures = case when ${over} then 1 else t.failures + 1 end,
      first_failure_at = case when ${over} then now() else t.first_failure_at end,
      blocked_until = case
        when ${over} then null
        when t.failures + 1 >= ${LIMITS[scope]} then coalesce(t.blocked_until, ${blocked}) end
    returning failures as attempts, blocked_until`);
  const until = rows[0]?.blocked_until ?? null;
  return { attempts: rows[0]?.attempts ?? 1, blockedUntil: until === null ? null : new Date(until) };
}

function tooMany(blockedUntil: Date | null): AppError {
  const millis = blockedUntil === null ? 0 : blockedUntil.getTime() - Date.now();
  const minutes = Math.max(1, Math.ceil(millis / 60_000));
  return new AppError(
    'too-many-attempts',
    `Too many failed attempts. Wait ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}, then try again.`,
  );
}

async function signedInFromHereBefore(userId: string, address: string): Promise<boolean> {
  const found = await database()
    .select({ id: userSessions.id })
    .from(userSessions)
    .where(and(eq(userSessions.userId, userId), eq(userSessions.address, address)))
    .limit(1);
  return found.length > 0;
}

/** The person proved who they are, in full: clears what went wrong here before. Not called after half a sign-in. */
export async function forgetFailures(attempt: Attempt): Promise<void> {
  await takeBackAttempt(attempt);
  await database()
    .delete(signInThrottles)
    .where(eq(signInThrottles.key, throttleKey('pair', attempt)));
}

/** An admitted attempt that turned out right costs nothing. What went wrong before it still counts. */
export async function takeBackAttempt(attempt: Attempt): Promise<void> {
  for (const scope of scopesOf(attempt)) {
    await database()
      .update(signInThrottles)
      .set({
        failures: sql`greatest(${signInThrottles.failures} - 1, 0)`,
        blockedUntil: sql`case when ${signInThrottles.failures} > ${LIMITS[scope]} then ${signInThrottles.blockedUntil} end`,
      })
      .where(eq(signInThrottles.key, throttleKey(scope, attempt)));
  }
}

/** A new password clears what was guessed at the old one, and what this address did wrong with the account. */
export async function forgetAccountFailures(executor: Executor, attempt: Attempt): Promise<void> {
  const keys = [throttleKey('pair', attempt), throttleKey('account', attempt)];
  await executor.delete(signInThrottles).where(inArray(signInThrottles.key, keys));
}
