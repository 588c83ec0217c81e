import 'server-only';
import { inArray } from 'drizzle-orm';
import type { Executor } from '@/lib/db/database';
import { runbooks } from '@/lib/db/schema/runbook';
import type { RunEvent } from '@/lib/runbook/run-events';
import type { RunRow } from '@/lib/runbook/run-rows';

/** The number of the runbook in which each step came into its state, for steps that an upgrade carried over. */
export async function carriedSteps(
  executor: Executor,
  run: Pick<RunRow, 'continuedIds'>,
  events: readonly RunEvent[],
): Promise<Map<string, number>> {
  if (run.continuedIds.length === 0) return new Map();
  const rows = await executor
    .select({ id: runbooks.id, number: runbooks.number })
    .from(runbooks)
    .where(inArray(runbooks.id, run.continuedIds));
  const numbers = new Map(rows.map(({ id, number }) => [id, number]));
  const carried = new Map<string, number>();
  for (const { stepId, revision, runbookId = '' } of events) {
    if (stepId === null || revision === null) continue;
    const number = numbers.get(runbookId);
    if (number === undefined) carried.delete(stepId);
    else carried.set(stepId, number);
  }
  return carried;
}
