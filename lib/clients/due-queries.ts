import 'server-only';
import { sql } from 'drizzle-orm';
import type { Actor } from '@/lib/auth/actor';
import { authorise } from '@/lib/auth/permissions';
import { DUE_CLIENTS } from '@/lib/clients/board-sql';
import { GAPS } from '@/lib/clients/due-gaps-sql';
import { database } from '@/lib/db/database';

/** More than these are a number with a link to the clients. */
const NAMED_GAPS = 3;

/** A value of ours that was copied and never marked, or of which a machine has an older version. */
export interface DueGap {
  kind: 'unmarked' | 'old-version';
  clientName: string;
  clientSlug: string;
  slotId: string;
  slotKey: string;
}

/** What somebody should look at, counted. Null dates and zero counts mean there is none. */
export interface DueSummary {
  /** Clients with a value or a sign-in that expires within the week, or has expired. */
  expiring: number;
  /** Clients we wait for since some days, and the longest wait in whole days. */
  waiting: number;
  longestWaitDays: number;
  /** Clients with a step that has been blocked for days in an open run. */
  blocked: number;
  /** Installed clients with a vault reference whose value nobody ever marked as pasted. */
  unpasted: number;
  /** Slots with such a gap, and all of them by name where they are few. */
  gaps: number;
  namedGaps: DueGap[];
  /** Clients that are offboarding, and the next purge. */
  purging: number;
  nextPurgeAt: Date | null;
}

interface DueRow extends Record<string, unknown> {
  expiring: number;
  waiting: number;
  longest_wait_days: number;
  blocked: number;
  unpasted: number;
  gaps: number;
  purging: number;
  next_purge_at: string | null;
}

export const dueStatement = sql`select
  (select count(*)::int from (${DUE_CLIENTS.expiring}) as due) as expiring,
  (select count(*)::int from (${DUE_CLIENTS.waiting}) as due) as waiting,
  (select coalesce(extract(day from now() - min(submitted_at)), 0)::int from clients
     where stage = 'collecting' and missing_client > 0) as longest_wait_days,
  (select count(distinct client_id)::int from (${DUE_CLIENTS.blocked}) as due) as blocked,
  (select count(distinct client_id)::int from (${DUE_CLIENTS.unpasted}) as due) as unpasted,
  (select count(*)::int from (${GAPS}) as due) as gaps,
  (select count(*)::int from (${DUE_CLIENTS.purge}) as due) as purging,
  (select min(purge_after) from clients where purged_at is null and purge_after is not null) as next_purge_at`;

const namedGapsStatement = sql`
  select gaps.kind, clients.name as client_name, clients.slug as client_slug, slot.id as slot_id, slot.slot_key
  from (${GAPS}) as gaps
  join clients on clients.id = gaps.client_id
  join component_credential_slots slot on slot.id = gaps.slot_id
  order by clients.name, slot.slot_key, gaps.kind`;

interface GapRow extends Record<string, unknown> {
  kind: DueGap['kind'];
  client_name: string;
  client_slug: string;
  slot_id: string;
  slot_key: string;
}

async function nameGaps(): Promise<DueGap[]> {
  const { rows } = await database().execute<GapRow>(namedGapsStatement);
  return rows.map((row) => ({
    kind: row.kind,
    clientName: row.client_name,
    clientSlug: row.client_slug,
    slotId: row.slot_id,
    slotKey: row.slot_key,
  }));
}

/** The strip on top of the board. */
export async function readDue(actor: Actor): Promise<DueSummary> {
  authorise(actor, 'client.read');
  const { rows } = await database().execute<DueRow>(dueStatement);
  const row = rows[0];
  const gaps = row?.gaps ?? 0;
  return {
    expiring: row?.expiring ?? 0,
    waiting: row?.waiting ?? 0,
    longestWaitDays: row?.longest_wait_days ?? 0,
    blocked: row?.blocked ?? 0,
    unpasted: row?.unpasted ?? 0,
    gaps,
    namedGaps: gaps > 0 && gaps <= NAMED_GAPS ? await nameGaps() : [],
    purging: row?.purging ?? 0,
    nextPurgeAt: row?.next_purge_at == null ? null : new Date(row.next_purge_at),
  };
}
