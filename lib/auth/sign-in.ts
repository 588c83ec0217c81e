import 'server-only';
import { and, eq, isNull, sql } from 'drizzle-orm';
import { appendAuditEvent, recordAuditEvent } from '@/lib/audit/append';
import type { Actor } from '@/lib/auth/actor';
import { SYSTEM_ACTOR_ID } from '@/lib/auth/actor';
import { readKnownDevice } from '@/lib/auth/known-device';
import { passwordFits } from '@/lib/auth/password';
import { startPendingSignIn } from '@/lib/auth/pending-sign-in';
import { signInSchema } from '@/lib/auth/schema';
import { hasSecondFactor } from '@/lib/auth/second-factor-proof';
import type { SignInProof } from '@/lib/auth/sign-in-proof';
import { admitAttempt, forgetFailures, takeBackAttempt } from '@/lib/auth/throttle';
import { database, type Transaction } from '@/lib/db/database';
import { userSessions, users } from '@/lib/db/schema/people';
import { AppError } from '@/lib/errors';
import { parseInput } from '@/lib/validate';

export const SESSION_HOURS = 12;

/** Where a sign-in comes from, as the adapter knows it. */
export interface Origin {
  address: string;
  userAgent: string;
}

/** What only a sign-in asks of a browser beside its origin. */
export interface SigningInOrigin extends Origin {
  /** The word of `known-device.ts`, as the browser sent it. */
  knownDevice?: string | undefined;
}

const WITH_PASSWORD: SignInProof = { method: 'password' };

export interface StartedSession {
  userId: string;
  sessionId: string;
}

/** Signed in, or, with a second factor, only halfway: `token` is for `finishSignIn` and nothing else. */
export type SignInOutcome = { step: 'done'; session: StartedSession } | { step: 'code'; token: string };

/**
 * Checks e-mail and password; starts a session, or asks for the code where there is a second factor. Throws
 * `too-many-attempts`, or one and the same `forbidden` for an unknown person, a wrong password and a disabled account.
 * Refusals and sessions are audited.
 */
export async function signInWithPassword(input: unknown, origin: SigningInOrigin): Promise<SignInOutcome> {
  const { email, password } = parseInput(signInSchema, input);
  const { knownDevice, ...from } = origin;
  const [user] = await database()
    .select()
    .from(users)
    .where(eq(sql`lower(${users.email})`, email.toLowerCase()));
  const attempt = { email, address: from.address, device: readKnownDevice(knownDevice, user?.id) };
  await admitAttempt(attempt, user?.id ?? null);
  const fits = await passwordFits(user?.passwordHash ?? null, password);
  if (user === undefined || !fits || user.disabledAt !== null) {
    await recordAuditEvent(strangerActor(from, user?.id), {
      action: 'person.sign-in-failed',
      outcome: 'refused',
      detail: { method: 'password' },
      ...(user === undefined ? {} : { subjectUserId: user.id }),
    });
    throw new AppError('forbidden', 'That e-mail address and password do not fit. Check both and try again.');
  }
  if (await hasSecondFactor(database(), user.id)) {
    await takeBackAttempt(attempt);
    return { step: 'code', token: await startPendingSignIn(user, 'password') };
  }
  await forgetFailures(attempt);
  const actor: Actor = { id: user.id, role: user.role, via: 'web', isAgent: false, ...from };
  return { step: 'done', session: await startSession(actor) };
}

/** Starts a session for a person who has just proved who they are, in one transaction with its event. */
export async function startSession(
  actor: Actor,
  proof: SignInProof = WITH_PASSWORD,
): Promise<StartedSession> {
  return database().transaction((tx) => startSessionIn(tx, actor, proof));
}

/** As `startSession`, in the transaction that took the proof. */
export async function startSessionIn(
  tx: Transaction,
  actor: Actor,
  { method, secondFactor, provedAt }: SignInProof,
): Promise<StartedSession> {
  const [user] = await tx
    .update(users)
    .set({ lastSignInAt: sql`now()` })
    .where(and(eq(users.id, actor.id), isNull(users.disabledAt)))
    .returning({ sessionVersion: users.sessionVersion });
  if (user === undefined) throw new AppError('forbidden', 'This account is disabled. Ask your admin.');
  const [session] = await tx
    .insert(userSessions)
    .values({
      userId: actor.id,
      sessionVersion: user.sessionVersion,
      ...(provedAt === undefined
        ? {}
        : { authenticatedAt: sql`least(now(), to_timestamp(${provedAt ?? 0}))` }),
      ...(secondFactor === undefined ? {} : { secondFactorAt: sql`now()` }),
      expiresAt: sql`now() + make_interval(hours => ${SESSION_HOURS})`,
      address: actor.address,
      userAgent: actor.userAgent?.slice(0, 200),
    })
    .returning({ id: userSessions.id });
  if (session === undefined) throw new AppError('unexpected', 'The session could not be started.');
  await appendAuditEvent(tx, actor, {
    action: 'person.signed-in',
    detail: { method, ...(secondFactor === undefined ? {} : { secondFactor }) },
  });
  return { userId: actor.id, sessionId: session.id };
}

/** Whoever it was that did not get in: the person they said they are, or nobody. They have no right at all. */
export function strangerActor(origin: Origin, userId: string | undefined): Actor {
  return { id: userId ?? SYSTEM_ACTOR_ID, role: 'support', via: 'web', isAgent: false, ...origin };
}
