import 'server-only';
import { lt, sql } from 'drizzle-orm';
import { WINDOW_MINUTES } from '@/lib/auth/throttle';
import { database } from '@/lib/db/database';
import { passkeyChallenges } from '@/lib/db/schema/passkeys';
import { signInThrottles } from '@/lib/db/schema/people';
import { pendingSignIns } from '@/lib/db/schema/second-factor';

/**
 * Forgets what no longer counts of attempts to sign in: counts whose window and block are over, sign-ins whose code
 * never came, and what passkeys were asked to sign and did not. Returns how many of each. Safe beside attempts that are being counted: those start anew by themselves.
 */
export async function forgetOldAttempts(): Promise<{
  throttles: number;
  pending: number;
  challenges: number;
}> {
  const over = sql`coalesce(${signInThrottles.blockedUntil}, ${signInThrottles.firstFailureAt} + make_interval(mins => ${WINDOW_MINUTES}))`;
  const throttles = await database()
    .delete(signInThrottles)
    .where(sql`${over} <= now()`)
    .returning({ key: signInThrottles.key });
  const pending = await database()
    .delete(pendingSignIns)
    .where(lt(pendingSignIns.expiresAt, sql`now()`))
    .returning({ id: pendingSignIns.id });
  const challenges = await database()
    .delete(passkeyChallenges)
    .where(lt(passkeyChallenges.expiresAt, sql`now()`))
    .returning({ id: passkeyChallenges.id });
  return { throttles: throttles.length, pending: pending.length, challenges: challenges.length };
}
