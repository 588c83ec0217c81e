import 'server-only';
import { and, eq, gt, sql } from 'drizzle-orm';
import { appendAuditEvent } from '@/lib/audit/append';
import type { Actor } from '@/lib/auth/actor';
import { database, type Executor } from '@/lib/db/database';
import { auditEvents } from '@/lib/db/schema/audit';

/** Reading about others is an event itself: once a person and hour, or every page turned would be one more. */
export async function noteReading(actor: Actor): Promise<void> {
  if (await isNoted(database(), actor)) return;
  await database().transaction(async (tx) => {
    // Several tabs at once are one reader still.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`audit.read ${actor.id}`}, 0))`);
    if (await isNoted(tx, actor)) return;
    await appendAuditEvent(tx, actor, { action: 'audit.read' });
  });
}

async function isNoted(executor: Executor, actor: Actor): Promise<boolean> {
  const rows = await executor
    .select({ seq: auditEvents.seq })
    .from(auditEvents)
    .where(
      and(
        eq(auditEvents.actorId, actor.id),
        eq(auditEvents.action, 'audit.read'),
        gt(auditEvents.at, sql`clock_timestamp() - interval '1 hour'`),
      ),
    )
    .limit(1);
  return rows.length > 0;
}
