import 'server-only';
import { randomBytes } from 'node:crypto';
import { and, eq, gt, sql } from 'drizzle-orm';
import { database, type Transaction } from '@/lib/db/database';
import { passkeyChallenges } from '@/lib/db/schema/passkeys';

const CHALLENGE_BYTES = 32;
const CHALLENGE_MINUTES = 5;

/** What a passkey is asked for, and by whom: an answer counts for these three together and for nothing else. */
export interface ChallengeOwner {
  userId: string;
  purpose: 'add' | 'prove' | 'sign-in';
  /** The session that asked; for a sign-in, the half that is done. */
  holderId: string;
}

/** The board's address as passkeys know it: the whole origin, and the host that they are bound to. */
export function passkeyPlace(origin: string): { origin: string; rpId: string } {
  return { origin, rpId: new URL(origin).hostname };
}

/** Something to sign, once, within five minutes. What its owner was asked before, for the same purpose, no longer counts. */
export async function makeChallenge(owner: ChallengeOwner): Promise<Buffer> {
  const row = {
    challenge: randomBytes(CHALLENGE_BYTES),
    expiresAt: sql`now() + make_interval(mins => ${CHALLENGE_MINUTES})`,
  };
  await database()
    .insert(passkeyChallenges)
    .values({ ...owner, ...row })
    .onConflictDoUpdate({
      target: [passkeyChallenges.holderId, passkeyChallenges.purpose],
      set: { userId: owner.userId, ...row },
    });
  return row.challenge;
}

/**
 * Spends the challenge that an answer says it signed: that challenge as it has to be, or null when its owner was asked
 * no such thing, or too long ago, or answered already. Of any number of simultaneous answers one gets it.
 */
export async function spendChallenge(
  tx: Transaction,
  owner: ChallengeOwner,
  clientDataJson: string,
): Promise<string | null> {
  const said = challengeIn(clientDataJson);
  if (said === null) return null;
  const spent = await tx
    .delete(passkeyChallenges)
    .where(
      and(
        eq(passkeyChallenges.challenge, said),
        eq(passkeyChallenges.userId, owner.userId),
        eq(passkeyChallenges.purpose, owner.purpose),
        eq(passkeyChallenges.holderId, owner.holderId),
        gt(passkeyChallenges.expiresAt, sql`now()`),
      ),
    )
    .returning({ challenge: passkeyChallenges.challenge });
  return spent[0]?.challenge.toString('base64url') ?? null;
}

function challengeIn(clientDataJson: string): Buffer | null {
  try {
    const data: unknown = JSON.parse(Buffer.from(clientDataJson, 'base64url').toString());
    if (typeof data !== 'object' || data === null || !('challenge' in data)) return null;
    return typeof data.challenge === 'string' ? Buffer.from(data.challenge, 'base64url') : null;
  } catch {
    return null;
  }
}
