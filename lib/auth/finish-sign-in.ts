import 'server-only';
import { appendAuditEvent, recordAuditEvent } from '@/lib/audit/append';
import type { Actor } from '@/lib/auth/actor';
import { readKnownDevice } from '@/lib/auth/known-device';
import { pendingIsOver, readPendingSignIn, spendPendingSignIn } from '@/lib/auth/pending-sign-in';
import { countRecoveryCodes } from '@/lib/auth/recovery-codes';
import { signInCodeSchema } from '@/lib/auth/schema';
import { takeAnyCode } from '@/lib/auth/second-factor-proof';
import { type SigningInOrigin, type StartedSession, startSessionIn } from '@/lib/auth/sign-in';
import { admitAttempt, forgetFailures } from '@/lib/auth/throttle';
import { database } from '@/lib/db/database';
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
  const pending = await readPendingSignIn(token);
  if (pending === null) throw pendingIsOver();
  const { user } = pending;
  const { knownDevice, ...from } = origin;
  const attempt = {
    email: user.email,
    address: from.address,
    device: readKnownDevice(knownDevice, user.id),
  };
  await admitAttempt(attempt, user.id);
  const actor: Actor = { id: user.id, role: user.role, via: 'web', isAgent: false, ...from };
  const session = await database().transaction(async (tx) => {
    const proof = await takeAnyCode(tx, user.id, code);
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
  if (session === null) {
    await recordAuditEvent(actor, {
      action: 'second-factor.failed',
      outcome: 'refused',
      subjectUserId: user.id,
    });
    throw invalidInput({ code: [CODE_DOES_NOT_FIT] });
  }
  await forgetFailures(attempt);
  return session;
}

const CODE_DOES_NOT_FIT =
  'That code does not fit, or was used already. Wait for the next one in your app, or use a recovery code.';
