import 'server-only';
import { and, eq, isNotNull } from 'drizzle-orm';
import type { Actor, Role } from '@/lib/auth/actor';
import { authorise } from '@/lib/auth/permissions';
import { countRecoveryCodes } from '@/lib/auth/recovery-codes';
import { database } from '@/lib/db/database';
import { passkeys } from '@/lib/db/schema/passkeys';
import { boardSettings, secondFactors } from '@/lib/db/schema/second-factor';

/** One's own second factor as the account page shows it. */
export interface SecondFactorState {
  /** Since when codes from an app count; null where there is no authenticator. */
  since: Date | null;
  passkeys: number;
  recoveryCodesLeft: number;
}

/** Null: there is none, or it is still being set up. */
export async function readMySecondFactor(actor: Actor): Promise<SecondFactorState | null> {
  const [row] = await database()
    .select({ since: secondFactors.confirmedAt })
    .from(secondFactors)
    .where(and(eq(secondFactors.userId, actor.id), isNotNull(secondFactors.confirmedAt)));
  const ownPasskeys = await database().$count(passkeys, eq(passkeys.userId, actor.id));
  const since = row?.since ?? null;
  if (since === null && ownPasskeys === 0) return null;
  return { since, passkeys: ownPasskeys, recoveryCodesLeft: await countRecoveryCodes(database(), actor.id) };
}

/** What can be shown in the second half of a sign-in, for the page that asks for it. */
export async function secondFactorWays(
  userId: string,
  rpId: string,
): Promise<{ authenticator: boolean; passkey: boolean }> {
  const authenticators = await database().$count(
    secondFactors,
    and(eq(secondFactors.userId, userId), isNotNull(secondFactors.confirmedAt)),
  );
  const usable = await database().$count(passkeys, and(eq(passkeys.userId, userId), eq(passkeys.rpId, rpId)));
  return { authenticator: authenticators > 0, passkey: usable > 0 };
}

/** The roles that need a second factor. */
export async function readSecondFactorRule(actor: Actor): Promise<Role[]> {
  authorise(actor, 'people.manage');
  const [row] = await database().select({ roles: boardSettings.secondFactorRoles }).from(boardSettings);
  return (row?.roles ?? []) as Role[];
}
