import 'server-only';
import { and, eq, inArray, isNull } from 'drizzle-orm';
import type { Catalogue } from '@/lib/catalogue/schema';
import type { Executor } from '@/lib/db/database';
import { clientCredentials, clients, clientVaultReferences, placements } from '@/lib/db/schema/clients';

/**
 * Why slots of one catalogue cannot be missing in the next, as a sentence for each: what is kept for them would be out
 * of every list, where nobody would rotate or revoke it. That is a value or a reference of anybody, or what is on a
 * machine of somebody who still is a client.
 */
export async function lostSlotProblems(
  executor: Executor,
  before: Catalogue,
  after: Catalogue,
): Promise<string[]> {
  const kept = new Set(slotIds(after));
  const lost = slotIds(before).filter((id) => !kept.has(id));
  if (lost.length === 0) return [];
  const held = new Set(await heldSlotIds(executor, lost));
  return lost
    .filter((id) => held.has(id))
    .map(
      (id) =>
        `Values, references or placements are stored for slot ${id}, so it cannot leave the catalogue. Keep the slot and make it optional.`,
    );
}

async function heldSlotIds(executor: Executor, ids: readonly string[]): Promise<string[]> {
  const held: { slotId: string }[] = [];
  for (const table of [clientCredentials, clientVaultReferences]) {
    const rows = await executor
      .selectDistinct({ slotId: table.slotId })
      .from(table)
      .where(inArray(table.slotId, [...ids]));
    held.push(...rows);
  }
  const placed = await executor
    .selectDistinct({ slotId: placements.slotId })
    .from(placements)
    .innerJoin(clients, eq(clients.id, placements.clientId))
    .where(and(inArray(placements.slotId, [...ids]), isNull(clients.offboardedAt)));
  return [...held, ...placed].map(({ slotId }) => slotId);
}

function slotIds({ components }: Catalogue): string[] {
  return components.flatMap(({ slots }) => slots.map(({ id }) => id));
}
