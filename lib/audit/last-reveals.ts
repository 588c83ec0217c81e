import 'server-only';
import { and, desc, eq } from 'drizzle-orm';
import { database } from '@/lib/db/database';
import { auditEvents } from '@/lib/db/schema/audit';

/** The newest reveal of each of a client's slots: when and by whom. */
export async function lastReveals(
  clientId: string,
): Promise<{ slotId: string | null; at: Date; actorId: string }[]> {
  return database()
    .selectDistinctOn([auditEvents.slotId], {
      slotId: auditEvents.slotId,
      at: auditEvents.at,
      actorId: auditEvents.actorId,
    })
    .from(auditEvents)
    .where(and(eq(auditEvents.clientId, clientId), eq(auditEvents.action, 'credential.revealed')))
    .orderBy(auditEvents.slotId, desc(auditEvents.seq));
}
