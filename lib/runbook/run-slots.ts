import 'server-only';
import { and, eq } from 'drizzle-orm';
import { readCatalogue } from '@/lib/catalogue/queries';
import type { Slot } from '@/lib/catalogue/schema';
import type { Executor } from '@/lib/db/database';
import { clientCredentials, clientVaultReferences, placements } from '@/lib/db/schema/clients';
import type { RunRow } from '@/lib/runbook/run-rows';
import type { ComposedStep } from '@/lib/runbook/schema';

/** A slot of a run's steps with what is known of it. Values are not among the columns read. */
export interface RunSlot {
  slot: Slot;
  stored: {
    characters: number;
    valueVersion: number;
    storedAt: Date;
    storedBy: string;
    spentAt: Date | null;
  } | null;
  reference: { reference: string; label: string } | null;
  placement: {
    valueVersion: number | null;
    signedInAs: string | null;
    validUntil: string | null;
    placedBy: string;
    placedAt: Date;
  } | null;
}

/** The slots that the steps mention, by id, for the run's client and machine. */
export async function readRunSlots(
  executor: Executor,
  run: Pick<RunRow, 'clientId' | 'machineId'>,
  steps: readonly ComposedStep[],
): Promise<Map<string, RunSlot>> {
  const wanted = new Set(steps.flatMap(slotIdsOf));
  const catalogue = await readCatalogue(executor);
  const slots = catalogue.components
    .flatMap((component) => component.slots)
    .filter((slot) => wanted.has(slot.id));
  const stored = await executor
    .select({
      slotId: clientCredentials.slotId,
      characters: clientCredentials.characters,
      valueVersion: clientCredentials.valueVersion,
      storedAt: clientCredentials.storedAt,
      storedBy: clientCredentials.storedBy,
      spentAt: clientCredentials.spentAt,
    })
    .from(clientCredentials)
    .where(eq(clientCredentials.clientId, run.clientId));
  const references = await executor
    .select()
    .from(clientVaultReferences)
    .where(eq(clientVaultReferences.clientId, run.clientId));
  const placed = await executor
    .select()
    .from(placements)
    .where(and(eq(placements.clientId, run.clientId), eq(placements.machineId, run.machineId)));
  const of = <Row extends { slotId: string }>(rows: Row[], slot: Slot) =>
    rows.find((row) => row.slotId === slot.id) ?? null;
  return new Map(
    slots.map((slot) => [
      slot.id,
      { slot, stored: of(stored, slot), reference: of(references, slot), placement: of(placed, slot) },
    ]),
  );
}

/** The slots a step mentions, in its secret actions, its copied lines, its captures and its expectation. */
export function slotIdsOf(step: Pick<ComposedStep, 'content'>): string[] {
  const { actions, captures, expect } = step.content;
  const inActions = actions.flatMap((action) => {
    if (action.kind === 'secret') return [action.slot];
    if (action.kind === 'instruction') return [];
    return (action.alternatives ?? []).flatMap((other) => (other.kind === 'secret-line' ? [other.slot] : []));
  });
  const captured = captures.flatMap((capture) => (capture.kind === 'slot' ? [capture.slot] : []));
  const measured = expect.match?.kind === 'slot-length' ? [expect.match.slot] : [];
  return [...new Set([...inActions, ...captured, ...measured])];
}
