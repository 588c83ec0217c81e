import 'server-only';
import { and, asc, eq, gt, inArray, isNull, lte, sql } from 'drizzle-orm';
import { ZodError } from 'zod';
import { diffComponent } from '@/lib/catalogue/component-diff';
import { readCatalogue, type VersionedCatalogue } from '@/lib/catalogue/queries';
import type { Component } from '@/lib/catalogue/schema';
import { lockClient } from '@/lib/clients/client-row';
import { refreshFacts } from '@/lib/clients/facts';
import type { Database } from '@/lib/db/database';
import { catalogueVersions } from '@/lib/db/schema/catalogue';
import { clientComponents, clients } from '@/lib/db/schema/clients';
import { AppError } from '@/lib/errors';

/**
 * Does what changes the catalogue, then counts anew what clients lack, where that may have become another number. The
 * whole catalogue is compared: one published text can bring the edit of another component back in force that had been
 * set aside. A count that was cut short is made up for by the next one, at the latest when the board starts again.
 * Resolves and throws as `change` does.
 */
export async function recounting<T>(db: Database, change: () => Promise<T>): Promise<T> {
  const before = (await isCounted(db)) ? await catalogueBefore(db) : null;
  const done = await change();
  const { components: after, version } = await readCatalogue(db);
  const changed = after.filter((component) => {
    if (before === null) return true;
    const old = before.components.find(({ id }) => id === component.id);
    return old !== undefined && changesWhatIsMissing(old, component);
  });
  await recountClients(
    db,
    changed.map(({ id }) => id),
  );
  await markCounted(db, before?.version ?? 0, version);
  return done;
}

async function isCounted(db: Database): Promise<boolean> {
  const [cutShort] = await db
    .select({ version: catalogueVersions.version })
    .from(catalogueVersions)
    .where(isNull(catalogueVersions.countedAt))
    .limit(1);
  return cutShort === undefined;
}

/** Whoever changed the catalogue meanwhile counts what came with that. */
async function markCounted(db: Database, after: number, upTo: number): Promise<void> {
  const { version, countedAt } = catalogueVersions;
  await db
    .update(catalogueVersions)
    .set({ countedAt: sql`now()` })
    .where(and(gt(version, after), lte(version, upTo), isNull(countedAt)));
}

type Before = Pick<VersionedCatalogue, 'version' | 'components'>;

/** Empty where the database is new. Null where another release wrote it in a shape that this one does not read. */
async function catalogueBefore(db: Database): Promise<Before | null> {
  try {
    return await readCatalogue(db);
  } catch (error) {
    if (error instanceof AppError && error.code === 'configuration') return { version: 0, components: [] };
    if (error instanceof ZodError) return null;
    throw error;
  }
}

function changesWhatIsMissing(before: Component, after: Component): boolean {
  return diffComponent(before, after).some(({ part }) => part === 'setting' || part === 'slot');
}

const CLIENTS_AT_ONCE = 100;

/** One client after another, each under its own lock, so that nobody at work waits for all of them. */
async function recountClients(db: Database, componentIds: readonly string[]): Promise<void> {
  if (componentIds.length === 0) return;
  let last = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const rows = await db
      .selectDistinct({ id: clients.id })
      .from(clients)
      .innerJoin(clientComponents, eq(clientComponents.clientId, clients.id))
      .where(
        and(
          inArray(clientComponents.componentId, [...componentIds]),
          isNull(clients.offboardedAt),
          gt(clients.id, last),
        ),
      )
      .orderBy(asc(clients.id))
      .limit(CLIENTS_AT_ONCE);
    for (const { id } of rows) {
      await db.transaction(async (tx) => {
        const client = await lockClient(tx, id);
        if (client.offboardedAt === null) await refreshFacts(tx, id);
      });
    }
    last = rows.at(-1)?.id ?? last;
    if (rows.length < CLIENTS_AT_ONCE) return;
  }
}
