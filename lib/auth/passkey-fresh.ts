import 'server-only';
import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server';
import { appendAuditEvent } from '@/lib/audit/append';
import type { Actor } from '@/lib/auth/actor';
import { markFresh } from '@/lib/auth/fresh-sign-in';
import { admitOwnAttempt } from '@/lib/auth/own-proof';
import type { ChallengeOwner } from '@/lib/auth/passkey-challenge';
import { askForPasskey, passkeyRefused, takePasskey } from '@/lib/auth/passkey-proof';
import { forgetFailures } from '@/lib/auth/throttle';
import { database } from '@/lib/db/database';
import { AppError } from '@/lib/errors';

/** What a passkey of whoever is signed in has to sign to make this session fresh. Throws `conflict` without one. */
export async function askForFreshPasskey(
  actor: Actor,
  board: string,
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  return askForPasskey(ownerOf(actor), board);
}

/**
 * As `freshen`, with a passkey's answer to `askForFreshPasskey`; it also lets this session change the second factor.
 * Throws `too-many-attempts`, or `forbidden` for an answer that does not count.
 */
export async function freshenWithPasskey(actor: Actor, answer: unknown, board: string): Promise<void> {
  const owner = ownerOf(actor);
  const { attempt } = await admitOwnAttempt(actor);
  const done = await database().transaction(async (tx) => {
    if (!(await takePasskey(tx, actor, owner, answer, board))) return false;
    await markFresh(tx, actor.id, owner.holderId, 'second-factor');
    await appendAuditEvent(tx, actor, {
      action: 'person.fresh-sign-in',
      detail: { secondFactor: 'passkey' },
    });
    return true;
  });
  if (!done) throw passkeyRefused();
  await forgetFailures(attempt);
}

function ownerOf(actor: Actor): ChallengeOwner {
  if (actor.sessionId !== undefined) return { userId: actor.id, purpose: 'prove', holderId: actor.sessionId };
  throw new AppError('signed-out', 'Your session has ended. Sign in again to continue.');
}
