import 'server-only';
import { sql } from 'drizzle-orm';
import type { Actor } from '@/lib/auth/actor';
import { authorise } from '@/lib/auth/permissions';
import { database } from '@/lib/db/database';
import { summariseRuns } from '@/lib/runbook/run-summary';
import type { RunSummary } from '@/lib/runbook/run-view';
import { watchersOf } from '@/lib/runbook/watchers';

/** A run under way, and whether more time passed since its last act than its step is estimated to take. */
interface ActiveRun extends RunSummary {
  /** Names of those who have it open now. */
  here: readonly string[];
  silent: boolean;
}

const SHOWN_RUNS = 5;

/** The runs under way in which something happened last, and how many there are in all. Those of gone clients are not. */
export async function readActiveRuns(
  actor: Actor,
  now = new Date(),
): Promise<{ runs: ActiveRun[]; total: number }> {
  authorise(actor, 'run.read');
  const { rows } = await database().execute<{ id: string; total: number }>(sql`
    select r.id, count(*) over ()::int as total
    from runbooks r
    join clients c on c.id = r.client_id
      and case r.kind when 'offboarding' then c.purged_at else c.offboarded_at end is null
    cross join lateral (select seq from step_events e where e.runbook_id = r.id order by seq desc limit 1) as last
    where r.closed_at is null and r.superseded_at is null and r.started_at is not null
    order by last.seq desc limit ${SHOWN_RUNS}`);
  const ids = rows.map(({ id }) => id);
  const [summaries, here] = await Promise.all([summariseRuns(ids), watchersOf(actor, ids)]);
  const runs = ids.flatMap((id) => summaries.get(id) ?? []);
  return {
    runs: runs.map((run) => ({ ...run, here: here.get(run.runbookId) ?? [], silent: isSilent(run, now) })),
    total: rows[0]?.total ?? 0,
  };
}

function isSilent({ lastAt, currentEstimateMinutes }: RunSummary, now: Date): boolean {
  if (lastAt === null || currentEstimateMinutes === null) return false;
  return now.getTime() - lastAt.getTime() > currentEstimateMinutes * 60_000;
}
