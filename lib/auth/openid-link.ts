import 'server-only';
import { and, eq } from 'drizzle-orm';
import { appendAuditEvent } from '@/lib/audit/append';
import type { Actor } from '@/lib/auth/actor';
import { endOtherSessionsIn } from '@/lib/auth/end-sessions';
import { linkAccount } from '@/lib/auth/identities';
import { neededProof, provideProofFirst } from '@/lib/auth/needed-proof';
import { OpenIdRefusal } from '@/lib/auth/openid-problem';
import type { IssuerAnswer } from '@/lib/auth/openid-protocol';
import { openIdSettings } from '@/lib/auth/openid-settings';

import { database } from '@/lib/db/database';
import { violatedConstraint } from '@/lib/db/database-errors';
import { userIdentities, users } from '@/lib/db/schema/people';
import { pendingSignIns } from '@/lib/db/schema/second-factor';
import { AppError, notFound } from '@/lib/errors';

/**
 * Lets the actor sign in with this account at the provider from now on. Both sides were proved: this session lately, and
 * the account just now; and the provider confirms the address that the person has here, so that a colleague who is still
 * signed in there on a shared computer is not linked by mistake. Ends the actor's other sessions. Throws OpenIdRefusal.
 */
export async function linkToIssuer(actor: Actor, answer: IssuerAnswer): Promise<void> {
  if ((await neededProof(actor)) !== 'none') throw new OpenIdRefusal('not-fresh');
  const [user] = await database().select().from(users).where(eq(users.id, actor.id));
  if (user === undefined) throw notFound('account');
  if (answer.verifiedEmail === undefined) throw new OpenIdRefusal('not-verified');
  if (answer.verifiedEmail.toLowerCase() !== user.email.toLowerCase())
    throw new OpenIdRefusal('other-address');
  try {
    await database().transaction(async (tx) => {
      await linkAccount(tx, actor.id, answer);
      await endOtherSessionsIn(tx, actor);
      await appendAuditEvent(tx, actor, { action: 'identity.linked', subjectUserId: actor.id });
    });
  } catch (error) {
    const isTaken = violatedConstraint(error)?.startsWith('user_identities_') ?? false;
    throw isTaken ? new OpenIdRefusal('linked-already') : error;
  }
}

/**
 * Takes the link to the provider away again, and ends the actor's other sessions. Throws `conflict` for whoever has no
 * password and so could not come in any more, and `fresh-sign-in-required` after a while.
 */
export async function unlinkFromIssuer(actor: Actor): Promise<void> {
  const settings = openIdSettings();
  if ((await neededProof(actor)) !== 'none') {
    throw provideProofFirst();
  }
  await database().transaction(async (tx) => {
    const [user] = await tx.select().from(users).where(eq(users.id, actor.id)).for('update');
    if (settings === null || user === undefined) throw notFound('link');
    if (user.passwordHash === null) {
      throw new AppError('conflict', 'Set a password first: without one you could not sign in any more.');
    }
    const taken = await tx
      .delete(userIdentities)
      .where(and(eq(userIdentities.userId, actor.id), eq(userIdentities.issuer, settings.issuerKey)))
      .returning({ id: userIdentities.id });
    if (taken.length === 0) throw notFound('link');
    await tx
      .delete(pendingSignIns)
      .where(and(eq(pendingSignIns.userId, actor.id), eq(pendingSignIns.method, 'openid')));
    await endOtherSessionsIn(tx, actor);
    await appendAuditEvent(tx, actor, { action: 'identity.unlinked', subjectUserId: actor.id });
  });
}
