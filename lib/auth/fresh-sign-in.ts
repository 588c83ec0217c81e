import 'server-only';
import { and, eq, gt, isNull, type Placeholder, type SQL, sql } from 'drizzle-orm';
import { appendAuditEvent, recordAuditEvent } from '@/lib/audit/append';
import type { Actor } from '@/lib/auth/actor';
import { admitOwnAttempt } from '@/lib/auth/own-proof';
import { passwordFits } from '@/lib/auth/password';
import { freshSignInSchema } from '@/lib/auth/schema';
import { takeTotpCode } from '@/lib/auth/second-factor-proof';
import { forgetFailures } from '@/lib/auth/throttle';
import { database, type Transaction } from '@/lib/db/database';
import { userSessions } from '@/lib/db/schema/people';
import { env } from '@/lib/env';
import { AppError, invalidInput } from '@/lib/errors';
import { parseInput } from '@/lib/validate';

/** Whether the actor's session saw a password or a code within the last minutes. No session: no. */
export async function provedWithin(actor: Actor, minutes: number): Promise<boolean> {
  if (actor.sessionId === undefined) return false;
  const found = await database()
    .select({ id: userSessions.id })
    .from(userSessions)
    .where(provedLately({ sessionId: actor.sessionId, userId: actor.id, minutes }));
  return found.length > 0;
}

/**
 * Whether this actor may have a value decrypted without proving again who they are. Asked of people in a browser,
 * where a session outlives attention. The command line is whoever has the machine; programs have tokens whose scope
 * and end were decided when they were made, and nobody to ask.
 */
export async function isFreshEnough(actor: Actor): Promise<boolean> {
  const { mustProve, provedMinutes } = freshnessValues(actor);
  return !mustProve || provedWithin(actor, provedMinutes);
}

/** The same question inside a prepared statement, which is run with `freshnessValues`. */
export const FRESH_ENOUGH = sql<boolean>`(not ${sql.placeholder('mustProve')}::boolean or exists (
  select from ${userSessions} where ${provedLately({
    sessionId: sql.placeholder('provedSessionId'),
    userId: sql.placeholder('provedUserId'),
    minutes: sql.placeholder('provedMinutes'),
  })}))`;

/** What `FRESH_ENOUGH` asks of this actor: whether at all, of which session, within how many minutes. */
export function freshnessValues(actor: Actor) {
  const provedMinutes = env().REVEAL_FRESH_MINUTES;
  return {
    mustProve: provedMinutes !== 0 && actor.via === 'web',
    provedSessionId: actor.sessionId ?? null,
    provedUserId: actor.id,
    provedMinutes,
  };
}

interface Proof {
  sessionId: string | Placeholder;
  userId: string | Placeholder;
  minutes: number | Placeholder;
}

function provedLately(proof: Proof): SQL | undefined {
  return and(
    eq(userSessions.id, proof.sessionId),
    eq(userSessions.userId, proof.userId),
    isNull(userSessions.revokedAt),
    gt(userSessions.authenticatedAt, sql`now() - make_interval(mins => ${proof.minutes}::integer)`),
  );
}

/** The refusal, for whoever asks `isFreshEnough`. */
export function freshSignInRequired(): AppError {
  return new AppError(
    'fresh-sign-in-required',
    'Not copied: enter your password again first; you entered it a while ago.',
  );
}

/**
 * Takes the password, or the authenticator's code, of whoever is signed in already, and makes this session fresh.
 * Throttled for this session alone. Throws `too-many-attempts`, or `invalid` on the field `proof`.
 */
export async function freshen(actor: Actor, input: unknown): Promise<void> {
  const { proof } = parseInput(freshSignInSchema, input);
  const { sessionId } = actor;
  if (sessionId === undefined) {
    throw new AppError('signed-out', 'Your session has ended. Sign in again to continue.');
  }
  const { user, attempt } = await admitOwnAttempt(actor);
  const isPassword = await passwordFits(user.passwordHash, proof);
  const done = await database().transaction(async (tx) => {
    if (!isPassword && !(await takeTotpCode(tx, user.id, proof))) return false;
    await markFresh(tx, user.id, sessionId, isPassword ? 'password' : 'second-factor');
    await appendAuditEvent(tx, actor, { action: 'person.fresh-sign-in' });
    return true;
  });
  if (!done) {
    await recordAuditEvent(actor, { action: 'person.fresh-sign-in-failed', outcome: 'refused' });
    throw invalidInput({ proof: ['That does not fit. Enter your password, or a new code from your app.'] });
  }
  await forgetFailures(attempt);
}

/**
 * From now on this session counts as proved. Part of what proved it. A second factor also lets it change that factor;
 * a recovery code does only that, since it is for coming back and not for copying.
 */
export async function markFresh(
  tx: Transaction,
  userId: string,
  sessionId: string,
  by: 'password' | 'openid' | 'second-factor' | 'recovery',
): Promise<void> {
  await tx
    .update(userSessions)
    .set({
      ...(by === 'recovery' ? {} : { authenticatedAt: sql`now()` }),
      ...(by === 'second-factor' || by === 'recovery' ? { secondFactorAt: sql`now()` } : {}),
    })
    .where(
      and(eq(userSessions.id, sessionId), eq(userSessions.userId, userId), isNull(userSessions.revokedAt)),
    );
}
