import 'server-only';
import { type SQL, sql } from 'drizzle-orm';
import { v7 as uuidV7 } from 'uuid';
import type { Actor } from '@/lib/auth/actor';
import { database, type Executor } from '@/lib/db/database';

/** The demo is played in seconds. What the statistics are to show of it took hours, and months went by. */

const DAYS_BETWEEN = 19;

/** Chance that depends on the machine and the step alone: every demo is the same. */
const luckOf = (machine: SQL, step: SQL): SQL => sql`abs(hashtext(${machine} || ${step}))`;

/** About its estimate, now and then much more. */
const secondsOf = (luck: SQL, estimate: SQL): SQL =>
  sql`(${estimate} * case when ${luck} % 23 = 0 then 150 else 38 + ${luck} % 32 end)`;

/** Some steps go wrong more often than others. */
const fails = (luck: SQL, step: SQL): SQL =>
  sql`(${luck} % 29 = 0 or (abs(hashtext(${step})) % 13 = 0 and ${luck} % 3 = 0))`;
const blocks = (luck: SQL): SQL => sql`(${luck} % 37 = 0)`;

/**
 * Gives a client machines that were set up over the last months, each with its closed run: the steps of the client's
 * open runbook, with times that a person would have needed. By plain statements, since commands act now.
 */
export async function addPastRuns(actor: Actor, clientId: string, count: number): Promise<void> {
  const runs = Array.from({ length: count }, (_, index) => ({
    id: uuidV7(),
    machine: uuidV7(),
    name: `mini-${String(index + 2).padStart(2, '0')}`,
    days: (count - index) * DAYS_BETWEEN,
  }));
  await database().transaction(async (tx) => {
    const made = sql`jsonb_to_recordset(${JSON.stringify(runs)}::jsonb) as made (id uuid, machine uuid, name text, days int)`;
    await tx.execute(sql`insert into machines (id, client_id, name)
      select machine, ${clientId}::uuid, name from ${made}`);
    await tx.execute(sql`insert into runbooks (id, client_id, machine_id, number, catalogue_version, scope_hash,
        composed_by, composed_at, started_at, closed_at)
      select made.id, open.client_id, machine, 1, catalogue_version, scope_hash, composed_by,
        start - interval '2 days', start, start + interval '6 hours'
      from runbooks open cross join ${made}
      cross join lateral (select date_trunc('day', now() - make_interval(days => days)) + interval '9 hours' as start) at
      where open.client_id = ${clientId} and open.closed_at is null`);
    const ids = sql`${sql.param(runs.map(({ id }) => id))}::uuid[]`;
    await tx.execute(sql`insert into runbook_steps (runbook_id, step_id, component_id, position, phase, required, content)
      select past, step_id, component_id, position, phase, required, content
      from unnest(${ids}) as past cross join runbook_steps
      where runbook_id = (select id from runbooks where client_id = ${clientId} and closed_at is null)`);
    await addEvents(tx, actor, ids);
    await tx.execute(sql`select record_run_results(${ids})`);
    await markMachines(tx, actor, clientId, ids);
  });
}

/** Each step is claimed when the one before it is done; some fail or are blocked on the way, and are opened again. */
async function addEvents(tx: Executor, actor: Actor, ids: SQL): Promise<void> {
  const luck = luckOf(sql`machine.name`, sql`step.step_id`);
  await tx.execute(sql`
    insert into step_events (runbook_id, step_id, kind, revision, actor_id, reason, detail, at)
    select runbook_id, step_id, kind,
      case when step_id is not null then row_number() over (partition by runbook_id, step_id order by share) end,
      ${actor.id}, reason, detail::jsonb, started_at + make_interval(secs => ended - seconds * (1 - share))
    from (
      select run.id as runbook_id, step.step_id, position, run.started_at, ${luck} as luck,
        ${secondsOf(luck, sql`(content->>'estimateMinutes')::int`)} as seconds,
        sum(${secondsOf(luck, sql`(content->>'estimateMinutes')::int`)})
          over (partition by run.id order by position) as ended
      from runbooks run join machines machine on machine.id = run.machine_id
      join runbook_steps step on step.runbook_id = run.id where run.id = any(${ids})
    ) as step
    cross join lateral (values
      ('claimed', 0.02, true, null, '{}'),
      ('failed', 0.6, ${fails(sql`luck`, sql`step_id`)}, 'It printed something else than expected.', '{}'),
      ('undone', 0.65, ${fails(sql`luck`, sql`step_id`)}, null, '{}'),
      ('blocked', 0.7, ${blocks(sql`luck`)}, 'Waiting for the client’s provider.', '{}'),
      ('undone', 0.75, ${blocks(sql`luck`)}, null, '{}'),
      ('done', 1.0, true, null, '{"verified": "confirmed"}')
    ) as happened(kind, share, took_place, reason, detail)
    where took_place order by runbook_id, position, share`);
  await tx.execute(sql`insert into step_events (runbook_id, kind, actor_id, at)
    select id, 'installed', ${actor.id}, closed_at from runbooks where id = any(${ids})`);
}

async function markMachines(tx: Executor, actor: Actor, clientId: string, ids: SQL): Promise<void> {
  await tx.execute(sql`insert into installed_components (machine_id, component_id, client_id, runbook_id, version,
      verified_how, verified_by, installed_at)
    select distinct machine_id, component_id, client_id, run.id, 'not noted', 'confirmed', ${actor.id}::uuid, closed_at
    from runbooks run join runbook_steps step on step.runbook_id = run.id where run.id = any(${ids})`);
  await tx.execute(sql`update clients set submitted_at = first - interval '9 days', ready_at = first - interval '2 days',
      run_started_at = first, installed_at = last
    from (select min(started_at) as first, max(closed_at) as last from runbooks where id = any(${ids})) as runs
    where id = ${clientId}`);
}

/**
 * Writes what the statistics keep of a run that is about to be closed, as if a person had worked on it: what is written
 * already is not read from its log, which holds the seconds in which it was played.
 */
export async function writePlayedResults(runbookId: string): Promise<void> {
  const luck = luckOf(sql`run.client_id::text`, sql`step_id`);
  const estimate = sql`(content->>'estimateMinutes')::real`;
  await database().execute(sql`
    with step as (
      select run.id, kind, step_id, component_id, ${estimate} as estimate,
        ${secondsOf(luck, estimate)} / 60 as minutes, ${fails(luck, sql`step_id`)} as failed, ${blocks(luck)} as blocked
      from runbooks run join runbook_steps on runbook_id = run.id where run.id = ${runbookId}
    ), steps as (
      insert into step_results (runbook_id, step_id, component_id, kind, closed_at, minutes, estimate_minutes, done,
        failed, blocked, undone, overran)
      select id, step_id, component_id, kind, now(), minutes, estimate, true, failed::int, blocked::int, 0,
        minutes > 1.5 * estimate and minutes >= estimate + 2
      from step
    )
    insert into component_results (runbook_id, component_id, kind, closed_at, minutes, estimate_minutes, smooth)
    select id, component_id, kind, now(), sum(minutes), sum(estimate), bool_and(not failed and not blocked)
    from step group by id, component_id, kind`);
}
