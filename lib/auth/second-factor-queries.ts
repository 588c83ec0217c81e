import 'server-only';
import { and, eq, isNotNull } from 'drizzle-orm';
import type { Actor, Role } from '@/lib/auth/actor';
import { authorise } from '@/lib/auth/permissions';
import { countRecoveryCodes } from '@/lib/auth/recovery-codes';
import { database } from '@/lib/db/database';
import { boardSettings, secondFactors } from '@/lib/db/schema/second-factor';

/** One's own second factor as the account page shows it. */
export interface SecondFactorState {
  since: Date;
  recoveryCodesLeft: number;
}

/** Null: there is none, or it is still being set up. */
export async function readMySecondFactor(actor: Actor): Promise<SecondFactorState | null> {
  const [row] = await database()
    .select({ since: secondFactors.confirmedAt })
    .from(secondFactors)
    .where(and(eq(secondFactors.userId, actor.id), isNotNull(secondFactors.confirmedAt)));
  if (row?.since === undefined || row.since === null) return null;
  return { since: row.since, recoveryCodesLeft: await countRecoveryCodes(database(), actor.id) };
}

/** The roles that need a second factor. */
export async function readSecondFactorRule(actor: Actor): Promise<Role[]> {
  authorise(actor, 'people.manage');
  const [row] = await database().select({ roles: boardSettings.secondFactorRoles }).from(boardSettings);
  return (row?.roles ?? []) as Role[];
}
