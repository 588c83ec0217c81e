import 'server-only';
import { desc } from 'drizzle-orm';
import { versionHash } from '@/lib/catalogue/hash';
import type { Catalogue } from '@/lib/catalogue/schema';
import { writeComponents, writeSettings, writeSlots, writeSteps } from '@/lib/catalogue/write-rows';
import type { Transaction } from '@/lib/db/database';
import { violatedConstraint } from '@/lib/db/database-errors';
import { catalogueVersions } from '@/lib/db/schema/catalogue';
import { AppError } from '@/lib/errors';

/** The version in force, or null before the first load. The caller holds the catalogue's lock. */
export async function latestVersion(tx: Transaction): Promise<typeof catalogueVersions.$inferSelect | null> {
  const [latest] = await tx
    .select()
    .from(catalogueVersions)
    .orderBy(desc(catalogueVersions.version))
    .limit(1);
  return latest ?? null;
}

/** Takes the next version number for a catalogue. */
export async function takeVersion(tx: Transaction, catalogue: Catalogue, version: number): Promise<void> {
  await tx.insert(catalogueVersions).values({ version, contentHash: versionHash(catalogue, version) });
}

/**
 * Writes components, settings, slots and steps. Throws an AppError with the code of the caller's choice when a slot
 * would be re-tagged while values for it are stored: the database itself refuses that.
 */
export async function writeEntries(
  tx: Transaction,
  catalogue: Catalogue,
  version: number,
  retagging: keyof typeof WAYS_OUT,
): Promise<void> {
  await writeComponents(tx, catalogue, version);
  await writeSettings(tx, catalogue);
  await writeSlots(tx, catalogue).catch((error: unknown) => {
    if (violatedConstraint(error) === null) throw error;
    throw new AppError(retagging, `${RETAGGING_REFUSED} ${WAYS_OUT[retagging]}`, { cause: error });
  });
  await writeSteps(tx, catalogue);
}

const RETAGGING_REFUSED = 'The catalogue gives a credential slot another tag while values for it are stored.';
const WAYS_OUT = {
  configuration: 'Purge those values first, or give the slot a new id.',
  conflict:
    'Purge those values first, or keep the slot, make it optional and add another one. Nothing was published; the draft stays.',
} as const;
