import 'server-only';
import { eq, sql } from 'drizzle-orm';
import { appendAuditEvent, recordAuditEvent } from '@/lib/audit/append';
import type { Actor } from '@/lib/auth/actor';
import { SYSTEM_ACTOR_ID } from '@/lib/auth/actor';
import { passwordFits } from '@/lib/auth/password';
import { signInSchema } from '@/lib/auth/schema';
import { countFailure, forgetFailures, refuseWhenThrottled } from '@/lib/auth/throttle';
import { database } from '@/lib/db/database';
import { userSessions, users } from '@/lib/db/schema/people';
import { AppError } from '@/lib/errors';
import { parseInput } from '@/lib/validate';

export const SESSION_HOURS = 12;

/** Where a sign-in comes from, as the adapter knows it. */
export interface Origin {
  address: string;
  userAgent: string;
}

export interface StartedSession {
  userId: string;
  sessionId: string;
}

/**
 * Checks e-mail and password and starts a session. Throws `too-many-attempts`, or one and the same `forbidden` for
 * an unknown person, a wrong password and a disabled account. Both outcomes are audited.
 */
export async function signInWithPassword(input: unknown, origin: Origin): Promise<StartedSession> {
  const { email, password } = parseInput(signInSchema, input);
  const attempt = { email, address: origin.address };
  const [user] = await database()
    .select()
    .from(users)
    .where(eq(sql`lower(${users.email})`, email.toLowerCase()));
  await refuseWhenThrottled(attempt, user?.id ?? null);
  const fits = await passwordFits(user?.passwordHash ?? null, password);
  if (user === undefined || !fits || user.disabledAt !== null) {
    await countFailure(attempt);
    await recordAuditEvent(strangerActor(origin, user?.id), {
      action: 'person.sign-in-failed',
      outcome: 'refused',
      ...(user === undefined ? {} : { subjectUserId: user.id }),
    });
    throw new AppError('forbidden', 'That e-mail address and password do not fit. Check both and try again.');
  }
  await forgetFailures(attempt);
  return startSession({ id: user.id, role: user.role, via: 'web', isAgent: false, ...origin });
}

/** Starts a session for a person who has just proved who they are, in one transaction with its event. */
export async function startSession(actor: Actor): Promise<StartedSession> {
  return database().transaction(async (tx) => {
    const [user] = await tx
      .update(users)
      .set({ lastSignInAt: sql`now()` })
      .where(eq(users.id, actor.id))
      .returning({ sessionVersion: users.sessionVersion });
    if (user === undefined) throw new AppError('forbidden', 'This account does not exist any more.');
    const [session] = await tx
      .insert(userSessions)
      .values({
        userId: actor.id,
        sessionVersion: user.sessionVersion,
        expiresAt: sql`now() + make_interval(hours => ${SESSION_HOURS})`,
        address: actor.address,
        userAgent: actor.userAgent?.slice(0, 200),
      })
      .returning({ id: userSessions.id });
    if (session === undefined) throw new AppError('unexpected', 'The session could not be started.');
    await appendAuditEvent(tx, actor, { action: 'person.signed-in' });
    return { userId: actor.id, sessionId: session.id };
  });
}

function strangerActor(origin: Origin, userId: string | undefined): Actor {
  return { id: userId ?? SYSTEM_ACTOR_ID, role: 'support', via: 'web', isAgent: false, ...origin };
}
