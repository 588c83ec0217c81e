import 'server-only';
import { type SQL, sql } from 'drizzle-orm';
import {
  BLOCKED_AFTER_DAYS,
  type BoardFilter,
  EXPIRING_WITHIN_DAYS,
  WAITING_AFTER_DAYS,
} from '@/lib/clients/board-filter';
import { GAPS } from '@/lib/clients/due-gaps-sql';
import type { Stage } from '@/lib/clients/schema';
import type { SearchTerms } from '@/lib/clients/search-terms';

/** The statements behind the board. They are built here, apart from running them, so that a test can explain them. */

export const CARDS_IN_COLUMN = 12;
export const ROWS_ON_PAGE = 50;

/** The same expression as `clients_search_idx`, or PostgreSQL would not use it. */
const SEARCH_VECTOR = sql`to_tsvector('simple', c.name || ' ' || replace(c.slug, '-', ' ') || ' ' || c.contact_name || ' ' || c.contact_email)`;

/** What a card shows, from the row itself. Times are texts: raw statements are not mapped. */
const CARD = sql`
  c.id, c.slug, c.name, c.stage, c.tier_id, c.pack_ids, c.contact_name, c.missing_ours, c.missing_client,
  case c.stage
    when 'collecting' then c.submitted_at
    when 'ready' then c.ready_at
    when 'installing' then c.run_started_at
    when 'installed' then c.installed_at
    when 'offboarding' then coalesce(c.offboarded_at, c.offboarding_started_at)
    when 'purged' then c.purged_at
    else c.created_at end as since,
  c.purge_after, c.updated_at,
  to_char(c.updated_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as cursor_at`;

export interface CardRow extends Record<string, unknown> {
  id: string;
  slug: string;
  name: string;
  stage: Stage;
  tier_id: string | null;
  pack_ids: string[];
  contact_name: string;
  missing_ours: number;
  missing_client: number;
  since: string;
  purge_after: string | null;
  updated_at: string;
  cursor_at: string;
}

/** Ids of the clients a search means: one index scan per place it looks in. */
function foundBy(terms: SearchTerms): SQL {
  const places: SQL[] = [];
  if (terms.words !== null) {
    places.push(
      sql`select c.id from clients c where ${SEARCH_VECTOR} @@ to_tsquery('simple', ${terms.words})`,
    );
  }
  if (terms.address !== null) {
    places.push(sql`select c.id from clients c where ${SEARCH_VECTOR} @@ ${terms.address}::tsquery`);
  }
  if (terms.machine !== null) {
    places.push(
      sql`select client_id from machines where lower(serial) like ${terms.machine}`,
      sql`select client_id from machines where lower(hostname) like ${terms.machine}`,
      sql`select client_id from machines where name like ${terms.machine}`,
    );
  }
  if (terms.componentIds.length > 0) {
    places.push(
      sql`select client_id from client_components where component_id in (${sql.join(
        terms.componentIds.map((id) => sql`${id}`),
        sql`, `,
      )})`,
    );
  }
  if (places.length === 0) return sql`select null::uuid where false`;
  return sql.join(places, sql` union `);
}

const NOTHING_MISSING = sql`c.missing_ours = 0 and c.missing_client = 0`;

const WAITING: Record<NonNullable<BoardFilter['waiting']>, SQL> = {
  us: sql`c.missing_ours > 0`,
  client: sql`c.missing_client > 0`,
  nobody: NOTHING_MISSING,
};

/**
 * What is due, each as the ids of its clients; the same conditions count the strip on top of the board. `blocked` and
 * `unpasted` ask for each client by itself: joined, the planner reads every client there is to find the few.
 */
