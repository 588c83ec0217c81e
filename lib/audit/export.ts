import 'server-only';
import { aliasedTable, and, count, eq, gt, lte, max, sql } from 'drizzle-orm';
import { recordAuditEvent } from '@/lib/audit/append';
import { type ExportedEvent, type ExportFormat, exportHead, exportLine } from '@/lib/audit/export-format';
import type { AuditFilter } from '@/lib/audit/filter';
import { type AuditQuestion, type Narrowed, narrow } from '@/lib/audit/reading';
import { whoDid } from '@/lib/audit/who-did';
import type { Actor } from '@/lib/auth/actor';
import { authorise } from '@/lib/auth/permissions';
import { database } from '@/lib/db/database';
import { auditEvents } from '@/lib/db/schema/audit';
import { componentCredentialSlots } from '@/lib/db/schema/catalogue';
import { clients } from '@/lib/db/schema/clients';
import { users } from '@/lib/db/schema/people';

/** Events read at once: an export takes no more memory than this, whatever its length. */
const BATCH = 1_000;

interface ExportRequest extends AuditQuestion {
  format: ExportFormat;
}

/**
 * The events of a question, oldest first, as pieces of text that follow one another. An admin gets everybody's, a
 * consultant their own; support none. That it was exported, what was asked for and how many events there were is an
 * event first, and without it nothing leaves. What is written meanwhile is not in it. Throws `forbidden`, or
 * `audit-unavailable`.
 */
export async function exportAudit(actor: Actor, request: ExportRequest): Promise<AsyncGenerator<string>> {
  authorise(actor, 'audit.read-own');
  const asked = await narrow(actor, request);
  const [found] = await database()
    .select({ events: count(), last: max(auditEvents.seq) })
    .from(auditEvents)
    .where(asked.where);
  await recordAuditEvent(actor, {
    action: 'audit.exported',
    detail: { format: request.format, events: found?.events ?? 0, ...filterDetail(request.filter, asked) },
  });
  return pieces(asked, found?.last ?? 0, request.format);
}

/** The filter in ids and closed words, since the log holds nothing that was typed in. */
function filterDetail(filter: AuditFilter, asked: Narrowed): Record<string, string> {
  const { person, action, outcome, from, to } = filter;
  const detail = {
    person,
    action,
    outcome,
    from,
    to,
    client: filter.client === undefined ? undefined : (asked.client?.id ?? 'unknown'),
    slot: filter.slot === undefined ? undefined : asked.slotIds.join(' ') || 'unknown',
  };
  return Object.fromEntries(Object.entries(detail).flatMap(([key, value]) => (value ? [[key, value]] : [])));
}

async function* pieces(asked: Narrowed, last: number, format: ExportFormat): AsyncGenerator<string> {
  yield exportHead(format);
  let after = 0;
  while (after < last) {
    const events = await readBatch(asked, after, last);
    const end = events.at(-1);
    if (end === undefined) return;
    yield events.map((event) => exportLine(format, event)).join('');
    after = end.seq;
  }
}

const by = aliasedTable(users, 'by');
const subject = aliasedTable(users, 'subject');

async function readBatch(asked: Narrowed, after: number, last: number): Promise<ExportedEvent[]> {
  const rows = await database()
    .select({
      event: auditEvents,
      actorName: by.name,
      client: clients.slug,
      slotKey: componentCredentialSlots.slotKey,
      subjectName: subject.name,
      mac: sql<string | null>`encode(${auditEvents.mac}, 'hex')`,
    })
    .from(auditEvents)
    .leftJoin(by, eq(by.id, auditEvents.actorId))
    .leftJoin(subject, eq(subject.id, auditEvents.subjectUserId))
    .leftJoin(clients, eq(clients.id, auditEvents.clientId))
    .leftJoin(componentCredentialSlots, eq(componentCredentialSlots.id, auditEvents.slotId))
    .where(and(asked.where, gt(auditEvents.seq, after), lte(auditEvents.seq, last)))
    .orderBy(asked.oldestFirst)
    .limit(BATCH);
  // The fields as they are stored, since their MAC is exported with them; only the name is for people.
  return rows.map(({ event, ...names }) => ({
    ...event,
    ...names,
    actorName: whoDid({ ...event, actorName: names.actorName }).actorName,
    at: event.at.toISOString(),
  }));
}
