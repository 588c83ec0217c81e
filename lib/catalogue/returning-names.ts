import 'server-only';
import { count, eq, inArray, or } from 'drizzle-orm';
import { type ListedPart, listEntries, listedParts } from '@/lib/catalogue/entries';
import { partHash } from '@/lib/catalogue/hash';
import type { Component, Slot } from '@/lib/catalogue/schema';
import type { Executor } from '@/lib/db/database';
import { componentCredentialSlots, componentSettings, componentSteps } from '@/lib/db/schema/catalogue';
import {
  clientCredentials,
  clientSettings,
  clientVaultReferences,
  placements,
} from '@/lib/db/schema/clients';

/**
 * Why a draft cannot use a slot's id or key as it does, one sentence each: under both something may be kept, in the
 * database and on machines, and it must not come to mean another value. What is in force stays as it is, and what the
 * release ships is the release's decision; null stands for a component that it does not ship.
 */
export async function misusedNames(
  executor: Executor,
  inForce: Component,
  drafted: Component,
  shipped: Component | null,
): Promise<string[]> {
  const known = [...inForce.slots, ...(shipped?.slots ?? [])];
  const fresh = drafted.slots.filter(
    ({ id, key }) => !known.some((slot) => slot.id === id && slot.key === key),
  );
  if (fresh.length === 0) return [];
  const slots = componentCredentialSlots;
  const [ids, keys] = [fresh.map(({ id }) => id), fresh.map(({ key }) => key)];
  const everInForce = await executor
    .select({ id: slots.id, key: slots.slotKey })
    .from(slots)
    .where(or(inArray(slots.id, ids), inArray(slots.slotKey, keys)));
  return fresh.flatMap((slot) => misuse(slot, everInForce));
}

function misuse({ id, key }: Slot, everInForce: readonly Pick<Slot, 'id' | 'key'>[]): string[] {
  const own = everInForce.find((row) => row.id === id);
  if (own !== undefined && own.key !== key) {
    return [
      `Slot ${id} goes with the key ${own.key}, under which machines keep its value. Write that key, or give the slot an id and a key that are new.`,
    ];
  }
  const other = everInForce.find((row) => row.key === key && row.id !== id);
  if (other === undefined) return [];
  return [
    `Slot ${id} has the key ${key}, which goes with slot ${other.id}: a machine would take one value for the other. Choose a new key.`,
  ];
}

/**
 * Which parts of a draft come back after they had left, with what is kept for them: one sentence each. The names are
 * sound (`misusedNames`); whether the part means what it meant is for whoever publishes to say.
 */
export async function returningNotices(
  executor: Executor,
  inForce: Component,
  drafted: Component,
): Promise<string[]> {
  const notices: string[] = [];
  for (const part of listedParts) {
    const present = new Set(listEntries(inForce, part).map(({ id }) => id));
    const added = listEntries(drafted, part).filter(({ id }) => !present.has(id));
    const before = await formerTexts(
      executor,
      part,
      added.map(({ id }) => id),
    );
    for (const { id, title, entry } of added.filter((one) => before.has(one.id))) {
      const words = await keptWords(executor, part, id);
      const changed = partHash(before.get(id)) === partHash(entry) ? '' : ` ${CHANGED_WORDS}`;
      notices.push(`${NAMES[part]} ${id}, “${title}”, comes back after it had left. ${words}${changed}`);
    }
  }
  return notices;
}

const NAMES = { setting: 'Setting', slot: 'Slot', step: 'Step' } as const;
const CHANGED_WORDS =
  'Its text is another than it was: make sure that it means the same, or take it out and add a new one.';

const TABLES = {
  setting: { table: componentSettings, id: componentSettings.key },
  slot: { table: componentCredentialSlots, id: componentCredentialSlots.id },
  step: { table: componentSteps, id: componentSteps.id },
} as const;

/** The parts that the catalogue had, as they were last in force: rows are retired, never deleted. */
async function formerTexts(
  executor: Executor,
  part: ListedPart,
  ids: readonly string[],
): Promise<Map<string, unknown>> {
  if (ids.length === 0) return new Map();
  const { table, id } = TABLES[part];
  const rows = await executor
    .select({ id, definition: table.definition })
    .from(table)
    .where(inArray(id, [...ids]));
  return new Map(rows.map((row) => [row.id, row.definition]));
}

async function keptWords(executor: Executor, part: ListedPart, id: string): Promise<string> {
  switch (part) {
    case 'slot':
      return keptForSlot(executor, id);
    case 'setting': {
      const answers = await rowsOf(executor, clientSettings.settingKey, id);
      return answers === 0
        ? 'No client’s answer to it is kept.'
        : `What was answered then counts again: ${counted(answers, 'answer')}.`;
    }
    case 'step':
      return 'In runs that still have it, what was done counts for it.';
  }
}

async function keptForSlot(executor: Executor, id: string): Promise<string> {
  const kept: string[] = [];
  for (const [column, word] of [
    [clientCredentials.slotId, 'value'],
    [clientVaultReferences.slotId, 'reference'],
    [placements.slotId, 'placement'],
  ] as const) {
    const found = await rowsOf(executor, column, id);
    if (found > 0) kept.push(counted(found, word));
  }
  return kept.length === 0
    ? 'Nothing of any client is kept for it.'
    : `What is kept for it counts again: ${kept.join(', ')}.`;
}

type KeptColumn =
  | typeof clientSettings.settingKey
  | typeof clientCredentials.slotId
  | typeof clientVaultReferences.slotId
  | typeof placements.slotId;

async function rowsOf(executor: Executor, column: KeptColumn, id: string): Promise<number> {
  const [row] = await executor.select({ rows: count() }).from(column.table).where(eq(column, id));
  return row?.rows ?? 0;
}

function counted(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}
