import { queryRunning } from '@/tests/support/running-database';

const STAGES = ['draft', 'collecting', 'ready', 'installing', 'installed', 'offboarding', 'purged'] as const;
export type Stage = (typeof STAGES)[number];

/** Addresses that depend on what is on the board. What it does not have is left out. */
export interface Places {
  /** Slug of the fullest client of each stage. */
  clients: Partial<Record<Stage, string>>;
  /** Runbooks: not begun, in the middle, closed. */
  runs: Partial<Record<'start' | 'middle' | 'done', string>>;
  /** The wizard draft with most answers. */
  draft: string | undefined;
  /** The wizard of a client that was created and still lacks something. */
  created: string | undefined;
}

/** Looks up in the board's own database what there is to photograph. */
export async function findPlaces(dataDir: string): Promise<Places> {
  const clients = await queryRunning<{ stage: Stage; slug: string }>(
    dataDir,
    `select distinct on (stage) stage, slug from clients c
     order by stage, (select count(*) from client_credentials v where v.client_id = c.id) desc,
       (select count(*) from client_components k where k.client_id = c.id) desc`,
  );
  const runs = await queryRunning<{ state: 'start' | 'middle' | 'done'; id: string }>(
    dataDir,
    `select distinct on (state) state, id from (
       select id, case when closed_at is not null then 'done' when started_at is null then 'start' else 'middle' end
         as state, (select count(*) from step_events e where e.runbook_id = r.id and e.kind = 'done') as done
       from runbooks r where superseded_at is null and kind = 'install') as run
     order by state, done desc`,
  );
  const [draft] = await queryRunning<{ id: string }>(
    dataDir,
    `select d.id from wizard_drafts d where completed_at is null and client_id is not null
     order by (select count(*) from client_components k where k.client_id = d.client_id) desc limit 1`,
  );
  const [created] = await queryRunning<{ id: string }>(
    dataDir,
    `select d.id from wizard_drafts d join clients c on c.id = d.client_id where d.completed_at is not null
     order by c.stage = 'collecting' desc, d.completed_at desc limit 1`,
  );
  return {
    clients: Object.fromEntries(clients.map(({ stage, slug }) => [stage, slug])),
    runs: Object.fromEntries(runs.map(({ state, id }) => [state, id])),
    draft: draft?.id,
    created: created?.id,
  };
}

/** E-mail of somebody of each role, for a board whose people are not told. */
export async function findPeople(dataDir: string): Promise<{ role: string; email: string }[]> {
  return queryRunning(
    dataDir,
    'select distinct on (role) role, email from users where disabled_at is null order by role, created_at',
  );
}
