import 'server-only';
import { eq, sql } from 'drizzle-orm';
import { appendAuditEvent } from '@/lib/audit/append';
import type { Actor } from '@/lib/auth/actor';
import { authorise } from '@/lib/auth/permissions';
import { shippedComponent } from '@/lib/catalogue/catalogue';
import { lockCatalogue, readDraftRow } from '@/lib/catalogue/change-rows';
import { draftSchema, saveEntrySchema } from '@/lib/catalogue/change-schema';
import { changeDraft, refuseStale } from '@/lib/catalogue/draft-rows';
import { fieldsOf, readEntry, replaceEntry } from '@/lib/catalogue/entries';
import { wholeField } from '@/lib/catalogue/entry-fields';
import { fieldName } from '@/lib/catalogue/entry-text';
import { partHash } from '@/lib/catalogue/hash';
import { readCatalogue } from '@/lib/catalogue/queries';
import { readTyped } from '@/lib/catalogue/read-typed';
import { newTexts, refuseSecretTexts } from '@/lib/catalogue/refuse-secret-texts';
import { misusedNames } from '@/lib/catalogue/returning-names';
import { database } from '@/lib/db/database';
import { catalogueChanges } from '@/lib/db/schema/catalogue-changes';
import { invalidInput, notFound } from '@/lib/errors';
import { parseInput } from '@/lib/validate';

/**
 * Writes one part of a component into its draft: `fields` holds what was typed by field name, or the whole part as
 * JSON under `whole`. Throws `invalid` with each problem under its field, and `conflict` naming who changed the part
 * since the form was filled.
 */
export async function saveEntry(actor: Actor, input: unknown): Promise<void> {
  authorise(actor, 'catalogue.manage');
  const { componentId, ref, basis, fields: typed } = parseInput(saveEntrySchema, input);
  await changeDraft(actor, componentId, async (edited, tx) => {
    const present = readEntry(edited.current, ref);
    if (present === undefined) throw notFound(ref.part === 'whole' ? 'component' : ref.part);
    if (partHash(present) !== basis) await refuseStale(tx, actor, edited, componentId);
    const fields = 'whole' in typed || ref.part === 'whole' ? [wholeField] : fieldsOf(ref.part, present);
    const entry = readTyped(ref.part, present, fields, typed);
    const changed = replaceEntry(edited.current, ref, entry);
    refuseSecretTexts(await readCatalogue(tx), newTexts(present, entry, fields), changed);
    // Only the text of the whole component can put in a slot beside the form that asks for new names.
    if (ref.part === 'whole') {
      const misused = await misusedNames(tx, edited.inForce, changed, shippedComponent(componentId));
      if (misused.length > 0) throw invalidInput({ [fieldName(wholeField)]: misused });
    }
    return changed;
  });
}

/** Ends a draft without publishing it. What it said stays in the table. */
export async function withdrawDraft(actor: Actor, input: unknown): Promise<void> {
  authorise(actor, 'catalogue.manage');
  const { componentId, revision } = parseInput(draftSchema, input);
  await database().transaction(async (tx) => {
    await lockCatalogue(tx);
    const draft = await readDraftRow(tx, componentId);
    if (draft === null || draft.revision !== revision) return refuseStale(tx, actor, { draft }, componentId);
    await tx
      .update(catalogueChanges)
      .set({ state: 'withdrawn', decidedBy: actor.id, decidedAt: sql`clock_timestamp()` })
      .where(eq(catalogueChanges.id, draft.id));
    await appendAuditEvent(tx, actor, {
      action: 'catalogue.draft-withdrawn',
      detail: { component: componentId, revision },
    });
  });
}
