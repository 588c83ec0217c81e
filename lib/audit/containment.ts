import 'server-only';
import { sql } from 'drizzle-orm';
import type { CheckpointHead } from '@/lib/audit/checkpoint';
import type { Executor } from '@/lib/db/database';

/** Heads asked about at once. */
const BATCH = 1_000;

/** A head that the log does not contain: its chain now ends earlier, or has another event in that place. */
export interface LostHead {
  chain: string;
  seq: number;
  /** The chain's last event now; 0 when there is none. */
  endsAt: number;
  what: 'cut' | 'rewritten';
}

/** Which of these heads the log no longer contains, as (chain, number, MAC). An index look-up a head. */
export async function lostHeads(executor: Executor, heads: readonly CheckpointHead[]): Promise<LostHead[]> {
  const lost: LostHead[] = [];
  for (let from = 0; from < heads.length; from += BATCH) {
    lost.push(...(await lostOf(executor, heads.slice(from, from + BATCH))));
  }
  return lost;
}

async function lostOf(executor: Executor, heads: readonly CheckpointHead[]): Promise<LostHead[]> {
  const { rows } = await executor.execute<{
    chain: string;
    seq: string;
    found: boolean;
    ends_at: string;
  }>(sql`
    select claimed.chain, claimed.seq::text, event.chain is not null as found,
           coalesce((select max(chain_seq) from audit_events where chain = claimed.chain), 0)::text as ends_at
    from jsonb_to_recordset(${JSON.stringify(heads)}::jsonb) as claimed (chain text, seq bigint, mac text)
    left join audit_events event on event.chain = claimed.chain and event.chain_seq = claimed.seq
    where event.mac is distinct from decode(claimed.mac, 'base64')
    order by claimed.chain`);
  return rows.map((row) => ({
    chain: row.chain,
    seq: Number(row.seq),
    endsAt: Number(row.ends_at),
    what: row.found ? 'rewritten' : 'cut',
  }));
}
