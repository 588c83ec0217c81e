import 'server-only';
import { eq, sql } from 'drizzle-orm';
import { appendAuditEvent } from '@/lib/audit/append';
import type { Actor } from '@/lib/auth/actor';
import { endOtherSessionsIn } from '@/lib/auth/end-sessions';
import { refuseGuessable } from '@/lib/auth/guessable-password';
import { neededProof, provideProofFirst } from '@/lib/auth/needed-proof';
import { admitOwnAttempt } from '@/lib/auth/own-proof';
import { hashPassword, passwordFits } from '@/lib/auth/password';
import { changePasswordSchema } from '@/lib/auth/schema';
import { forgetFailures } from '@/lib/auth/throttle';
import { database } from '@/lib/db/database';
import { userSessions, users } from '@/lib/db/schema/people';
import { invalidInput, notFound } from '@/lib/errors';
import { parseInput } from '@/lib/validate';

/**
 * Changes one's own password and ends every other session. Guessing the current one is throttled like a sign-in; whoever
 * has none yet was at the sign-in provider lately, or gets `fresh-sign-in-required`.
 */
export async function changePassword(actor: Actor, input: unknown): Promise<void> {
  const wanted = parseInput(changePasswordSchema, input);
  const [user] = await database().select().from(users).where(eq(users.id, actor.id));
  if (user === undefined) throw notFound('account');
  if (user.passwordHash !== null) await requireCurrent(actor, wanted.current);
  else if ((await neededProof(actor)) !== 'none') throw provideProofFirst();
  await refuseGuessable(wanted.password, user);
  const passwordHash = await hashPassword(wanted.password);
  await database().transaction(async (tx) => {
    await tx.update(users).set({ passwordHash }).where(eq(users.id, actor.id));
    await endOtherSessionsIn(tx, actor);
    await appendAuditEvent(tx, actor, { action: 'person.password-changed', subjectUserId: actor.id });
  });
}

async function requireCurrent(actor: Actor, current: string): Promise<void> {
  if (current === '') throw invalidInput({ current: ['Enter your current password.'] });
  const { user, attempt } = await admitOwnAttempt(actor);
  if (!(await passwordFits(user.passwordHash, current))) {
    throw invalidInput({ current: ['That is not your current password. Type it again.'] });
  }
  await forgetFailures(attempt);
}

/** Ends every session of the actor, this one too. */
export async function signOutEverywhere(actor: Actor): Promise<void> {
  await database().transaction(async (tx) => {
    await tx
      .update(users)
      .set({ sessionVersion: sql`${users.sessionVersion} + 1` })
      .where(eq(users.id, actor.id));
    await appendAuditEvent(tx, actor, { action: 'person.sessions-ended', subjectUserId: actor.id });
  });
}

/** Ends this one session, so that its cookie is worthless even where a copy of it was kept. */
export async function endSession(actor: Actor): Promise<void> {
  if (actor.sessionId === undefined) return;
  const sessionId = actor.sessionId;
  await database().transaction(async (tx) => {
    await tx.update(userSessions).set({ revokedAt: sql`now()` }).where(eq(userSessions.id, sessionId));
    await appendAuditEvent(tx, actor, { action: 'person.signed-out', subjectUserId: actor.id });
  });
}
