import 'server-only';
import { shippedCatalogue } from '@/lib/catalogue/catalogue';
import { lockCatalogue, publishedComponents } from '@/lib/catalogue/change-rows';
import { assertSound } from '@/lib/catalogue/check';
import { versionHash } from '@/lib/catalogue/hash';
import { overlayCatalogue } from '@/lib/catalogue/overlay';
import type { Catalogue } from '@/lib/catalogue/schema';
import { lockSlots } from '@/lib/catalogue/slot-locks';
import { writePackages } from '@/lib/catalogue/write-rows';
import { latestVersion, takeVersion, writeEntries } from '@/lib/catalogue/write-version';
import type { Database } from '@/lib/db/database';

export interface LoadedCatalogue {
  version: number;
  /** False: the database held this very catalogue already. */
  changed: boolean;
}

/**
 * Brings the database's catalogue up to the shipped one with what admins published laid over it, as the owner role. A
 * new version number is taken only when the content changed; what is gone is marked retired. Throws a CatalogueError
 * for an unsound catalogue, and AppError('configuration') when a slot would be re-tagged while values for it are stored.
 */
export async function loadCatalogue(
  owner: Database,
  shipped: Catalogue = shippedCatalogue,
): Promise<LoadedCatalogue> {
  assertSound(shipped);
  return owner.transaction(async (tx) => {
    // Two starts of the product, or a start and a publisher, must not take the same version number.
    await lockCatalogue(tx);
    const { catalogue } = overlayCatalogue(shipped, await publishedComponents(tx));
    const latest = await latestVersion(tx);
    if (latest && latest.contentHash === versionHash(catalogue, latest.version)) {
      return { version: latest.version, changed: false };
    }
    await lockSlots(tx);
    const version = (latest?.version ?? 0) + 1;
    await takeVersion(tx, catalogue, version);
    await writeEntries(tx, catalogue, version, 'configuration');
    await writePackages(tx, catalogue);
    return { version, changed: true };
  });
}
