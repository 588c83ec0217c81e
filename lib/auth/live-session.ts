import 'server-only';
import { and, eq, gt, isNull, sql } from 'drizzle-orm';
import type { Role } from '@/lib/auth/actor';
import { database } from '@/lib/db/database';
import { userSessions, users } from '@/lib/db/schema/people';

/** The signed-in person as pages show them. */
export interface Person {
  id: string;
  name: string;
  email: string;
  role: Role;
  sessionId: string;
}

/**
 * The person a session belongs to, or null when it does not count any more: expired, ended, from before "sign out
 * everywhere" or of a disabled account.
 */
export async function findLiveSession(claim: { userId: string; sessionId: string }): Promise<Person | null> {
  const [row] = await database()
    .select({
      id: users.id,
      name: users.name,
      email: users.email,
      role: users.role,
      sessionId: userSessions.id,
    })
    .from(userSessions)
    .innerJoin(users, eq(users.id, userSessions.userId))
    .where(
      and(
        eq(userSessions.id, claim.sessionId),
        eq(users.id, claim.userId),
        eq(userSessions.sessionVersion, users.sessionVersion),
        isNull(userSessions.revokedAt),
        isNull(users.disabledAt),
        gt(userSessions.expiresAt, sql`now()`),
      ),
    );
  return row ?? null;
}
