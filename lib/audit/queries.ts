import 'server-only';
import { aliasedTable, and, asc, desc, eq, gt, gte, inArray, lt, or, type SQL, sql } from 'drizzle-orm';
import type { AuditCursor, AuditFilter } from '@/lib/audit/filter';
import { noteReading } from '@/lib/audit/note-reading';
import { type Actor, SYSTEM_ACTOR_ID } from '@/lib/auth/actor';
import { authorise, may } from '@/lib/auth/permissions';
import { database } from '@/lib/db/database';
import { auditEvents } from '@/lib/db/schema/audit';
import { componentCredentialSlots } from '@/lib/db/schema/catalogue';
import { clients } from '@/lib/db/schema/clients';
import { users } from '@/lib/db/schema/people';

const PAGE_SIZE = 50;

export interface AuditLine {
  seq: number;
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

interface AuditRequest {
  filter: AuditFilter;
  cursor: AuditCursor;
  /** IANA name; the days of the filter begin and end there. */
  timeZone: string;
}

/**
 * A page of the log, newest first. An admin reads everything, and that is an event too; a consultant what they did
 * themselves; support everything without addresses, browsers and reasons.
 */
export async function listAuditEvents(actor: Actor, request: AuditRequest): Promise<AuditPage> {
  const scope = readingScope(actor);
  if (may(actor, 'audit.read')) await noteReading(actor);
  const { before, after } = request.cursor;
  const backwards = before === undefined && after !== undefined;
  const rows = await selectLines(scope.withOrigin)
    .where(
      and(
        scope.onlyBy === null ? undefined : eq(auditEvents.actorId, scope.onlyBy),
        ...conditions(request),
        before === undefined ? undefined : lt(auditEvents.seq, before),
        backwards ? gt(auditEvents.seq, after) : undefined,
      ),
    )
    .orderBy(backwards ? asc(auditEvents.seq) : desc(auditEvents.seq))
    .limit(PAGE_SIZE + 1);
  const more = rows.length > PAGE_SIZE;
  const page = rows.slice(0, PAGE_SIZE);
  if (backwards) page.reverse();
  const lines = page.map((row) => toLine(row, scope.withOrigin));
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

function readingScope(actor: Actor): { onlyBy: string | null; withOrigin: boolean } {
  if (may(actor, 'audit.read')) return { onlyBy: null, withOrigin: true };
  if (may(actor, 'audit.read-own')) return { onlyBy: actor.id, withOrigin: true };
  authorise(actor, 'audit.read-redacted');
  return { onlyBy: null, withOrigin: false };
}

const by = aliasedTable(users, 'by');
const subject = aliasedTable(users, 'subject');

function selectLines(withOrigin: boolean) {
  return database()
    .select({
      seq: auditEvents.seq,
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
    ...whoOf(row),
    client: clientSlug === null || clientName === null ? null : { slug: clientSlug, name: clientName },
    detail: typeof detail === 'object' && detail !== null ? { ...detail } : {},
    origin: withOrigin ? { address, userAgent, reason } : null,
  };
}

/** Who tried a password proved nothing: the account they tried it on is the event's subject, not its author. */
function whoOf(row: Row): Pick<AuditLine, 'actorName' | 'actorRole'> {
  if (row.action === 'person.sign-in-failed') return { actorName: 'not signed in', actorRole: null };
  if (row.actorId === SYSTEM_ACTOR_ID) return { actorName: 'Jed Board', actorRole: null };
  return { actorName: row.actorName ?? 'somebody', actorRole: row.actorRole };
}

function conditions({ filter, timeZone }: AuditRequest): (SQL | undefined)[] {
  const startOf = (day: string, plusDays: number) =>
    sql`((${day}::date + ${plusDays}::int)::timestamp at time zone ${timeZone})`;
  return [
    filter.person === undefined ? undefined : eq(auditEvents.actorId, filter.person),
    filter.action === undefined ? undefined : eq(auditEvents.action, filter.action),
    filter.outcome === undefined ? undefined : eq(auditEvents.outcome, filter.outcome),
    filter.client ? eq(auditEvents.clientId, clientOf(filter.client)) : undefined,
    filter.slot ? inArray(auditEvents.slotId, slotsOf(filter.slot)) : undefined,
    filter.from === undefined ? undefined : gte(auditEvents.at, startOf(filter.from, 0)),
    filter.to === undefined ? undefined : lt(auditEvents.at, startOf(filter.to, 1)),
  ];
}

/** An unknown slug is no client, so that nothing is found rather than everything. */
const clientOf = (slug: string) =>
  sql`(${database().select({ id: clients.id }).from(clients).where(eq(clients.slug, slug.toLowerCase()))})`;

const slotsOf = (text: string) =>
  database()
    .select({ id: componentCredentialSlots.id })
    .from(componentCredentialSlots)
    .where(
      or(
        eq(componentCredentialSlots.slotKey, text.toUpperCase()),
        eq(componentCredentialSlots.id, text.toLowerCase()),
      ),
    );
