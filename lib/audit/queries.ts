import 'server-only';
import { aliasedTable, and, asc, eq, gt, lt, sql } from 'drizzle-orm';
import type { AuditCursor } from '@/lib/audit/filter';
import { noteReading } from '@/lib/audit/note-reading';
import { type AuditQuestion, narrow, readingScope } from '@/lib/audit/reading';
import { whoDid } from '@/lib/audit/who-did';
import { type Actor, SYSTEM_ACTOR_ID } from '@/lib/auth/actor';
import { may } from '@/lib/auth/permissions';
import { database } from '@/lib/db/database';
import { auditEvents } from '@/lib/db/schema/audit';
import { componentCredentialSlots } from '@/lib/db/schema/catalogue';
import { clients } from '@/lib/db/schema/clients';
import { users } from '@/lib/db/schema/people';

const PAGE_SIZE = 50;

export interface AuditLine {
  seq: number;
  /** Its place in its client's chain, or the board's; what a copy calls its decryption by. */
  chainSeq: number | null;
  at: Date;
  action: string;
  outcome: 'ok' | 'refused' | 'failed';
  actorId: string;
  actorName: string;
  /** Null for somebody who was not signed in. */
  actorRole: string | null;
  via: string;
  isAgent: boolean;
  client: { slug: string; name: string } | null;
  slotId: string | null;
  slotKey: string | null;
  valueVersion: number | null;
  subjectName: string | null;
  detail: Readonly<Record<string, unknown>>;
  /** Where from and why. Null for a reader whose role does not get it: it was not even selected. */
  origin: { address: string | null; userAgent: string | null; reason: string | null } | null;
}

export interface AuditPage {
  lines: AuditLine[];
  /** Numbers to go on from, where there is more. */
  newer: number | null;
  older: number | null;
}

interface AuditRequest extends AuditQuestion {
  cursor: AuditCursor;
}

/**
 * A page of the log, newest first. An admin reads everything, and that is an event too; a consultant what they did
 * themselves; support everything without addresses, browsers and reasons.
 */
export async function listAuditEvents(actor: Actor, request: AuditRequest): Promise<AuditPage> {
  const asked = await narrow(actor, request);
  if (may(actor, 'audit.read')) await noteReading(actor);
  const { before, after } = request.cursor;
  const backwards = before === undefined && after !== undefined;
  const rows = await selectLines(asked.withOrigin)
    .where(
      and(
        asked.where,
        before === undefined ? undefined : lt(auditEvents.seq, before),
        backwards ? gt(auditEvents.seq, after) : undefined,
      ),
    )
    .orderBy(backwards ? asked.oldestFirst : asked.newestFirst)
    .limit(PAGE_SIZE + 1);
  const more = rows.length > PAGE_SIZE;
  const page = rows.slice(0, PAGE_SIZE);
  if (backwards) page.reverse();
  const lines = page.map((row) => toLine(row, asked.withOrigin));
  const hasNewer = backwards ? more : before !== undefined;
  const hasOlder = backwards ? true : more;
  return {
    lines,
    newer: hasNewer ? (lines[0]?.seq ?? null) : null,
    older: hasOlder ? (lines.at(-1)?.seq ?? null) : null,
  };
}

/** Who may be chosen as "person": everybody for who reads about everybody, else nobody. */
export async function listAuditPeople(actor: Actor): Promise<{ id: string; name: string }[]> {
  if (readingScope(actor).onlyBy !== null) return [];
  const rows = await database()
    .select({ id: users.id, name: users.name })
    .from(users)
    .orderBy(asc(sql`lower(${users.name})`));
  return [...rows, { id: SYSTEM_ACTOR_ID, name: 'Jed Board' }];
}

const by = aliasedTable(users, 'by');
const subject = aliasedTable(users, 'subject');

function selectLines(withOrigin: boolean) {
  return database()
    .select({
      seq: auditEvents.seq,
      chainSeq: auditEvents.chainSeq,
      at: auditEvents.at,
      action: auditEvents.action,
      outcome: auditEvents.outcome,
      actorId: auditEvents.actorId,
      actorName: by.name,
      actorRole: auditEvents.actorRole,
      via: auditEvents.via,
      isAgent: auditEvents.isAgent,
      clientSlug: clients.slug,
      clientName: clients.name,
      slotId: auditEvents.slotId,
      slotKey: componentCredentialSlots.slotKey,
      valueVersion: auditEvents.valueVersion,
      subjectName: subject.name,
      detail: auditEvents.detail,
      address: withOrigin ? sql<string | null>`${auditEvents.address}` : sql<null>`null`,
      userAgent: withOrigin ? sql<string | null>`${auditEvents.userAgent}` : sql<null>`null`,
      reason: withOrigin ? sql<string | null>`${auditEvents.reason}` : sql<null>`null`,
    })
    .from(auditEvents)
    .leftJoin(by, eq(by.id, auditEvents.actorId))
    .leftJoin(subject, eq(subject.id, auditEvents.subjectUserId))
    .leftJoin(clients, eq(clients.id, auditEvents.clientId))
    .leftJoin(componentCredentialSlots, eq(componentCredentialSlots.id, auditEvents.slotId))
    .$dynamic();
}

type Row = Awaited<ReturnType<typeof selectLines>>[number];

function toLine(row: Row, withOrigin: boolean): AuditLine {
  const { clientSlug, clientName, address, userAgent, reason, detail, ...line } = row;
  return {
    ...line,
    ...whoDid(row),
    client: clientSlug === null || clientName === null ? null : { slug: clientSlug, name: clientName },
    detail: typeof detail === 'object' && detail !== null ? { ...detail } : {},
    origin: withOrigin ? { address, userAgent, reason } : null,
  };
}
