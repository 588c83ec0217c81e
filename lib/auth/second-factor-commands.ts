import 'server-only';
import { eq, sql } from 'drizzle-orm';
import { appendAuditEvent, recordAuditEvent } from '@/lib/audit/append';
import type { Actor } from '@/lib/auth/actor';
import { requireFactorProof } from '@/lib/auth/factor-proof';
import { neededProof, provideProofFirst } from '@/lib/auth/needed-proof';
import { admitOwnAttempt } from '@/lib/auth/own-proof';
import { passwordFits } from '@/lib/auth/password';
import { authorise } from '@/lib/auth/permissions';
import { forgetRecoveryCodes, replaceRecoveryCodes } from '@/lib/auth/recovery-codes';
import { secondFactorRuleSchema, signInCodeSchema, turnOffSecondFactorSchema } from '@/lib/auth/schema';
import { hasAuthenticator, hasSecondFactor, takeAnyCode, takeTotpCode } from '@/lib/auth/second-factor-proof';
import { forgetFailures } from '@/lib/auth/throttle';
import { database, type Transaction } from '@/lib/db/database';
import { passkeys } from '@/lib/db/schema/passkeys';
import { users } from '@/lib/db/schema/people';
import { boardSettings, secondFactors } from '@/lib/db/schema/second-factor';
import { AppError, type FieldErrors, invalidInput, notFound } from '@/lib/errors';
import { isUuid, parseInput } from '@/lib/validate';

const CODE_DOES_NOT_FIT = 'That code does not fit, or was used already. Wait for the next one in your app.';

/**
 * Makes ten new recovery codes against a code from the authenticator; whoever has passkeys only showed one lately, or
 * gets `fresh-sign-in-required`. The old codes stop working.
 */
export async function renewRecoveryCodes(actor: Actor, input: unknown): Promise<string[]> {
  if (!(await hasAuthenticator(database(), actor.id))) return renewAfterProof(actor);
  const { code } = parseInput(signInCodeSchema, input);
  const { attempt } = await admitOwnAttempt(actor);
  const codes = await database().transaction(async (tx) => {
    if (!(await takeTotpCode(tx, actor.id, code))) return null;
    const made = await replaceRecoveryCodes(tx, actor.id);
    await appendAuditEvent(tx, actor, {
      action: 'second-factor.recovery-renewed',
      subjectUserId: actor.id,
    });
    return made;
  });
  if (codes === null) throw await codeRefused(actor, { code: [CODE_DOES_NOT_FIT] });
  await forgetFailures(attempt);
  return codes;
}

async function renewAfterProof(actor: Actor): Promise<string[]> {
  await requireFactorProof(actor);
  return database().transaction(async (tx) => {
    if (!(await hasSecondFactor(tx, actor.id)))
      throw new AppError('conflict', 'You have no second factor. Set one up first.');
    const made = await replaceRecoveryCodes(tx, actor.id);
    await appendAuditEvent(tx, actor, {
      action: 'second-factor.recovery-renewed',
      subjectUserId: actor.id,
    });
    return made;
  });
}

/**
 * Turns one's own authenticator off, against the password and a code or recovery code. Both have to fit at once. Whoever
 * has no password was at the sign-in provider lately instead, or gets `fresh-sign-in-required`.
 */
export async function turnOffSecondFactor(actor: Actor, input: unknown): Promise<void> {
  const { password, code } = parseInput(turnOffSecondFactorSchema, input);
  const { user, attempt } = await admitOwnAttempt(actor);
  // Asked for first, and nothing spent when it does not fit: a code is used up by being right.
  if (user.passwordHash === null) {
    if ((await neededProof(actor)) !== 'none') throw provideProofFirst();
  } else if (password === '') {
    throw invalidInput({ password: ['Enter your password.'] });
  } else if (!(await passwordFits(user.passwordHash, password))) {
    throw await codeRefused(actor, { password: ['That is not your password. Type it again.'] });
  }
  const done = await database().transaction(async (tx) => {
    if ((await takeAnyCode(tx, actor.id, code)) === null) return false;
    if (!(await eraseAuthenticator(tx, actor.id))) throw nothingToRemove();
    if (!(await hasSecondFactor(tx, actor.id))) await forgetRecoveryCodes(tx, actor.id);
    await appendAuditEvent(tx, actor, { action: 'second-factor.removed', subjectUserId: actor.id });
    return true;
  });
  if (!done) throw await codeRefused(actor, { code: [CODE_DOES_NOT_FIT] });
  await forgetFailures(attempt);
}

/**
 * Removes somebody else's second factors, authenticator and passkeys, for whoever lost the phone and the recovery codes. Ends their sessions: the
 * phone may be signed in. Throws `conflict` for one's own in the browser, which takes a code, and where there is none.
 */
export async function removeSecondFactor(actor: Actor, userId: string): Promise<void> {
  authorise(actor, 'people.manage');
  if (!isUuid(userId)) throw notFound('person');
  if (userId === actor.id) {
    throw new AppError('conflict', 'Turn off your own second factor on your account page, with a code.');
  }
  await database().transaction(async (tx) => {
    const found = await tx.select({ id: users.id }).from(users).where(eq(users.id, userId));
    if (found.length === 0) throw notFound('person');
    // The factor before the person and the log last, in the order of a sign-in: else the two could wait for each other.
    const hadAuthenticator = await eraseAuthenticator(tx, userId);
    const hadPasskeys = await erasePasskeys(tx, userId);
    if (!hadAuthenticator && !hadPasskeys) throw nothingToRemove();
    await forgetRecoveryCodes(tx, userId);
    await tx
      .update(users)
      .set({ sessionVersion: sql`${users.sessionVersion} + 1` })
      .where(eq(users.id, userId));
    await appendAuditEvent(tx, actor, { action: 'second-factor.removed', subjectUserId: userId });
  });
}

async function eraseAuthenticator(tx: Transaction, userId: string): Promise<boolean> {
  const erased = await tx
    .delete(secondFactors)
    .where(eq(secondFactors.userId, userId))
    .returning({ id: secondFactors.id });
  return erased.length > 0;
}

async function erasePasskeys(tx: Transaction, userId: string): Promise<boolean> {
  const erased = await tx.delete(passkeys).where(eq(passkeys.userId, userId)).returning({ id: passkeys.id });
  return erased.length > 0;
}

function nothingToRemove(): AppError {
  return new AppError('conflict', 'There is no second factor to remove.');
}

/** Decides which roles need a second factor. It counts from everybody's next request. */
export async function setSecondFactorRule(actor: Actor, input: unknown): Promise<void> {
  authorise(actor, 'people.manage');
  const { roles } = parseInput(secondFactorRuleSchema, input);
  await database().transaction(async (tx) => {
    await tx.update(boardSettings).set({ secondFactorRoles: roles });
    await appendAuditEvent(tx, actor, {
      action: 'second-factor.rule-changed',
      detail: { roles: roles.join(', ') || 'nobody' },
    });
  });
}

async function codeRefused(actor: Actor, fieldErrors: FieldErrors): Promise<AppError> {
  await recordAuditEvent(actor, {
    action: 'second-factor.failed',
    outcome: 'refused',
    subjectUserId: actor.id,
  });
  return invalidInput(fieldErrors);
}
