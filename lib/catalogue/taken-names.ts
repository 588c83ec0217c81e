import 'server-only';
import { inArray } from 'drizzle-orm';
import { type ListedPart, listEntries } from '@/lib/catalogue/entries';
import { NAME_FIELDS } from '@/lib/catalogue/new-entry';
import type { Component } from '@/lib/catalogue/schema';
import type { Transaction } from '@/lib/db/database';
import { componentCredentialSlots, componentSettings, componentSteps } from '@/lib/db/schema/catalogue';

/**
 * Those of the names that a part of the same kind has, here or in another component, or had: what is stored under a
 * name, and the runs that mention it, would come to mean another thing.
 */
export async function takenNames(
  tx: Transaction,
  part: ListedPart,
  names: readonly string[],
  drafted: Component,
): Promise<Set<string>> {
  const inDraft = listEntries(drafted, part).flatMap(({ entry }) =>
    Object.entries(entry).flatMap(([path, name]) =>
      NAME_FIELDS[part].some((field) => field.path === path) && typeof name === 'string' ? [name] : [],
    ),
  );
  return new Set([...inDraft, ...(await everInForce(tx, part, [...names]))]);
}

/** Rows of the catalogue are retired, never deleted. */
async function everInForce(tx: Transaction, part: ListedPart, names: string[]): Promise<string[]> {
  const slots = componentCredentialSlots;
  const columns = {
    setting: [componentSettings.key],
    slot: [slots.id, slots.slotKey],
    step: [componentSteps.id],
  }[part];
  const found: string[] = [];
  for (const column of columns) {
    const rows = await tx.selectDistinct({ name: column }).from(column.table).where(inArray(column, names));
    found.push(...rows.map(({ name }) => name));
  }
  return found;
}
