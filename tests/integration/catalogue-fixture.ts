import type { Actor } from '@/lib/auth/actor';
import { shippedCatalogue } from '@/lib/catalogue/catalogue';
import { readEdited } from '@/lib/catalogue/draft-rows';
import { withdrawDraft } from '@/lib/catalogue/edit-draft';
import { type EntryRef, fieldsOf, type ListedPart, readEntry } from '@/lib/catalogue/entries';
import { fieldName, fieldText } from '@/lib/catalogue/entry-text';
import { partHash } from '@/lib/catalogue/hash';
import { blankEntry } from '@/lib/catalogue/new-entry';
import { publishDraft } from '@/lib/catalogue/publish';
import { readCatalogue } from '@/lib/catalogue/queries';
import type { Component } from '@/lib/catalogue/schema';
import { database } from '@/lib/db/database';

export const componentId = 'power';

/** What the form of a part would send with some of its fields typed anew. */
export async function form(ref: EntryRef, typed: Record<string, string>, id = componentId) {
  const { current } = await readEdited(database(), id);
  const present = readEntry(current, ref);
  if (present === undefined) throw new Error(`${ref.id} is not there.`);
  const fields = ref.part === 'whole' ? [] : fieldsOf(ref.part, present);
  const shown = Object.fromEntries(fields.map((field) => [fieldName(field), fieldText(present, field)]));
  return { componentId: id, ref, basis: partHash(present), fields: { ...shown, ...typed } };
}

/** What the form of a new part would send with some of its fields typed. */
export function newPart(part: ListedPart, id: string, typed: Record<string, string>) {
  const kind = part === 'step' ? 'instruction' : part;
  const blank = blankEntry(kind, undefined) ?? {};
  const shown = fieldsOf(part, blank).map((field) => [fieldName(field), fieldText(blank, field)]);
  return { componentId: id, kind, slotId: '', after: '', fields: { ...Object.fromEntries(shown), ...typed } };
}

export async function publish(actor: Actor, id = componentId, shipped = shippedCatalogue): Promise<number> {
  const { draft } = await readEdited(database(), id);
  const input = { componentId: id, revision: draft?.revision ?? 0, note: 'Because of the test.' };
  return publishDraft(actor, input, shipped);
}

export async function inForce(id = componentId): Promise<Component> {
  const found = (await readCatalogue()).components.find((component) => component.id === id);
  if (found === undefined) throw new Error(`${id} is not in force.`);
  return found;
}

/** Ends the drafts that a test left. */
export async function withdrawDrafts(actor: Actor, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    const { draft } = await readEdited(database(), id);
    if (draft !== null) await withdrawDraft(actor, { componentId: id, revision: draft.revision });
  }
}
