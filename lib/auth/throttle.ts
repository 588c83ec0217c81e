import 'server-only';
import { createHmac } from 'node:crypto';
import { and, eq, gt, inArray, sql } from 'drizzle-orm';
import { authSecret } from '@/lib/auth/auth-secret';
import { database, type Executor } from '@/lib/db/database';
import { signInThrottles, userSessions } from '@/lib/db/schema/people';
import { AppError } from '@/lib/errors';

const WINDOW_MINUTES = 15;

/**
 * Failures allowed within the window. The pair is strict; the account alone is generous, so that a stranger who
 * guesses at it cannot lock its owner out, and it is not applied where the owner signed in from before.
 */
const LIMITS = { pair: 5, address: 50, account: 30 } as const;
type Scope = keyof typeof LIMITS;

interface Attempt {
  email: string;
  address: string;
}

function throttleKey(scope: Scope, { email, address }: Attempt): string {
  const subject = { pair: `${email.toLowerCase()}\n${address}`, address, account: email.toLowerCase() }[
    scope
  ];
  return `${scope}:${createHmac('sha256', authSecret()).update(subject).digest('base64url')}`;
}

const SCOPES = Object.keys(LIMITS) as Scope[];

/** Throws `too-many-attempts` while one of the attempt's scopes is blocked. `userId` null: nobody of that address. */
export async function refuseWhenThrottled(attempt: Attempt, userId: string | null): Promise<void> {
  const keys = SCOPES.map((scope) => throttleKey(scope, attempt));
  const blocked = await database()
    .select({ key: signInThrottles.key, until: signInThrottles.blockedUntil })
    .from(signInThrottles)
    .where(and(inArray(signInThrottles.key, keys), gt(signInThrottles.blockedUntil, sql`now()`)));
  if (blocked.length === 0) return;
  const onlyAccount = blocked.every((row) => row.key.startsWith('account:'));
  if (onlyAccount && userId !== null && (await signedInFromHereBefore(userId, attempt.address))) return;
  const until = Math.max(...blocked.map((row) => row.until?.getTime() ?? 0));
  const minutes = Math.max(1, Math.ceil((until - Date.now()) / 60_000));
  throw new AppError(
    'too-many-attempts',
    `Too many failed sign-ins. Wait ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}, then try again.`,
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

/** Counts a failure in every scope; a scope that reaches its limit is blocked for the rest of a window. */
export async function countFailure(attempt: Attempt): Promise<void> {
  for (const scope of SCOPES) {
    await database().execute(sql`
      insert into sign_in_throttles as t (key, failures, first_failure_at) values (${throttleKey(scope, attempt)}, 1, now())
      on conflict (key) do update set
        failures = case when t.first_failure_at < now() - make_interval(mins => ${WINDOW_MINUTES}) then 1 else t.failures + 1 end,
        first_failure_at = case when t.first_failure_at < now() - make_interval(mins => ${WINDOW_MINUTES}) then now() else t.first_failure_at end,
        blocked_until = case
          when t.first_failure_at >= now() - make_interval(mins => ${WINDOW_MINUTES}) and t.failures + 1 >= ${LIMITS[scope]}
          then now() + make_interval(mins => ${WINDOW_MINUTES}) else t.blocked_until end`);
  }
}

/** A right password clears what this address did wrong with this account. */
export async function forgetFailures(attempt: Attempt): Promise<void> {
  await database()
    .delete(signInThrottles)
    .where(eq(signInThrottles.key, throttleKey('pair', attempt)));
}

/** A new password clears what was guessed at the old one, and what this address did wrong with the account. */
export async function forgetAccountFailures(executor: Executor, attempt: Attempt): Promise<void> {
  const keys = [throttleKey('pair', attempt), throttleKey('account', attempt)];
  await executor.delete(signInThrottles).where(inArray(signInThrottles.key, keys));
}
