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

interface Found {
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
 * One row always. The head is looked up by what was found before it, so that everybody who locks does so in one order:
 * the value, then the chain.
 */
const statement = (value: SQL, head: SQL) =>
  sql`with found as materialized (${value})
    select proof.fresh, found.*, head.*
    from (select ${FRESH_ENOUGH} as fresh) as proof
    left join found on true
    left join lateral (${head}) as head on true`;

const storedValue = sql`select ${clientCredentials.envelope}, ${clientCredentials.valueVersion}, ${clients.kdfSalt},
    coalesce(${clients.purgeAfter} <= now(), false) as due, ${clients.id}::text as client_id
  from ${clientCredentials} join ${clients} on ${clients.id} = ${clientCredentials.clientId}
  where ${clientCredentials.clientId} = ${sql.placeholder('clientId')}
    and ${clientCredentials.slotId} = ${sql.placeholder('slotId')}`;

const select = prepared<Row>(
  'reveal-lock',
  statement(sql`${storedValue} for share`, lockingHead(sql`found.client_id`)),
);
const look = prepared<Row>('reveal-look', statement(storedValue, readingHead(sql`found.client_id`)));

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
 * actor proved lately who they are: all a reveal has to know, in one round trip. `value` is null when there is none.
 */
export async function lockForReveal(tx: Transaction, actor: Actor, place: Place): Promise<Found> {
  return found(await select(tx, values(actor, place)));
}

/**
 * The same without a lock and without a transaction. What it found is worth nothing until `revealedUnchanged` has
 * written the event.
 */
export async function lookForReveal(actor: Actor, place: Place): Promise<Found> {
  return found(await look(database(), values(actor, place)));
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

function values(actor: Actor, { clientId, slotId }: Place) {
  return { clientId, slotId, ...freshnessValues(actor) };
}

function found([row]: Row[]): Found {
  if (row === undefined || row.envelope === null) return { fresh: row?.fresh ?? false, value: null };
  const { fresh, envelope, value_version: valueVersion, kdf_salt: salt, due } = row;
  const head = row.seq === null ? {} : { head: { seq: row.seq, mac: row.mac, at: row.at } };
  return { fresh, value: { clientId: row.client_id, envelope, valueVersion, salt, due, ...head } };
}
