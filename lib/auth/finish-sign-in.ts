import 'server-only';
import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server';
import { appendAuditEvent } from '@/lib/audit/append';
import type { Actor } from '@/lib/auth/actor';
import { readKnownDevice } from '@/lib/auth/known-device';
import type { ChallengeOwner } from '@/lib/auth/passkey-challenge';
import { askForPasskey, passkeyRefused, takePasskey } from '@/lib/auth/passkey-proof';
import {
  type PendingSignIn,
  pendingIsOver,
  readPendingSignIn,
  spendPendingSignIn,
} from '@/lib/auth/pending-sign-in';
import { countRecoveryCodes } from '@/lib/auth/recovery-codes';
import { signInCodeSchema } from '@/lib/auth/schema';
import { takeAnyCode } from '@/lib/auth/second-factor-proof';
import { type SigningInOrigin, type StartedSession, startSessionIn } from '@/lib/auth/sign-in';
import type { SecondFactorProof } from '@/lib/auth/sign-in-proof';
import { admitAttempt, forgetFailures } from '@/lib/auth/throttle';
import { database, type Transaction } from '@/lib/db/database';
import { invalidInput } from '@/lib/errors';
import { parseInput } from '@/lib/validate';

/**
 * The second half of a sign-in: takes the code of whoever the token was made for, and starts the session. Code, token
 * and session go in one transaction, so of two simultaneous uses of either one wins. Throws `not-found` when the
 * token is over, `too-many-attempts`, or `invalid` for a code that does not fit or was used before.
 */
export async function finishSignIn(
  token: unknown,
  input: unknown,
  origin: SigningInOrigin,
): Promise<StartedSession> {
  const { code } = parseInput(signInCodeSchema, input);
  const session = await finish(token, origin, async (tx, actor, pending) => {
    const proof = await takeAnyCode(tx, pending.user.id, code);
    if (proof !== null) return proof;
    await appendAuditEvent(tx, actor, {
      action: 'second-factor.failed',
      outcome: 'refused',
      subjectUserId: pending.user.id,
    });
    return null;
  });
  if (session === null) throw invalidInput({ code: [CODE_DOES_NOT_FIT] });
  return session;
}

/** What a passkey of whoever the token was made for has to sign. Throws `not-found` when it is over, `conflict` without one. */
export async function askForSignInPasskey(
  token: unknown,
  board: string,
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const pending = await readPendingSignIn(token);
  if (pending === null) throw pendingIsOver();
  return askForPasskey(ownerOf(pending), board);
}

/**
 * As `finishSignIn`, with a passkey's answer to `askForSignInPasskey` in place of a code. `board` is the board's own
 * address. Throws `forbidden` for an answer that does not count.
 */
export async function finishSignInWithPasskey(
  token: unknown,
  answer: unknown,
  board: string,
  origin: SigningInOrigin,
): Promise<StartedSession> {
  const session = await finish(token, origin, async (tx, actor, pending) =>
    (await takePasskey(tx, actor, ownerOf(pending), answer, board)) ? 'passkey' : null,
  );
  if (session === null) throw passkeyRefused();
  return session;
}

/** Null when the proof was not taken, which `take` puts on record. */
async function finish(
  token: unknown,
  { knownDevice, ...from }: SigningInOrigin,
  take: (tx: Transaction, actor: Actor, pending: PendingSignIn) => Promise<SecondFactorProof | null>,
): Promise<StartedSession | null> {
  const pending = await readPendingSignIn(token);
  if (pending === null) throw pendingIsOver();
  const { user } = pending;
  const attempt = {
    email: user.email,
    address: from.address,
    device: readKnownDevice(knownDevice, user.id),
  };
  await admitAttempt(attempt, user.id);
  const actor: Actor = { id: user.id, role: user.role, via: 'web', isAgent: false, ...from };
  const session = await database().transaction(async (tx) => {
    const proof = await take(tx, actor, pending);
    if (proof === null) return null;
    await spendPendingSignIn(tx, pending.id);
    const started = await startSessionIn(tx, actor, { method: pending.method, secondFactor: proof });
    if (proof === 'recovery') {
      await appendAuditEvent(tx, actor, {
        action: 'second-factor.recovery-used',
        subjectUserId: user.id,
        detail: { left: await countRecoveryCodes(tx, user.id) },
      });
    }
    return started;
  });
  if (session !== null) await forgetFailures(attempt);
  return session;
}

function ownerOf(pending: PendingSignIn): ChallengeOwner {
  return { userId: pending.user.id, purpose: 'sign-in', holderId: pending.id };
}

const CODE_DOES_NOT_FIT =
  'That code does not fit, or was used already. Wait for the next one in your app, or use a recovery code.';
