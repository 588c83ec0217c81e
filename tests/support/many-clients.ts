import type { Pool } from 'pg';

/**
 * Fills the database with clients of every stage, most of them installed, each with a machine, components and a value;
 * one value in a hundred expires soon, another was replaced, one reference in fifty was never pasted, and one run in thirty was
 * blocked once. By plain statements, because what is tested on them is how lists are read. The order of the rows has
 * nothing to do with the order of the lists. Rights are the owner's.
 */
export async function seedManyClients(owner: Pool, count: number): Promise<void> {
  await owner.query(
    `insert into clients (id, slug, name, contact_name, contact_email, tier_id, submitted_at, missing_ours,
       missing_client, ready_at, run_started_at, installed_at, created_by, updated_at, kdf_salt)
     select gen_random_uuid(), 'client-' || n, 'Harbor ' || n, 'Contact ' || n, 'contact' || n || '@client.example',
       (array['starter', 'standard', 'growth', 'managed'])[1 + n % 4],
       case when n % 40 <> 0 then now() - make_interval(hours => n) end,
       case when n % 40 = 1 then 2 else 0 end, case when n % 80 = 1 then 1 else 0 end,
       case when n % 40 <> 1 then now() end, case when n % 40 > 2 then now() end,
       case when n % 40 > 3 then now() end, gen_random_uuid(),
       now() - make_interval(secs => abs(hashtext(n::text)) % 10000000),
       decode(repeat('07', 32), 'hex')
     from generate_series(1, $1::int) as n`,
    [count],
  );
  await owner.query(
    `insert into machines (id, client_id, name, serial, hostname)
     select gen_random_uuid(), id, 'mini-' || substr(slug, 8), 'SER' || lpad(substr(slug, 8), 5, '0'),
       'host-' || substr(slug, 8) from clients`,
  );
  await owner.query(
    `insert into client_components (client_id, component_id)
     select c.id, k.id from clients c cross join lateral (
       select id from components where number <= 10
       union all select 'shopify' where substr(c.slug, 8)::int % 100 = 7) k`,
  );
  await owner.query(
    `insert into client_credentials (id, client_id, slot_id, envelope, key_version, value_version, characters,
       source, stored_by, expires_at)
     select gen_random_uuid(), c.id, 'openrouter.api-key', decode('0100000001' || repeat('00', 35), 'hex'), 1,
       case when substr(c.slug, 8)::int % 100 = 5 then 2 else 1 end, 73, 'typed', gen_random_uuid(), case when substr(c.slug, 8)::int % 100 = 0 then now() + interval '3 days' end
     from clients c where c.stage <> 'draft'`,
  );
  await owner.query(
    `insert into placements (id, client_id, machine_id, slot_id, valid_until, placed_by)
     select gen_random_uuid(), m.client_id, m.id, 'openrouter.api-key',
       case when m.name like '%00' then current_date + 2 end, gen_random_uuid() from machines m`,
  );
  await owner.query(
    `insert into client_vault_references (id, client_id, slot_id, reference, updated_by, pasted_at)
     select gen_random_uuid(), id, 'slack.bot-token', 'op://Vault/Slack/token', gen_random_uuid(),
       case when stage = 'installed' and substr(slug, 8)::int % 50 <> 5 then now() end
     from clients where stage <> 'draft'`,
  );
  await seedRuns(owner);
  await seedCopies(owner);
  await owner.query('analyze');
}

/** In every run a copy of the value, somewhen in the last two years. */
async function seedCopies(owner: Pool): Promise<void> {
  await owner.query(
    `insert into audit_events (at, action, outcome, actor_id, actor_role, via, is_agent, client_id, slot_id,
       value_version, runbook_id, chain, chain_seq, key_version, mac)
     select now() - make_interval(hours => abs(hashtext(id::text)) % 17520), 'credential.revealed', 'ok',
       gen_random_uuid(), 'consultant', 'web', false, client_id, 'openrouter.api-key', 1, id,
       client_id::text, 1, 1, decode(repeat('07', 32), 'hex') from runbooks`,
  );
}

/** A run for everybody who got that far, with some blocked steps: closed runs and settled steps among them. */
async function seedRuns(owner: Pool): Promise<void> {
  await owner.query(
    `insert into runbooks (id, client_id, machine_id, number, catalogue_version, scope_hash, composed_by, started_at,
       closed_at)
     select gen_random_uuid(), c.id, m.id, 1, 1, 'seeded', gen_random_uuid(), now(), c.installed_at
     from clients c join machines m on m.client_id = c.id where c.run_started_at is not null`,
  );
  await owner.query(
    `insert into runbook_steps (runbook_id, step_id, component_id, position, phase, required, content)
     select id, 'seeded.step-' || n, 'mac-identity', n, 'identity', true,
       '{"title": "Seeded", "dependsOn": []}'
     from runbooks cross join generate_series(1, 2) as n`,
  );
  await owner.query(
    `insert into step_events (runbook_id, step_id, kind, revision, actor_id, reason, at)
     select r.id, 'seeded.step-' || n, case when blocked and n = 2 then 'blocked' else 'done' end, 1, gen_random_uuid(),
       case when blocked and n = 2 then 'Waits for the provider' end, now() - interval '9 days'
     from (select r.id, substr(c.slug, 8)::int % 80 in (3, 7, 43) as blocked
           from runbooks r join clients c on c.id = r.client_id) r
     cross join generate_series(1, 2) as n`,
  );
  await owner.query(
    `insert into step_events (runbook_id, step_id, kind, revision, actor_id)
     select r.id, 'seeded.step-2', 'done', 2, gen_random_uuid()
     from runbooks r join clients c on c.id = r.client_id where substr(c.slug, 8)::int % 80 in (7, 43)`,
  );
}
