import 'server-only';
import { type SQL, sql } from 'drizzle-orm';
import { appendingIf, type ChainHead, lockingHead, readingHead } from '@/lib/audit/append';
import type { AuditEvent } from '@/lib/audit/events';
import type { Actor } from '@/lib/auth/actor';
import { FRESH_ENOUGH, freshnessValues } from '@/lib/auth/fresh-sign-in';
import { database, type Transaction } from '@/lib/db/database';
import { prepared } from '@/lib/db/prepared';
import { clientCredentials, clients } from '@/lib/db/schema/clients';

export interface FoundValue {
  /** As the database writes it, however it was asked for: the value is bound to it. */
  clientId: string;
  envelope: Buffer;
  valueVersion: number;
  salt: Buffer | null;
  /** The purge date of its client has passed. */
  due: boolean;
  /** The client's audit chain; absent before its first event. */
  head?: ChainHead;
}

interface Place {
  clientId: string;
  slotId: string;
}

/** What a look tells: whether the actor proved lately who they are, and the value; null when there is none. */
export interface Found {
  fresh: boolean;
  value: FoundValue | null;
}

type Row = { fresh: boolean } & ({ [Field in keyof Value]: null } | Value) &
  ({ [Field in keyof ChainHead]: null } | ChainHead);

interface Value {
  client_id: string;
  envelope: Buffer;
  value_version: number;
  kdf_salt: Buffer | null;
  due: boolean;
}

/**
 * One row for each of `place`. The head is looked up by what was found before it, so that everybody who locks does so
 * in one order: the value, then the chain.
 */
const statement = (place: SQL, value: SQL, head: SQL) =>
  sql`with place as materialized (${place}), found as materialized (${value})
    select to_jsonb(place) as place, ${FRESH_ENOUGH} as fresh, found.*, head.*
    from place left join found on true left join lateral (${head}) as head on true`;

const storedValue = sql`select ${clientCredentials.envelope}, ${clientCredentials.valueVersion}, ${clients.kdfSalt},
    coalesce(${clients.purgeAfter} <= now(), false) as due, ${clients.id}::text as client_id
  from place join ${clientCredentials} on ${clientCredentials.clientId} = place."clientId"
      and ${clientCredentials.slotId} = place."slotId"
    join ${clients} on ${clients.id} = ${clientCredentials.clientId}`;

const named = sql`select ${sql.placeholder('clientId')}::uuid as "clientId", ${sql.placeholder('slotId')}::text as "slotId"`;

const select = prepared<Row>(
  'reveal-lock',
  statement(
    named,
    sql`${storedValue} for share of ${clientCredentials}, ${clients}`,
    lockingHead(sql`found.client_id`),
  ),
);
const look = lookingFrom<object>('reveal-look', named);

/** The very value that was looked at, still there and not due, locked while its event is written. */
const appendIfUnchanged = appendingIf(
  'reveal-append',
  sql`select from ${clientCredentials} join ${clients} on ${clients.id} = ${clientCredentials.clientId}
    where ${clientCredentials.clientId} = ${sql.placeholder('ofClient')}
      and ${clientCredentials.slotId} = ${sql.placeholder('ofSlot')}
      and ${clientCredentials.envelope} = ${sql.placeholder('envelope')}
      and ${clients.kdfSalt} = ${sql.placeholder('salt')}
      and coalesce(${clients.purgeAfter} > now(), true)
    for share`,
);

/**
 * Locks a client's value and the head of the client's audit chain until the transaction ends, and tells whether the
 * actor proved lately who they are: all a reveal has to know, in one round trip.
 */
export async function lockForReveal(tx: Transaction, actor: Actor, place: Place): Promise<Found> {
  return found((await select(tx, { ...place, ...freshnessValues(actor) }))[0]);
}

/**
 * The same without a lock and without a transaction. What it found is worth nothing until `revealedUnchanged` has
 * written the event.
 */
export async function lookForReveal(actor: Actor, place: Place): Promise<Found> {
  const looked = await look(actor, { ...place });
  return looked?.seen ?? { fresh: false, value: null };
}

/**
 * A look from wherever a place is known by something else than its client: `place` is a query of one row, of which
 * "clientId" and "slotId" say whose value it is. Resolves to that row and what was found there, in one round trip;
 * undefined without the row.
 */
export function lookingFrom<PlaceRow extends object>(name: string, place: SQL) {
  const run = prepared<Row & { place: PlaceRow }>(
    name,
    statement(place, storedValue, readingHead(sql`found.client_id`)),
  );
  return async (actor: Actor, values: Readonly<Record<string, unknown>>) => {
    const [row] = await run(database(), { ...values, ...freshnessValues(actor) });
    return row === undefined ? undefined : { place: row.place, seen: found(row) };
  };
}

/**
 * Commits the event of a reveal if the value and the chain are as `lookForReveal` found them, in one round trip; false,
 * and nothing written, when somebody was faster. Throws what `appendAuditEvent` throws.
 */
export async function revealedUnchanged(
  actor: Actor,
  event: AuditEvent,
  value: FoundValue,
): Promise<boolean> {
  const { head, salt, envelope, clientId } = value;
  if (head === undefined || salt === null) return false;
  return appendIfUnchanged(actor, event, head, { ofClient: clientId, ofSlot: event.slotId, envelope, salt });
}

function found(row: Row | undefined): Found {
  if (row === undefined || row.envelope === null) return { fresh: row?.fresh ?? false, value: null };
  const { fresh, envelope, value_version: valueVersion, kdf_salt: salt, due } = row;
  const head = row.seq === null ? {} : { head: { seq: row.seq, mac: row.mac, at: row.at } };
  return { fresh, value: { clientId: row.client_id, envelope, valueVersion, salt, due, ...head } };
}
