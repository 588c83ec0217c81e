import 'server-only';
import { and, desc, eq } from 'drizzle-orm';
import { namesOf } from '@/lib/auth/people-queries';
import type { Transaction } from '@/lib/db/database';
import { auditEvents } from '@/lib/db/schema/audit';
import type { Statement } from '@/lib/retention/schema';

/** Who offboarded the client last, by the audit log; null where it does not know. Callers have authorised. */
export async function whoOffboarded(tx: Transaction, clientId: string): Promise<Statement['by'] | null> {
  const [event] = await tx
    .select({ id: auditEvents.actorId, via: auditEvents.via })
    .from(auditEvents)
    .where(
      and(
        eq(auditEvents.clientId, clientId),
        eq(auditEvents.action, 'client.offboarded'),
        eq(auditEvents.outcome, 'ok'),
      ),
    )
    .orderBy(desc(auditEvents.seq))
    .limit(1);
  if (event === undefined) return null;
  return { ...event, name: (await namesOf([event.id], tx)).get(event.id) ?? 'somebody' };
}
