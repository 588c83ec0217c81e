import 'server-only';
import { sql } from 'drizzle-orm';
import { type ChainHead, lockingHead } from '@/lib/audit/append';
import type { Actor } from '@/lib/auth/actor';
import { FRESH_ENOUGH, freshnessValues } from '@/lib/auth/fresh-sign-in';
import type { Transaction } from '@/lib/db/database';
import { prepared } from '@/lib/db/prepared';
import { clientCredentials, clients } from '@/lib/db/schema/clients';

export interface LockedValue {
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

interface Locked {
  fresh: boolean;
  value: LockedValue | null;
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
 * One row always. The head is looked up by what was found before it, so that everybody locks in one order: the value,
 * then the chain.
 */
const select = prepared<Row>(
  'reveal-lock',
  sql`with locked as materialized (
      select ${clientCredentials.envelope}, ${clientCredentials.valueVersion}, ${clients.kdfSalt},
        coalesce(${clients.purgeAfter} <= now(), false) as due, ${clients.id}::text as client_id
      from ${clientCredentials} join ${clients} on ${clients.id} = ${clientCredentials.clientId}
      where ${clientCredentials.clientId} = ${sql.placeholder('clientId')}
        and ${clientCredentials.slotId} = ${sql.placeholder('slotId')}
      for share)
    select proof.fresh, locked.*, head.*
    from (select ${FRESH_ENOUGH} as fresh) as proof
    left join locked on true
    left join lateral (${lockingHead(sql`locked.client_id`)}) as head on true`,
);

/**
 * Locks a client's value and the head of the client's audit chain until the transaction ends, and tells whether the
 * actor proved lately who they are: all a reveal has to know, in one round trip. `value` is null when there is none.
 */
export async function lockForReveal(
  tx: Transaction,
  actor: Actor,
  place: { clientId: string; slotId: string },
): Promise<Locked> {
  const { clientId, slotId } = place;
  const [row] = await select(tx, { clientId, slotId, ...freshnessValues(actor) });
  if (row === undefined || row.envelope === null) return { fresh: row?.fresh ?? false, value: null };
  const { fresh, envelope, value_version: valueVersion, kdf_salt: salt, due } = row;
  const head = row.seq === null ? {} : { head: { seq: row.seq, mac: row.mac, at: row.at } };
  return { fresh, value: { clientId: row.client_id, envelope, valueVersion, salt, due, ...head } };
}
