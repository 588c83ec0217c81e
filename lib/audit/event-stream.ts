import 'server-only';
import { and, asc, eq, gt, type SQL, sql } from 'drizzle-orm';
import type { ChainedEvent } from '@/lib/audit/canonical';
import type { StoredEvent } from '@/lib/audit/verify-chain';
import type { Transaction } from '@/lib/db/database';
import { auditEvents } from '@/lib/db/schema/audit';

/** Events read at once. Two portions are in memory: one is worked on while the next one is on its way. */
const BATCH = 2_000;

export type EventStream = AsyncGenerator<StoredEvent[]>;

/** Every event of every chain, or of one, chain by chain and in each from the first on. `advance`: events read. */
export async function* streamEvents(
  snapshot: Transaction,
  onlyChain: string | undefined,
  advance: (events: number) => void,
): EventStream {
  const after = (chain: string, chainSeq: number): SQL | undefined =>
    onlyChain === undefined
      ? sql`(${auditEvents.chain}, ${auditEvents.chainSeq}) > (${chain}, ${chainSeq})`
      : and(eq(auditEvents.chain, onlyChain), gt(auditEvents.chainSeq, chainSeq));
  const read = (where: SQL | undefined): Promise<StoredEvent[]> => {
    const reading = readBatch(snapshot, where);
    // Whoever stops listening early leaves this one unawaited.
    reading.catch(() => undefined);
    return reading;
  };
  let next: Promise<StoredEvent[]> | null = read(after('', 0));
  while (next !== null) {
    const batch: StoredEvent[] = await next;
    const last = batch.at(-1)?.event;
    next = last === undefined || batch.length < BATCH ? null : read(after(last.chain, last.chainSeq));
    if (last === undefined) return;
    advance(batch.length);
    yield batch;
  }
}

async function readBatch(snapshot: Transaction, where: SQL | undefined): Promise<StoredEvent[]> {
  const rows = await snapshot
    .select()
    .from(auditEvents)
    .where(where)
    .orderBy(asc(auditEvents.chain), asc(auditEvents.chainSeq))
    .limit(BATCH);
  // The row as it is, for there are very many: it has every field of an event, and more, and by the condition a chain.
  return rows.map((row) => ({
    event: row as ChainedEvent,
    mac: row.mac ?? Buffer.alloc(0),
    keyVersion: row.keyVersion ?? 0,
  }));
}
