import 'server-only';
import { and, eq, gt, isNull, sql } from 'drizzle-orm';
import { appendAuditEvent, recordAuditEvent } from '@/lib/audit/append';
import type { Actor } from '@/lib/auth/actor';
import { markFresh } from '@/lib/auth/fresh-sign-in';
import { FRESH_MINUTES, type NeededProof, neededProof } from '@/lib/auth/needed-proof';
import { admitOwnAttempt } from '@/lib/auth/own-proof';
import { countRecoveryCodes } from '@/lib/auth/recovery-codes';
import { signInCodeSchema } from '@/lib/auth/schema';
import { hasSecondFactor, takeAnyCode } from '@/lib/auth/second-factor-proof';
import { forgetFailures } from '@/lib/auth/throttle';
import { database } from '@/lib/db/database';
import { userSessions } from '@/lib/db/schema/people';
import { AppError, invalidInput } from '@/lib/errors';
import { parseInput } from '@/lib/validate';

/**
 * What somebody has to show before they add or take away a second factor: the one they have, lately, since a password
 * alone is not to get past it; without one, what any other change of the sign-in takes.
 */
export type NeededFactorProof = NeededProof | 'second-factor';

export async function neededFactorProof(actor: Actor): Promise<NeededFactorProof> {
  if (!(await hasSecondFactor(database(), actor.id))) return neededProof(actor);
  return (await shownLately(actor)) ? 'none' : 'second-factor';
}

/** Throws `fresh-sign-in-required` where something has to be shown first; the page has the fields for it. */
export async function requireFactorProof(actor: Actor): Promise<void> {
  const needed = await neededFactorProof(actor);
  if (needed === 'none') return;
  throw new AppError(
    'fresh-sign-in-required',
    needed === 'second-factor'
      ? 'Show your second factor again first, then try again. Reload the page for the fields.'
      : 'Prove who you are again first, then try again. Reload the page for the fields.',
  );
}

async function shownLately({ id, sessionId }: Actor): Promise<boolean> {
  if (sessionId === undefined) return false;
  const found = await database()
    .select({ id: userSessions.id })
    .from(userSessions)
    .where(
      and(
        eq(userSessions.id, sessionId),
        eq(userSessions.userId, id),
        isNull(userSessions.revokedAt),
        gt(userSessions.secondFactorAt, sql`now() - make_interval(mins => ${FRESH_MINUTES})`),
      ),
    );
  return found.length > 0;
}

/**
 * Takes a code of one's own, from the app or a recovery code, and lets this session change the second factor. Throws
 * `too-many-attempts`, or `invalid` on `code`.
 */
export async function showSecondFactor(actor: Actor, input: unknown): Promise<void> {
  const { code } = parseInput(signInCodeSchema, input);
  const { sessionId } = actor;
  if (sessionId === undefined) {
    throw new AppError('signed-out', 'Your session has ended. Sign in again to continue.');
  }
  const { attempt } = await admitOwnAttempt(actor);
  const done = await database().transaction(async (tx) => {
    const proof = await takeAnyCode(tx, actor.id, code);
    if (proof === null) return false;
    await markFresh(tx, actor.id, sessionId, proof === 'recovery' ? 'recovery' : 'second-factor');
    await appendAuditEvent(tx, actor, { action: 'person.fresh-sign-in', detail: { secondFactor: proof } });
    if (proof === 'recovery') {
      await appendAuditEvent(tx, actor, {
        action: 'second-factor.recovery-used',
        subjectUserId: actor.id,
        detail: { left: await countRecoveryCodes(tx, actor.id) },
      });
    }
    return true;
  });
  if (!done) {
    await recordAuditEvent(actor, {
      action: 'second-factor.failed',
      outcome: 'refused',
      subjectUserId: actor.id,
    });
    throw invalidInput({
      code: ['That code does not fit, or was used already. Wait for the next one, or use a recovery code.'],
    });
  }
  await forgetFailures(attempt);
}
