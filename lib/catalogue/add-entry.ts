import 'server-only';
import type { Actor } from '@/lib/auth/actor';
import { authorise } from '@/lib/auth/permissions';
import { addEntrySchema } from '@/lib/catalogue/change-schema';
import { changeDraft } from '@/lib/catalogue/draft-rows';
import { fieldsOf, type ListedPart, listEntries, withEntries } from '@/lib/catalogue/entries';
import { blankEntry, partOf, standInNames, typedNames, wrongShape } from '@/lib/catalogue/new-entry';
import { readCatalogue } from '@/lib/catalogue/queries';
import { readTyped } from '@/lib/catalogue/read-typed';
import { newTexts, refuseSecretTexts } from '@/lib/catalogue/refuse-secret-texts';
import type { Component } from '@/lib/catalogue/schema';
import { takenNames } from '@/lib/catalogue/taken-names';
import type { Transaction } from '@/lib/db/database';
import { type FieldErrors, notFound } from '@/lib/errors';
import { parseInput } from '@/lib/validate';

/**
 * Puts a new setting, slot or step into the draft. Its names are checked for their shape and for being new; they are
 * never edited again. Throws `invalid` with each problem under its field, and `not-found` where a step is to deal with a
 * slot that the draft has not.
 */
export async function addEntry(actor: Actor, input: unknown): Promise<void> {
  authorise(actor, 'catalogue.manage');
  const { componentId, kind, slotId, after, fields: typed } = parseInput(addEntrySchema, input);
  const part = partOf(kind);
  const names = typedNames(part, typed);
  await changeDraft(actor, componentId, async ({ current }, tx) => {
    const empty = blankEntry(
      kind,
      current.slots.find(({ id }) => id === slotId),
    );
    if (empty === undefined) throw notFound('credential slot');
    const blank = { ...empty, ...standInNames(part, componentId) };
    const wrong = await wrongNames(tx, part, current, names);
    const fields = fieldsOf(part, blank);
    const filled = readTyped(part, blank, fields, typed, wrong);
    const entries = listEntries(current, part);
    const at = entries.findIndex(({ id }) => id === after) + 1;
    const others = entries.map((one) => one.entry);
    const draft = withEntries(current, part, others.toSpliced(at, 0, { ...filled, ...names }));
    const texts = [...newTexts(blank, filled, fields), ...Object.entries(names)];
    refuseSecretTexts(await readCatalogue(tx), texts, draft);
    return draft;
  });
}

async function wrongNames(
  tx: Transaction,
  part: ListedPart,
  current: Component,
  names: Readonly<Record<string, string>>,
): Promise<FieldErrors> {
  const taken = await takenNames(tx, part, Object.values(names), current);
  return Object.fromEntries(
    Object.entries(names).flatMap(([path, name]) => {
      const twice = taken.has(name) ? `Another ${part} has this ${path}, or had it. Choose a new one.` : null;
      const wrong = wrongShape(part, current.id, { path, name }) ?? twice;
      return wrong === null ? [] : [[path, [wrong]]];
    }),
  );
}
