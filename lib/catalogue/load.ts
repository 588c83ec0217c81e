import 'server-only';
import { createHash } from 'node:crypto';
import { desc, sql } from 'drizzle-orm';
import { shippedCatalogue } from '@/lib/catalogue/catalogue';
import { assertSound } from '@/lib/catalogue/check';
import type { Catalogue } from '@/lib/catalogue/schema';
import {
  writeComponents,
  writePackages,
  writeSettings,
  writeSlots,
  writeSteps,
} from '@/lib/catalogue/write-rows';
import type { Database } from '@/lib/db/database';
import { violatedConstraint } from '@/lib/db/database-errors';
import { catalogueVersions } from '@/lib/db/schema/catalogue';
import { AppError } from '@/lib/errors';

export interface LoadedCatalogue {
  version: number;
  /** False: the database held this very catalogue already. */
  changed: boolean;
}

/**
 * Brings the database's catalogue up to the given one, as the owner role. A new version number is taken only when
 * the content changed; what is gone is marked retired. Throws a CatalogueError for an unsound catalogue, and
 * AppError('configuration') when a slot would be re-tagged while values for it are stored.
 */
export async function loadCatalogue(
  owner: Database,
  catalogue: Catalogue = shippedCatalogue,
): Promise<LoadedCatalogue> {
  assertSound(catalogue);
  return owner.transaction(async (tx) => {
    // One loader at a time: two starts of the product must not take the same version number.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('catalogue'))`);
    const [latest] = await tx
      .select()
      .from(catalogueVersions)
      .orderBy(desc(catalogueVersions.version))
      .limit(1);
    if (latest && latest.contentHash === hashOf(catalogue, latest.version)) {
      return { version: latest.version, changed: false };
    }
    const version = (latest?.version ?? 0) + 1;
    await tx.insert(catalogueVersions).values({ version, contentHash: hashOf(catalogue, version) });
    await writeComponents(tx, catalogue, version);
    await writeSettings(tx, catalogue);
    await writeSlots(tx, catalogue).catch(explainRetagging);
    await writeSteps(tx, catalogue);
    await writePackages(tx, catalogue);
    return { version, changed: true };
  });
}

/** SHA-256, hex. The version is part of it, so that going back to an earlier content is a new version too. */
function hashOf(catalogue: Catalogue, version: number): string {
  return createHash('sha256')
    .update(`${version}:${canonicalJson(catalogue)}`)
    .digest('hex');
}

function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  );
}

function explainRetagging(error: unknown): never {
  if (violatedConstraint(error) === null) throw error;
  throw new AppError(
    'configuration',
    'The catalogue gives a credential slot another tag while values for it are stored. Purge those values first, or give the slot a new id.',
    { cause: error },
  );
}
