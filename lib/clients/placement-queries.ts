import 'server-only';
import { asc, eq } from 'drizzle-orm';
import type { Actor } from '@/lib/auth/actor';
import { namesOf } from '@/lib/auth/people-queries';
import { authorise } from '@/lib/auth/permissions';
import { readCatalogue } from '@/lib/catalogue/queries';
import { copiesOf, readRunCopies } from '@/lib/clients/run-copies';
import type { MachinePlacement } from '@/lib/clients/schema';
import { slotGap } from '@/lib/clients/slot-gap';
import { faceOf } from '@/lib/clients/slot-state';
import { database } from '@/lib/db/database';
import { clientCredentials, machines, placements } from '@/lib/db/schema/clients';

/** The client's placements, machine by machine, with what is between them and the values that are stored. */
export async function listPlacements(actor: Actor, clientId: string): Promise<MachinePlacement[]> {
  authorise(actor, 'client.read');
  const db = database();
  const [catalogue, onMachines, placed, stored, copies] = await Promise.all([
    readCatalogue(db),
    db
      .select({ id: machines.id, name: machines.name })
      .from(machines)
      .where(eq(machines.clientId, clientId))
      .orderBy(asc(machines.name)),
    db.select().from(placements).where(eq(placements.clientId, clientId)),
    readStoredVersions(clientId),
    readRunCopies(db, clientId),
  ]);
  const slots = catalogue.components.flatMap((component) => component.slots);
  const names = await namesOf(placed.map(({ placedBy }) => placedBy));
  return onMachines.flatMap((machine) =>
    slots.flatMap((slot) => {
      const row = placed.find(({ machineId, slotId }) => machineId === machine.id && slotId === slot.id);
      const value = stored.find(({ slotId }) => slotId === slot.id);
      const gap = slotGap({
        stored: value === undefined ? null : { ...value, spent: value.spentAt !== null },
        placement: row === undefined ? null : { valueVersion: row.valueVersion, at: row.placedAt },
        copies: copiesOf(copies, { machineId: machine.id, slotId: slot.id }),
      });
      if (row === undefined && gap === null) return [];
      const by = row === undefined ? '' : (names.get(row.placedBy) ?? 'Somebody');
      return [
        {
          machineId: machine.id,
          machineName: machine.name,
          slotId: slot.id,
          key: slot.key,
          face: faceOf(slot),
          placed: row === undefined ? null : placedOf(row, by),
          storedVersion: value?.valueVersion ?? null,
          gap,
        },
      ];
    }),
  );
}

function placedOf(row: typeof placements.$inferSelect, by: string): MachinePlacement['placed'] {
  return { version: row.valueVersion, by, at: row.placedAt, validUntil: row.validUntil };
}

/** Metadata of stored values; the envelope is not among the columns. */
function readStoredVersions(clientId: string) {
  return database()
    .select({
      slotId: clientCredentials.slotId,
      valueVersion: clientCredentials.valueVersion,
      spentAt: clientCredentials.spentAt,
    })
    .from(clientCredentials)
    .where(eq(clientCredentials.clientId, clientId));
}
