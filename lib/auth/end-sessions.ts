import 'server-only';
import { and, eq, gt, isNull, ne, sql } from 'drizzle-orm';
import { appendAuditEvent } from '@/lib/audit/append';
import type { Actor } from '@/lib/auth/actor';
import { database, type Transaction } from '@/lib/db/database';
import { userSessions } from '@/lib/db/schema/people';
import { notFound } from '@/lib/errors';
import { isUuid } from '@/lib/validate';

const revoked = { revokedAt: sql`now()` };

/** Ends one of one's own sessions. Somebody else's is just not found, and so is one that has ended. */
export async function endOneSession(actor: Actor, sessionId: string): Promise<void> {
  if (!isUuid(sessionId)) throw notFound('session');
  await database().transaction(async (tx) => {
    const ended = await tx
      .update(userSessions)
      .set(revoked)
      .where(and(eq(userSessions.id, sessionId), live(actor)))
      .returning({ id: userSessions.id });
    if (ended.length === 0) throw notFound('session');
    await appendAuditEvent(tx, actor, { action: 'person.session-ended', subjectUserId: actor.id });
  });
}

/** Ends every session of the actor but this one. Returns how many there were. */
export async function endOtherSessions(actor: Actor): Promise<number> {
  return database().transaction(async (tx) => {
    const sessions = await endOtherSessionsIn(tx, actor);
    await appendAuditEvent(tx, actor, {
      action: 'person.other-sessions-ended',
      subjectUserId: actor.id,
      detail: { sessions },
    });
    return sessions;
  });
}

/** As `endOtherSessions`, as part of what makes them end; that has an event of its own. */
export async function endOtherSessionsIn(tx: Transaction, actor: Actor): Promise<number> {
  const others = actor.sessionId === undefined ? undefined : ne(userSessions.id, actor.sessionId);
  const ended = await tx
    .update(userSessions)
    .set(revoked)
    .where(and(live(actor), others))
    .returning({ id: userSessions.id });
  return ended.length;
}

const live = (actor: Actor) =>
  and(
    eq(userSessions.userId, actor.id),
    isNull(userSessions.revokedAt),
    gt(userSessions.expiresAt, sql`now()`),
  );
