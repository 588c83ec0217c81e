import 'server-only';
import { eq, sql } from 'drizzle-orm';
import { recordAuditEvent } from '@/lib/audit/append';
import type { Actor } from '@/lib/auth/actor';
import { personOf } from '@/lib/auth/identities';
import { readKnownDevice } from '@/lib/auth/known-device';
import { joinThroughIssuer } from '@/lib/auth/openid-join';
import { type OpenIdProblem, OpenIdRefusal } from '@/lib/auth/openid-problem';
import type { IssuerAnswer } from '@/lib/auth/openid-protocol';
import type { OpenIdSettings } from '@/lib/auth/openid-settings';
import { startPendingSignIn } from '@/lib/auth/pending-sign-in';
import { hasSecondFactor } from '@/lib/auth/second-factor-proof';
import {
  type Origin,
  type SignInOutcome,
  type SigningInOrigin,
  startSession,
  strangerActor,
} from '@/lib/auth/sign-in';
import { type Attempt, admitAttempt, forgetFailures, takeBackAttempt } from '@/lib/auth/throttle';
import { database } from '@/lib/db/database';
import { users } from '@/lib/db/schema/people';

type User = typeof users.$inferSelect;

/**
 * The first half of a sign-in through the provider, as `signInWithPassword` is of the other: starts a session, or asks
 * for the code where there is a second factor. Whoever is not linked yet joins by an invitation or an allowed domain; a
 * person who is here already never does, since the provider's word for an address is less than their own password.
 * Throws OpenIdRefusal, or `too-many-attempts`. Refusals and sessions are audited.
 */
export async function signInThroughIssuer(
  settings: OpenIdSettings,
  answer: IssuerAnswer,
  origin: SigningInOrigin,
): Promise<SignInOutcome> {
  const { knownDevice, ...from } = origin;
  const linked = await personOf(database(), answer);
  const known = linked ?? (await personWithAddress(answer.verifiedEmail));
  const attempt = {
    email: known?.email ?? answer.verifiedEmail ?? answer.subject,
    address: from.address,
    device: readKnownDevice(knownDevice, known?.id),
  };
  await admitAttempt(attempt, known?.id ?? null);
  if (known?.disabledAt != null) throw await refused(from, 'disabled', known);
  if (linked !== null) return passOn(linked, answer, attempt, from);
  if (answer.verifiedEmail === undefined) throw await refused(from, 'not-verified');
  if (known !== null) throw await refused(from, 'not-linked', known);
  const joined = await joinThroughIssuer(settings, { ...answer, verifiedEmail: answer.verifiedEmail }, from);
  if (joined === null) throw await refused(from, 'not-invited');
  return passOn(joined, answer, attempt, from);
}

async function passOn(
  user: User,
  answer: IssuerAnswer,
  attempt: Attempt,
  from: Origin,
): Promise<SignInOutcome> {
  if (await hasSecondFactor(database(), user.id)) {
    await takeBackAttempt(attempt);
    return { step: 'code', token: await startPendingSignIn(user, 'openid') };
  }
  await forgetFailures(attempt);
  const actor: Actor = { id: user.id, role: user.role, via: 'web', isAgent: false, ...from };
  const proof = { method: 'openid', provedAt: answer.authTime ?? null } as const;
  return { step: 'done', session: await startSession(actor, proof) };
}

async function personWithAddress(email: string | undefined): Promise<User | null> {
  if (email === undefined) return null;
  const [user] = await database()
    .select()
    .from(users)
    .where(eq(sql`lower(${users.email})`, email.toLowerCase()));
  return user ?? null;
}

async function refused(from: Origin, problem: OpenIdProblem, user?: User): Promise<OpenIdRefusal> {
  await recordAuditEvent(strangerActor(from, user?.id), {
    action: 'person.sign-in-failed',
    outcome: 'refused',
    detail: { method: 'openid', problem },
    ...(user === undefined ? {} : { subjectUserId: user.id }),
  });
  return new OpenIdRefusal(problem);
}
