import 'server-only';
import { and, eq, sql } from 'drizzle-orm';
import { appendAuditEvent } from '@/lib/audit/append';
import type { Transaction } from '@/lib/db/database';
import { clientVaultReferences, placements } from '@/lib/db/schema/clients';
import type { RunContext } from '@/lib/runbook/run-act';

export interface PlacementFacts {
  slotId: string;
  valueVersion: number | null;
  signedInAs: string | null;
  /** A day, as `2027-11-22`. */
  validUntil: string | null;
}

/** Notes that a slot is on the run's machine now, with its audit event. The caller holds the slot (`holdSlots`). */
export async function writePlacement(
  context: RunContext,
  stepId: string,
  facts: PlacementFacts,
): Promise<void> {
  const { tx, actor, client, run } = context;
  const row = { ...facts, placedBy: actor.id };
  await tx
    .insert(placements)
    .values({ clientId: client.id, machineId: run.machineId, ...row })
    .onConflictDoUpdate({
      target: [placements.machineId, placements.slotId],
      set: { ...row, placedAt: sql`now()` },
    });
  await noteWhenPasted(tx, client.id, facts.slotId);
  await appendAuditEvent(tx, actor, {
    action: 'placement.marked',
    clientId: client.id,
    slotId: facts.slotId,
    runbookId: run.id,
    stepId,
    ...(facts.valueVersion === null ? {} : { valueVersion: facts.valueVersion }),
  });
}

/** Keeps with a vault reference when its value was last pasted, on whichever machine; null when on none. */
export async function noteWhenPasted(tx: Transaction, clientId: string, slotId: string): Promise<void> {
  const ofThisSlot = and(eq(placements.clientId, clientId), eq(placements.slotId, slotId));
  await tx
    .update(clientVaultReferences)
    .set({ pastedAt: sql`(select max(${placements.placedAt}) from ${placements} where ${ofThisSlot})` })
    .where(and(eq(clientVaultReferences.clientId, clientId), eq(clientVaultReferences.slotId, slotId)));
}
