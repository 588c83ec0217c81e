import 'server-only';
import { and, eq, isNotNull } from 'drizzle-orm';
import type { RunCopy } from '@/lib/clients/slot-gap';
import type { Executor } from '@/lib/db/database';
import { auditEvents } from '@/lib/db/schema/audit';
import { runbooks } from '@/lib/db/schema/runbook';

export interface MachineCopy extends RunCopy {
  machineId: string;
  slotId: string;
}

/** Every copy of a client's values within a run, by machine and slot. Callers have authorised. */
export async function readRunCopies(executor: Executor, clientId: string): Promise<MachineCopy[]> {
  const rows = await executor
    .select({
      machineId: runbooks.machineId,
      slotId: auditEvents.slotId,
      valueVersion: auditEvents.valueVersion,
      at: auditEvents.at,
    })
    .from(auditEvents)
    .innerJoin(runbooks, eq(runbooks.id, auditEvents.runbookId))
    .where(
      and(
        eq(auditEvents.clientId, clientId),
        eq(auditEvents.action, 'credential.revealed'),
        eq(auditEvents.outcome, 'ok'),
        isNotNull(auditEvents.slotId),
      ),
    );
  return rows.flatMap(({ slotId, valueVersion, ...row }) =>
    slotId === null || valueVersion === null ? [] : [{ ...row, slotId, valueVersion }],
  );
}

/** The copies of one slot on one machine. */
export function copiesOf(
  copies: readonly MachineCopy[],
  place: { machineId: string; slotId: string },
): MachineCopy[] {
  return copies.filter((copy) => copy.machineId === place.machineId && copy.slotId === place.slotId);
}