export const DUE_CLIENTS: Record<NonNullable<BoardFilter['due']>, SQL> = {
  expiring: sql`
    select value.client_id from client_credentials value
    join clients on clients.id = value.client_id and clients.offboarded_at is null
      and clients.offboarding_started_at is null
    where value.expires_at is not null and value.spent_at is null
      and value.expires_at < now() + make_interval(days => ${EXPIRING_WITHIN_DAYS})
    union
    select placed.client_id from placements placed
    join clients on clients.id = placed.client_id and clients.offboarded_at is null
      and clients.offboarding_started_at is null
    where placed.valid_until is not null and placed.valid_until < current_date + ${EXPIRING_WITHIN_DAYS}::int`,
  waiting: sql`
    select id from clients
    where stage = 'collecting' and missing_client > 0
      and submitted_at < now() - make_interval(days => ${WAITING_AFTER_DAYS})`,
  blocked: sql`
    select run.client_id from step_events stuck
    cross join lateral (
      select id, client_id, kind, continued_ids from runbooks
      where id = stuck.runbook_id and closed_at is null and superseded_at is null
      union all
      select later.id, later.client_id, later.kind, later.continued_ids from runbooks later
      where later.continued_ids @> array[stuck.runbook_id] and closed_at is null and superseded_at is null
        and exists (select from runbook_steps step where step.runbook_id = later.id and step.step_id = stuck.step_id)
    ) as run
    where (select case run.kind when 'offboarding' then purged_at else offboarded_at end
        from clients where clients.id = run.client_id) is null
      and stuck.kind = 'blocked' and stuck.at < now() - make_interval(days => ${BLOCKED_AFTER_DAYS})
      and stuck.revision = (
        select max(own.revision) from step_events own
        where own.runbook_id = any(run.continued_ids || run.id) and own.step_id = stuck.step_id)`,
  unpasted: sql`
    select kept.client_id from client_vault_references kept
    where kept.pasted_at is null
      and (select stage from clients where clients.id = kept.client_id) = 'installed'`,
  gap: sql`select gaps.client_id from (${GAPS}) as gaps`,
  purge: sql`select id from clients where purged_at is null and purge_after is not null`,
};

function conditions(filter: BoardFilter): SQL[] {
  return [
    ...(filter.tier === null ? [] : [sql`c.tier_id = ${filter.tier}`]),
    ...(filter.waiting === null ? [] : [WAITING[filter.waiting]]),
    ...(filter.due === null ? [] : [sql`c.id in (${DUE_CLIENTS[filter.due]})`]),
  ];
}

/** `with found(id) …` once, however many parts ask for it; named, because an unknown column would be the client's own. */
function searched(terms: SearchTerms | null): { prefix: SQL; condition: SQL[] } {
  if (terms === null) return { prefix: sql``, condition: [] };
  return {
    prefix: sql`with found(id) as materialized (${foundBy(terms)}) `,
    condition: [sql`c.id in (select id from found)`],
  };
}

const allOf = (parts: SQL[]) => (parts.length === 0 ? sql`true` : sql.join(parts, sql` and `));

/**
 * The newest cards of each of these stages. One select a stage, so that the planner knows how rare each one is and
 * walks `clients_stage_idx` where it is.
 */
export function columnsStatement(
  stages: readonly Stage[],
  filter: BoardFilter,
  terms: SearchTerms | null,
): SQL {
  const { prefix, condition } = searched(terms);
  const columns = stages.map(
    (stage) => sql`(select ${CARD} from clients c
      where ${allOf([sql`c.stage = ${stage}`, ...conditions(filter), ...condition])}
      order by c.updated_at desc nulls last, c.id desc nulls last
      limit ${CARDS_IN_COLUMN})`,
  );
  return sql`${prefix}${sql.join(columns, sql` union all `)}`;
}

/** How many clients each stage has under the same filter; the stage asked for does not narrow it. */
export function countsStatement(filter: BoardFilter, terms: SearchTerms | null): SQL {
  const { prefix, condition } = searched(terms);
  return sql`${prefix}select c.stage, count(*)::int as count from clients c
    where ${allOf([...conditions(filter), ...condition])} group by c.stage`;
}

export interface PageCursor {
  at: string;
  id: string;
}

/** One page of the table and one row more, which tells that there is a next page. */
export function pageStatement(
  filter: BoardFilter,
  terms: SearchTerms | null,
  cursor: PageCursor | null,
): SQL {
  const { prefix, condition } = searched(terms);
  const where = [
    ...(filter.stage === null ? [] : [sql`c.stage = ${filter.stage}`]),
    ...conditions(filter),
    ...condition,
    ...(cursor === null ? [] : [sql`(c.updated_at, c.id) < (${cursor.at}::timestamptz, ${cursor.id}::uuid)`]),
  ];
  return sql`${prefix}select ${CARD} from clients c
    where ${allOf(where)}
    order by c.updated_at desc nulls last, c.id desc nulls last
    limit ${ROWS_ON_PAGE + 1}`;
}
