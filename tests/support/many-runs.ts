import { Client } from 'pg';

/**
 * Fills the database with closed runs over two years: the steps of nine components, each claimed and done, some
 * failed or blocked in between. By plain statements, because what is measured on them is how statistics are
 * read; as a superuser who steps around the triggers, because nobody waits for news of them.
 */
export async function seedManyRuns(superuserUrl: string, count: number): Promise<{ events: number }> {
  const client = new Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    await client.query('set session_replication_role = replica');
    await client.query(RUNS, [count]);
    await client.query(STEPS);
    await client.query(EVENTS);
    await client.query(
      `select record_run_results(array_agg(id)) from runbooks where scope_hash = 'many runs'`,
    );
    await client.query('analyze');
    const { rows } = await client.query('select count(*)::int as events from step_events');
    return { events: rows[0].events };
  } finally {
    await client.end();
  }
}

const RUNS = `with client as (
    insert into clients (id, slug, name, submitted_at, run_started_at, installed_at, ready_at, created_by, kdf_salt)
    values (gen_random_uuid(), 'many-runs', 'Many runs', now(), now(), now(), now(), gen_random_uuid(), decode(repeat('07', 32), 'hex'))
    returning id
  ), machine as (
    insert into machines (id, client_id, name)
    select gen_random_uuid(), id, 'many-' || n from client cross join generate_series(1, $1::int) as n
    returning id, client_id, name
  )
  insert into runbooks (id, client_id, machine_id, number, catalogue_version, scope_hash, composed_by, started_at, closed_at)
  select gen_random_uuid(), client_id, id, 1, 1, 'many runs', gen_random_uuid(), at, at + interval '5 hours'
  from (select *, now() - make_interval(mins => 300 + abs(hashtext(name)) % 1040000) as at from machine) as made`;

const STEPS = `insert into runbook_steps (runbook_id, step_id, component_id, position, phase, required, content)
  select r.id, s.id, s.component_id, s.position, 'machine', true, jsonb_build_object(
    'title', s.definition->'title', 'dependsOn', '[]'::jsonb, 'estimateMinutes', s.definition->'estimateMinutes')
  from runbooks r cross join component_steps s
  where r.scope_hash = 'many runs' and s.component_id in (select id from components order by number limit 9)`;

/** How long a step takes depends on its name and its run's alone: mostly about its estimate, now and then thrice that. */
const EVENTS = `insert into step_events (runbook_id, step_id, kind, revision, actor_id, reason, at)
  select runbook_id, step_id, kind, row_number() over (partition by runbook_id, step_id order by nth), gen_random_uuid(),
    case when kind in ('failed', 'blocked') then 'Seeded' end,
    started_at + make_interval(secs => seconds_in - 20 + 5 * nth)
  from (select runbook_id, step_id, position, started_at, luck,
          sum(estimate * case when luck % 23 = 0 then 180 else 40 + luck % 40 end)
            over (partition by runbook_id order by position) as seconds_in
        from (select s.runbook_id, s.step_id, s.position, r.started_at, (s.content->>'estimateMinutes')::int as estimate,
                abs(hashtext(s.runbook_id::text || s.step_id)) as luck
              from runbook_steps s join runbooks r on r.id = s.runbook_id where r.scope_hash = 'many runs') as chosen
       ) as step
  cross join lateral (values ('claimed', 1, true), ('failed', 2, luck % 31 = 0), ('blocked', 3, luck % 67 = 0),
    ('done', 4, true)) as happened(kind, nth, took_place)
  where took_place order by runbook_id, position, nth`;
