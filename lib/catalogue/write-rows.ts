import 'server-only';
import { and, isNull, notInArray, sql } from 'drizzle-orm';
import type { Catalogue, Component } from '@/lib/catalogue/schema';
import type { Transaction } from '@/lib/db/database';
import {
  componentCredentialSlots,
  componentSettings,
  componentSteps,
  components,
  packageTiers,
  tierComponents,
} from '@/lib/db/schema/catalogue';

/** Gives each entry of a component its owner and its place in the order of the whole catalogue. */
function placed<T>(catalogue: Catalogue, pick: (component: Component) => readonly T[]) {
  return catalogue.components
    .flatMap((component) => pick(component).map((entry) => ({ componentId: component.id, entry })))
    .map((found, position) => ({ ...found, position }));
}

/** Writes the components themselves; settings, slots and steps have tables of their own. */
export async function writeComponents(tx: Transaction, catalogue: Catalogue, version: number): Promise<void> {
  const rows = catalogue.components.map(({ settings: _, slots: __, steps: ___, ...definition }) => ({
    id: definition.id,
    number: definition.number,
    name: definition.name,
    definition,
    catalogueVersion: version,
  }));
  await tx
    .insert(components)
    .values(rows)
    .onConflictDoUpdate({
      target: components.id,
      set: {
        number: sql`excluded.number`,
        name: sql`excluded.name`,
        definition: sql`excluded.definition`,
        catalogueVersion: sql`excluded.catalogue_version`,
        retiredAt: null,
      },
    });
  await tx
    .update(components)
    .set({ retiredAt: sql`now()` })
    .where(
      and(
        isNull(components.retiredAt),
        notInArray(
          components.id,
          rows.map((row) => row.id),
        ),
      ),
    );
}

/** Writes the questions. */
export async function writeSettings(tx: Transaction, catalogue: Catalogue): Promise<void> {
  const rows = placed(catalogue, (component) => component.settings).map(({ entry, ...place }) => ({
    ...place,
    key: entry.key,
    definition: entry,
  }));
  const table = componentSettings;
  await tx.insert(table).values(rows).onConflictDoUpdate({ target: table.key, set: entrySet });
  await tx
    .update(table)
    .set({ retiredAt: sql`now()` })
    .where(
      and(
        isNull(table.retiredAt),
        notInArray(
          table.key,
          rows.map((row) => row.key),
        ),
      ),
    );
}

/** Writes the credential slots. The database refuses a new tag for a slot that values are stored for. */
export async function writeSlots(tx: Transaction, catalogue: Catalogue): Promise<void> {
  const rows = placed(catalogue, (component) => component.slots).map(({ entry, ...place }) => ({
    ...place,
    id: entry.id,
    slotKey: entry.key,
    name: entry.name,
    tag: entry.tag,
    class: entry.class,
    required: entry.required,
    definition: entry,
  }));
  const table = componentCredentialSlots;
  await tx
    .insert(table)
    .values(rows)
    .onConflictDoUpdate({
      target: table.id,
      set: {
        ...entrySet,
        slotKey: sql`excluded.slot_key`,
        name: sql`excluded.name`,
        tag: sql`excluded.tag`,
        class: sql`excluded.class`,
        required: sql`excluded.required`,
      },
    });
  await tx
    .update(table)
    .set({ retiredAt: sql`now()` })
    .where(
      and(
        isNull(table.retiredAt),
        notInArray(
          table.id,
          rows.map((row) => row.id),
        ),
      ),
    );
}

/** Writes the step templates. */
export async function writeSteps(tx: Transaction, catalogue: Catalogue): Promise<void> {
  const rows = placed(catalogue, (component) => component.steps).map(({ entry, ...place }) => ({
    ...place,
    id: entry.id,
    definition: entry,
  }));
  const table = componentSteps;
  await tx.insert(table).values(rows).onConflictDoUpdate({ target: table.id, set: entrySet });
  await tx
    .update(table)
    .set({ retiredAt: sql`now()` })
    .where(
      and(
        isNull(table.retiredAt),
        notInArray(
          table.id,
          rows.map((row) => row.id),
        ),
      ),
    );
}

/** Writes tiers, packs and add-ons with their members. */
export async function writePackages(tx: Transaction, catalogue: Catalogue): Promise<void> {
  const rows = catalogue.packages.map(({ components: _, ...row }, position) => ({ ...row, position }));
  const table = packageTiers;
  await tx
    .insert(table)
    .values(rows)
    .onConflictDoUpdate({
      target: table.id,
      set: {
        kind: sql`excluded.kind`,
        name: sql`excluded.name`,
        summary: sql`excluded.summary`,
        position: sql`excluded.position`,
        retiredAt: null,
      },
    });
  await tx
    .update(table)
    .set({ retiredAt: sql`now()` })
    .where(
      and(
        isNull(table.retiredAt),
        notInArray(
          table.id,
          rows.map((row) => row.id),
        ),
      ),
    );
  await tx.delete(tierComponents);
  await tx
    .insert(tierComponents)
    .values(
      catalogue.packages.flatMap((row) =>
        row.components.map((componentId) => ({ tierId: row.id, componentId })),
      ),
    );
}

const entrySet = {
  componentId: sql`excluded.component_id`,
  position: sql`excluded.position`,
  definition: sql`excluded.definition`,
  retiredAt: null,
};
