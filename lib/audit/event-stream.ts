import 'server-only';
import { asc, eq, sql } from 'drizzle-orm';
import type { ChainedEvent } from '@/lib/audit/canonical';
import type { StoredEvent } from '@/lib/audit/verify-chain';
import type { Transaction } from '@/lib/db/database';
import { auditEvents } from '@/lib/db/schema/audit';

/** Events read at once: the memory that a walk over the log takes, whatever the log's length. */
const BATCH = 2_000;

export type EventStream = AsyncGenerator<StoredEvent[]>;

/** Every event of every chain, or of one, chain by chain and in each from the first on. `advance`: events read. */
export async function* streamEvents(
  snapshot: Transaction,
  onlyChain: string | undefined,
  advance: (events: number) => void,
): EventStream {
  let after = { chain: onlyChain ?? '', chainSeq: 0 };
  while (true) {
    const rows = await snapshot
      .select()
      .from(auditEvents)
      .where(
        onlyChain === undefined
          ? sql`(${auditEvents.chain}, ${auditEvents.chainSeq}) > (${after.chain}, ${after.chainSeq})`
          : sql`${eq(auditEvents.chain, onlyChain)} and ${auditEvents.chainSeq} > ${after.chainSeq}`,
      )
      .orderBy(asc(auditEvents.chain), asc(auditEvents.chainSeq))
      .limit(BATCH);
    const batch = rows.map(stored);
    const last = batch.at(-1);
    if (last === undefined) return;
    advance(batch.length);
    yield batch;
    if (batch.length < BATCH) return;
    after = last.event;
  }
}

function stored({ seq: _seq, mac, keyVersion, ...fields }: typeof auditEvents.$inferSelect): StoredEvent {
  return {
    event: {
      ...fields,
      chain: fields.chain ?? '',
      chainSeq: fields.chainSeq ?? 0,
      detail: fields.detail as ChainedEvent['detail'],
    },
    mac: mac ?? Buffer.alloc(0),
    keyVersion: keyVersion ?? 0,
  };
}
