import 'server-only';
import { sql } from 'drizzle-orm';
import type { Ending } from '@/lib/clients/endings';
import type { Executor } from '@/lib/db/database';

interface EndingRow extends Record<string, unknown> {
  how: Ending['how'];
  run_kind: Ending['kind'];
  slot_id: string;
  machine_id: string;
  by: string;
  at: string;
}

/**
 * What ended of a client's values, from the steps that are done in its hand-overs and offboardings. A step that was
 * opened again ends nothing. Authorising is the caller's.
 */
export async function readEndings(executor: Executor, clientId: string): Promise<Ending[]> {
  const { rows } = await executor.execute<EndingRow>(sql`
    with newest as (
      select distinct on (e.runbook_id, e.step_id) e.runbook_id, e.step_id, e.kind, e.actor_id, e.at, r.machine_id, r.kind as run_kind
      from runbooks r join step_events e on e.runbook_id = r.id
      where r.client_id = ${clientId} and r.kind <> 'install' and e.step_id is not null and e.revision is not null
      order by e.runbook_id, e.step_id, e.revision desc
    )
    select ended.how, ended.slot_id, newest.run_kind, newest.machine_id, newest.actor_id as by, newest.at
    from newest
    join runbook_steps step on step.runbook_id = newest.runbook_id and step.step_id = newest.step_id
    cross join lateral (
      select 'revoked' as how, jsonb_array_elements_text(step.content->'revokes') as slot_id
      union all
      select 'removed', jsonb_array_elements_text(step.content->'removes')
    ) as ended
    where newest.kind = 'done'
    order by newest.at`);
  return rows.map(({ how, run_kind: kind, slot_id: slotId, machine_id: machineId, by, at }) => {
    return { how, kind, slotId, machineId, by, at: new Date(at) };
  });
}
