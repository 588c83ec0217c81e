import 'server-only';
import { and, eq, isNotNull, isNull, lt, or } from 'drizzle-orm';
import { spendRecoveryCode } from '@/lib/auth/recovery-codes';
import { openSecondFactor } from '@/lib/auth/second-factor-secret';
import type { SecondFactorProof } from '@/lib/auth/sign-in-proof';
import { matchTotpStep } from '@/lib/auth/totp';
import type { Executor, Transaction } from '@/lib/db/database';
import { passkeys } from '@/lib/db/schema/passkeys';
import { secondFactors } from '@/lib/db/schema/second-factor';

/** Whether a person has a second factor that counts: an authenticator, not one that is still being set up, or a passkey. */
export async function hasSecondFactor(executor: Executor, userId: string): Promise<boolean> {
  if (await hasAuthenticator(executor, userId)) return true;
  const own = await executor
    .select({ id: passkeys.id })
    .from(passkeys)
    .where(eq(passkeys.userId, userId))
    .limit(1);
  return own.length > 0;
}

/** Whether codes from an app are one of a person's second factors. */
export async function hasAuthenticator(executor: Executor, userId: string): Promise<boolean> {
  const found = await executor
    .select({ id: secondFactors.id })
    .from(secondFactors)
    .where(and(eq(secondFactors.userId, userId), isNotNull(secondFactors.confirmedAt)));
  return found.length > 0;
}

/** Takes six digits from the authenticator, or a recovery code. Null when it is neither, or was used before. */
export async function takeAnyCode(
  tx: Transaction,
  userId: string,
  typed: string,
): Promise<SecondFactorProof | null> {
  if (await takeTotpCode(tx, userId, typed)) return 'totp';
  if (!(await hasSecondFactor(tx, userId))) return null;
  return (await spendRecoveryCode(tx, userId, typed)) ? 'recovery' : null;
}

/**
 * Takes a code from a person's authenticator, once: of any number of simultaneous uses exactly one finds its step
 * unused. False when it does not fit, was used, or the person has no second factor.
 */
export async function takeTotpCode(tx: Transaction, userId: string, typed: string): Promise<boolean> {
  const digits = digitsOf(typed);
  // Whatever cannot be a code opens no secret, so that recovery codes work on a day when secrets do not open.
  if (!/^\d{6}$/.test(digits)) return false;
  const [factor] = await tx
    .select()
    .from(secondFactors)
    .where(and(eq(secondFactors.userId, userId), isNotNull(secondFactors.confirmedAt)));
  if (factor === undefined) return false;
  const secret = await openSecondFactor(tx, factor);
  const step = matchTotpStep(secret.reveal(), digits, Date.now());
  if (step === null) return false;
  const taken = await tx
    .update(secondFactors)
    .set({ lastUsedStep: step })
    .where(
      and(
        eq(secondFactors.id, factor.id),
        or(isNull(secondFactors.lastUsedStep), lt(secondFactors.lastUsedStep, step)),
      ),
    )
    .returning({ id: secondFactors.id });
  return taken.length > 0;
}

/** Apps show the six digits in two groups; some people type the gap. */
export function digitsOf(typed: string): string {
  return typed.replaceAll(/\s/g, '');
}
