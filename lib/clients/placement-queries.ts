import 'server-only';
import { asc, eq } from 'drizzle-orm';
import type { Actor } from '@/lib/auth/actor';
import { namesOf } from '@/lib/auth/people-queries';
import { authorise } from '@/lib/auth/permissions';
import { readCatalogue } from '@/lib/catalogue/queries';
import { readEndings } from '@/lib/clients/ending-queries';
import { type Ending, endOfPlacement, revocationOf } from '@/lib/clients/endings';
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
  const [catalogue, onMachines, placed, stored, copies, endings] = await Promise.all([
    readCatalogue(db),
    db
      .select({ id: machines.id, name: machines.name })
      .from(machines)
      .where(eq(machines.clientId, clientId))
      .orderBy(asc(machines.name)),
    db.select().from(placements).where(eq(placements.clientId, clientId)),
    readStoredVersions(clientId),
    readRunCopies(db, clientId),
    readEndings(db, clientId),
  ]);
  const slots = catalogue.components.flatMap((component) => component.slots);
  const names = await namesOf([...placed.map(({ placedBy }) => placedBy), ...endings.map(({ by }) => by)]);
  const nameOf = (id: string) => names.get(id) ?? 'Somebody';
  return onMachines.flatMap((machine) =>
    slots.flatMap((slot) => {
      const row = placed.find(({ machineId, slotId }) => machineId === machine.id && slotId === slot.id);
      const value = stored.find(({ slotId }) => slotId === slot.id);
      const ending = endingOf(endings, slot.id, row, value);
      const gap =
        ending !== null
          ? null
          : slotGap({
              stored: value === undefined ? null : { ...value, spent: value.spentAt !== null },
              placement: row === undefined ? null : { valueVersion: row.valueVersion, at: row.placedAt },
              copies: copiesOf(copies, { machineId: machine.id, slotId: slot.id }),
            });
      if (row === undefined && gap === null) return [];
      return [
        {
          machineId: machine.id,
          machineName: machine.name,
          slotId: slot.id,
          key: slot.key,
          face: faceOf(slot),
          placed: row === undefined ? null : placedOf(row, nameOf(row.placedBy)),
          storedVersion: value?.valueVersion ?? null,
          gap,
          ended: ending && { how: ending.how, by: nameOf(ending.by), at: ending.at },
        },
      ];
    }),
  );
}

/** What ended a placement, or a value that was copied and never marked. */
function endingOf(
  endings: readonly Ending[],
  slotId: string,
  row: typeof placements.$inferSelect | undefined,
  value: { storedAt: Date } | undefined,
): Ending | null {
  return row === undefined ? revocationOf(endings, slotId, [value?.storedAt]) : endOfPlacement(endings, row);
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
      storedAt: clientCredentials.storedAt,
    })
    .from(clientCredentials)
    .where(eq(clientCredentials.clientId, clientId));
}
