import 'server-only';
import { and, desc, eq, gt, isNull, sql } from 'drizzle-orm';
import type { Actor } from '@/lib/auth/actor';
import { notIdle } from '@/lib/auth/live-session';
import { database } from '@/lib/db/database';
import { userSessions, users } from '@/lib/db/schema/people';

export interface SessionRow {
  id: string;
  startedAt: Date;
  /** To the minute. */
  lastSeenAt: Date;
  expiresAt: Date;
  address: string | null;
  userAgent: string | null;
  /** The one that asks. */
  current: boolean;
}

/** One's own sessions that still count, newest first. Nobody sees anybody else's. */
export async function listMySessions(actor: Actor): Promise<SessionRow[]> {
  const rows = await database()
    .select({
      id: userSessions.id,
      startedAt: userSessions.createdAt,
      lastSeenAt: userSessions.lastSeenAt,
      expiresAt: userSessions.expiresAt,
      address: userSessions.address,
      userAgent: userSessions.userAgent,
    })
    .from(userSessions)
    .innerJoin(users, eq(users.id, userSessions.userId))
    .where(
      and(
        eq(userSessions.userId, actor.id),
        eq(userSessions.sessionVersion, users.sessionVersion),
        isNull(userSessions.revokedAt),
        gt(userSessions.expiresAt, sql`now()`),
        notIdle(),
      ),
    )
    .orderBy(desc(userSessions.createdAt));
  return rows.map((row) => ({ ...row, current: row.id === actor.sessionId }));
}
