import 'server-only';
import { and, eq, gt, isNull, sql } from 'drizzle-orm';
import { appendAuditEvent } from '@/lib/audit/append';
import type { Actor } from '@/lib/auth/actor';
import { endOtherSessionsIn } from '@/lib/auth/end-sessions';
import { requireFactorProof } from '@/lib/auth/factor-proof';
import { markFresh } from '@/lib/auth/fresh-sign-in';
import { neededProof, provideProofFirst } from '@/lib/auth/needed-proof';
import { admitOwnAttempt } from '@/lib/auth/own-proof';
import { passwordFits } from '@/lib/auth/password';
import { replaceRecoveryCodes } from '@/lib/auth/recovery-codes';
import { signInCodeSchema, startSecondFactorSchema } from '@/lib/auth/schema';
import { digitsOf, hasSecondFactor } from '@/lib/auth/second-factor-proof';
import { openSecondFactor, secondFactorContext } from '@/lib/auth/second-factor-secret';
import { forgetFailures } from '@/lib/auth/throttle';
import { matchTotpStep, newTotpSecret } from '@/lib/auth/totp';
import { database, type Executor } from '@/lib/db/database';
import { secondFactors } from '@/lib/db/schema/second-factor';
import { AppError, invalidInput } from '@/lib/errors';
import { encryptingVault } from '@/lib/keys/app-vault';
import { parseInput } from '@/lib/validate';
import { makeOwnerSalt, SecretValue } from '@/lib/vault/vault';

const SETUP_MINUTES = 30;

/**
 * Makes a new authenticator secret, which protects nothing until `confirmSecondFactor`. One that was being set up
 * before is replaced. Throws `conflict` where a second factor is on already.
 */
export async function startSecondFactor(actor: Actor, input: unknown): Promise<void> {
  const { password } = parseInput(startSecondFactorSchema, input);
  await requireOwnProof(actor, password);
  await database().transaction(async (tx) => {
    const vault = await encryptingVault(tx);
    const place = { userId: actor.id, kdfSalt: makeOwnerSalt() };
    const secret = new SecretValue(newTotpSecret());
    const row = {
      ...place,
      begunInSessionId: actor.sessionId ?? null,
      envelope: await vault.encrypt(secret, secondFactorContext(place)),
      keyVersion: vault.activeKeyVersion,
    };
    const made = await tx
      .insert(secondFactors)
      .values(row)
      .onConflictDoUpdate({
        target: secondFactors.userId,
        set: { ...row, createdAt: sql`now()` },
        setWhere: isNull(secondFactors.confirmedAt),
      })
      .returning({ id: secondFactors.id });
    if (made.length === 0) throw alreadyOn();
  });
}

/** A browser left open is not to lock its person out of their account. */
async function requireOwnProof(actor: Actor, password: string): Promise<void> {
  if (await hasSecondFactor(database(), actor.id)) {
    await requireFactorProof(actor);
    return;
  }
  const needed = await neededProof(actor);
  if (needed === 'none') return;
  if (needed === 'issuer') throw provideProofFirst();
  if (password === '') throw invalidInput({ password: ['Enter your password.'] });
  const { user, attempt } = await admitOwnAttempt(actor);
  if (!(await passwordFits(user.passwordHash, password))) {
    throw invalidInput({ password: ['That is not your password. Type it again.'] });
  }
  await forgetFailures(attempt);
}

/**
 * The secret that is being set up in the actor's own session, to be shown there and nowhere else; null when there is
 * none, or none any more. It is of no use to anyone until its first code came back.
 */
export async function readSecretBeingSetUp(actor: Actor): Promise<SecretValue | null> {
  const [row] = await selectBeingSetUp(database(), actor);
  return row === undefined ? null : openSecondFactor(database(), row);
}

/** Whoever is in another session of the same person has not begun this, and may be somebody else. */
function selectBeingSetUp(executor: Executor, actor: Actor) {
  return executor
    .select()
    .from(secondFactors)
    .where(
      and(
        eq(secondFactors.userId, actor.id),
        actor.sessionId === undefined ? sql`false` : eq(secondFactors.begunInSessionId, actor.sessionId),
        isNull(secondFactors.confirmedAt),
        gt(secondFactors.createdAt, sql`now() - make_interval(mins => ${SETUP_MINUTES})`),
      ),
    );
}

/**
 * Turns the second factor on with its first code. Returns ten recovery codes, shown once. Ends the actor's other
 * sessions, which were started without it. Throws `invalid` on `code`, or `conflict` when there is nothing to confirm.
 */
export async function confirmSecondFactor(actor: Actor, input: unknown): Promise<string[]> {
  const { code } = parseInput(signInCodeSchema, input);
  return database().transaction(async (tx) => {
    const [row] = await selectBeingSetUp(tx, actor).for('update');
    if (row === undefined) throw nothingToConfirm();
    const secret = await openSecondFactor(tx, row);
    const step = matchTotpStep(secret.reveal(), digitsOf(code), Date.now());
    if (step === null) throw invalidInput({ code: [DOES_NOT_FIT] });
    await tx
      .update(secondFactors)
      .set({ confirmedAt: sql`now()`, lastUsedStep: step })
      .where(eq(secondFactors.id, row.id));
    const codes = await replaceRecoveryCodes(tx, actor.id);
    if (actor.sessionId !== undefined) await markFresh(tx, actor.id, actor.sessionId, 'second-factor');
    await endOtherSessionsIn(tx, actor);
    await appendAuditEvent(tx, actor, { action: 'second-factor.enrolled', subjectUserId: actor.id });
    return codes;
  });
}

const DOES_NOT_FIT =
  'That code does not fit. Check that your phone has the right time, then enter the code it shows now.';

function alreadyOn(): AppError {
  return new AppError(
    'conflict',
    'Your second factor is on already. Turn it off first to use another phone.',
  );
}

function nothingToConfirm(): AppError {
  return new AppError('conflict', 'There is nothing to confirm any more. Begin the set-up again.');
}
