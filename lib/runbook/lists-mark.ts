import 'server-only';
import { sql } from 'drizzle-orm';
import type { Actor } from '@/lib/auth/actor';
import { authorise } from '@/lib/auth/permissions';
import { database } from '@/lib/db/database';

/** Acts on several runs may commit in another order than their numbers: whoever was late is among so many. */
const LAST_ACTS = 32;

/**
 * How the lists of runs stand, as one number: another one means that something was done in some run, or that somebody
 * opened or left one. It says nothing about either. Read before what it stands for.
 */
export async function readListsMark(actor: Actor): Promise<string> {
  authorise(actor, 'run.read');
  return presentListsMark();
}

/** The same for the process itself. */
export async function presentListsMark(): Promise<string> {
  const { rows } = await database().execute<{ mark: string }>(sql`
    select hashtextextended(concat_ws('|',
      (select string_agg(seq::text, ',' order by seq)
        from (select seq from step_events order by seq desc limit ${LAST_ACTS}) as last_acts),
      (select string_agg(place, ',' order by place)
        from (select distinct runbook_id::text || user_id::text as place
          from run_viewers where expires_at > clock_timestamp()) as open_now)), 0)::text as mark`);
  return rows[0]?.mark ?? '';
}
