import 'server-only';
import { and, asc, desc, eq, gte, inArray, lt, or, type SQL, sql } from 'drizzle-orm';
import type { AuditFilter } from '@/lib/audit/filter';
import type { Actor } from '@/lib/auth/actor';
import { authorise, may } from '@/lib/auth/permissions';
import { database } from '@/lib/db/database';
import { auditEvents } from '@/lib/db/schema/audit';
import { componentCredentialSlots } from '@/lib/db/schema/catalogue';
import { clients } from '@/lib/db/schema/clients';

/** What somebody wants to know of the log. */
export interface AuditQuestion {
  filter: AuditFilter;
  /** IANA name; the days of the filter begin and end there. */
  timeZone: string;
}

/** A question with the ids behind its words, bound to what the reader may read. */
export interface Narrowed {
  /** Null: everybody's. */
  onlyBy: string | null;
  /** Whether addresses, browsers and reasons are for this reader. */
  withOrigin: boolean;
  where: SQL | undefined;
  /** Newest or oldest first, in the order of the index that the filter is answered from. */
  newestFirst: SQL;
  oldestFirst: SQL;
  client: { id: string; slug: string; name: string } | null;
  slotIds: readonly string[];
}

/** Turns a question into conditions, for a reader who may ask it. Throws `forbidden` for who may read nothing. */
export async function narrow(actor: Actor, { filter, timeZone }: AuditQuestion): Promise<Narrowed> {
  const scope = readingScope(actor);
  const [client, slotIds] = await Promise.all([clientOf(filter.client), slotsOf(filter.slot)]);
  const startOf = (day: string, plusDays: number) =>
    sql`((${day}::date + ${plusDays}::int)::timestamp at time zone ${timeZone})`;
  const where = and(
    scope.onlyBy === null ? undefined : eq(auditEvents.actorId, scope.onlyBy),
    filter.person === undefined ? undefined : eq(auditEvents.actorId, filter.person),
    filter.action === undefined ? undefined : actionIs(filter.action),
    filter.outcome === undefined ? undefined : eq(auditEvents.outcome, filter.outcome),
    // What does not exist has no events; leaving the condition out would give everybody's.
    filter.client === undefined
      ? undefined
      : client === null
        ? sql`false`
        : eq(auditEvents.clientId, client.id),
    filter.slot === undefined ? undefined : slotCondition(slotIds),
    filter.from === undefined ? undefined : gte(auditEvents.at, startOf(filter.from, 0)),
    filter.to === undefined ? undefined : lt(auditEvents.at, startOf(filter.to, 1)),
  );
  return { ...scope, where, ...orders(scope.onlyBy !== null || isIndexed(filter)), client, slotIds };
}

/** An admin reads everything; a consultant what they did themselves; support everything, without its origin. */
export function readingScope(actor: Actor): Pick<Narrowed, 'onlyBy' | 'withOrigin'> {
  if (may(actor, 'audit.read')) return { onlyBy: null, withOrigin: true };
  if (may(actor, 'audit.read-own')) return { onlyBy: actor.id, withOrigin: true };
  authorise(actor, 'audit.read-redacted');
  return { onlyBy: null, withOrigin: false };
}

/** The one action that has indexes of its own, which a parameter in its place would hide from the planner. */
function actionIs(action: string): SQL {
  return action === 'credential.revealed'
    ? sql`${auditEvents.action} = 'credential.revealed'`
    : eq(auditEvents.action, action);
}

function slotCondition(slotIds: readonly string[]): SQL {
  const [only, ...more] = slotIds;
  if (only === undefined) return sql`false`;
  return more.length === 0 ? eq(auditEvents.slotId, only) : inArray(auditEvents.slotId, [...slotIds]);
}

const isIndexed = ({ client, person, slot, action }: AuditFilter): boolean =>
  [client, person, slot, action].some((value) => value !== undefined);

/** Those indexes have nulls last, the primary key has none; PostgreSQL reads neither in the order of the other. */
function orders(indexed: boolean): Pick<Narrowed, 'newestFirst' | 'oldestFirst'> {
  if (!indexed) return { newestFirst: desc(auditEvents.seq), oldestFirst: asc(auditEvents.seq) };
  return {
    newestFirst: sql`${auditEvents.seq} desc nulls last`,
    oldestFirst: sql`${auditEvents.seq} asc nulls first`,
  };
}

async function clientOf(slug: string | undefined): Promise<Narrowed['client']> {
  if (slug === undefined) return null;
  const [row] = await database()
    .select({ id: clients.id, slug: clients.slug, name: clients.name })
    .from(clients)
    .where(eq(clients.slug, slug.toLowerCase()));
  return row ?? null;
}

async function slotsOf(text: string | undefined): Promise<string[]> {
  if (text === undefined) return [];
  const { id, slotKey } = componentCredentialSlots;
  const rows = await database()
    .select({ id })
    .from(componentCredentialSlots)
    .where(or(eq(slotKey, text.toUpperCase()), eq(id, text.toLowerCase())));
  return rows.map((row) => row.id);
}
