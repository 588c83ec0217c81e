import 'server-only';
import { sql } from 'drizzle-orm';
import { UNMARKED_AFTER_HOURS, UNMARKED_WITHIN_DAYS } from '@/lib/clients/board-filter';

/** The last of our copies of a slot in the runs of the machine, before it was marked. */
const COPIED_BEFORE = sql`
  select copied.value_version from audit_events copied
  join runbooks run on run.id = copied.runbook_id
  where copied.client_id = value.client_id and copied.slot_id = value.slot_id
    and copied.action = 'credential.revealed' and copied.outcome = 'ok' and copied.value_version is not null
    and run.machine_id = placed.machine_id and copied.at <= placed.placed_at
  order by copied.seq desc nulls last limit 1`;

/**
 * The gaps of `slotGap`, for all clients that are being installed or are: each starts where few are, at the values
 * that replaced another and at the copies of the last weeks. Clients and placements are asked for one by one: joined,
 * the planner reads every one there is to find the few.
 */
export const GAPS = sql`
  select value.client_id, value.slot_id, 'old-version' as kind
  from client_credentials value
  cross join lateral (
    select placed.* from placements placed
    where placed.client_id = value.client_id and placed.slot_id = value.slot_id and placed.value_version is not null
    offset 0) as placed
  where value.value_version > 1 and value.spent_at is null
    and least(placed.value_version, coalesce((${COPIED_BEFORE}), placed.value_version)) < value.value_version
    and (select stage from clients where clients.id = value.client_id) in ('installing', 'installed')
  union
  select copied.client_id, copied.slot_id, 'unmarked'
  from audit_events copied
  join runbooks run on run.id = copied.runbook_id
  join client_credentials value on value.client_id = copied.client_id and value.slot_id = copied.slot_id
    and value.value_version = copied.value_version and value.spent_at is null
  where copied.action = 'credential.revealed' and copied.outcome = 'ok'
    and copied.at < now() - make_interval(hours => ${UNMARKED_AFTER_HOURS})
    and copied.at > now() - make_interval(days => ${UNMARKED_WITHIN_DAYS})
    and (select stage from clients where clients.id = copied.client_id) in ('installing', 'installed')
    and (
      select count(*) from placements placed
      where placed.machine_id = run.machine_id and placed.slot_id = copied.slot_id
        and (placed.value_version is not null or placed.placed_at >= copied.at)) = 0`;
