import 'server-only';
import { sql } from 'drizzle-orm';
import type { Transaction } from '@/lib/db/database';

/** Writes what became of the steps and components of a run that was closed in this transaction, for the statistics. */
export async function recordResults(tx: Transaction, runbookId: string): Promise<void> {
  await tx.execute(sql`select record_run_results(array[${runbookId}::uuid])`);
}
