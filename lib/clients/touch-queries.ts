import 'server-only';
import { and, desc, eq, isNotNull } from 'drizzle-orm';
import type { Actor } from '@/lib/auth/actor';
import { namesOf } from '@/lib/auth/people-queries';
import { authorise } from '@/lib/auth/permissions';
import { auditWords } from '@/lib/clients/timeline-words';
import { database } from '@/lib/db/database';
import { auditEvents } from '@/lib/db/schema/audit';

/** The last thing anybody did to a slot: "copied it", who and when. */
export interface LastTouch {
  who: string;
  words: string;
  at: Date;
}

/** For each of a client's slots that was ever touched, the newest event about it. */
export async function lastTouches(actor: Actor, clientId: string): Promise<Map<string, LastTouch>> {
  authorise(actor, 'client.read');
  const rows = await database()
    .selectDistinctOn([auditEvents.slotId], {
      slotId: auditEvents.slotId,
      action: auditEvents.action,
      at: auditEvents.at,
      actorId: auditEvents.actorId,
    })
    .from(auditEvents)
    .where(and(eq(auditEvents.clientId, clientId), isNotNull(auditEvents.slotId)))
    .orderBy(auditEvents.slotId, desc(auditEvents.seq));
  const names = await namesOf(rows.map((row) => row.actorId));
  return new Map(
    rows.map((row) => [
      row.slotId ?? '',
      {
        who: names.get(row.actorId) ?? 'Somebody',
        words: auditWords({ ...row, slotKey: 'it', valueVersion: null, stepTitle: null, detail: {} }),
        at: row.at,
      },
    ]),
  );
}
