import 'server-only';
import { eq, sql } from 'drizzle-orm';
import { appendAuditEvent } from '@/lib/audit/append';
import type { Actor } from '@/lib/auth/actor';
import { authorise } from '@/lib/auth/permissions';
import { lockCatalogue, readDraftRow } from '@/lib/catalogue/change-rows';
import { addStepSchema, draftSchema, saveEntrySchema, stepOrderSchema } from '@/lib/catalogue/change-schema';
import { changeDraft, type EditedComponent, refuseStale } from '@/lib/catalogue/draft-rows';
import { blankStep, type EntryRef, fieldsOf, readEntry, replaceEntry } from '@/lib/catalogue/entries';
import { wholeField } from '@/lib/catalogue/entry-fields';
import type { EntryField } from '@/lib/catalogue/entry-text';
import { partHash } from '@/lib/catalogue/hash';
import { readEntryForm } from '@/lib/catalogue/read-entry-form';
import { newTexts, refuseSecretTexts } from '@/lib/catalogue/refuse-secret-texts';
import { stepSchema } from '@/lib/catalogue/schema';
import { database } from '@/lib/db/database';
import { catalogueChanges } from '@/lib/db/schema/catalogue-changes';
import { type FieldErrors, invalidInput, notFound } from '@/lib/errors';
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
    return replaceEntry(edited.current, ref, readTyped(ref.part, present, fields, typed));
  });
}

/** Puts a new step into the draft. Its id is checked for its shape and for being new; it is never edited again. */
export async function addStep(actor: Actor, input: unknown): Promise<string> {
  authorise(actor, 'catalogue.manage');
  const { componentId, kind, after, fields: typed } = parseInput(addStepSchema, input);
  const id = (typed.id ?? '').trim();
  await changeDraft(actor, componentId, ({ inForce, current }) => {
    const blank = { ...blankStep(kind), id: `${componentId}.new` };
    const wrong = wrongId(id, componentId, [...inForce.steps, ...current.steps]);
    const read = readTyped(
      'step',
      blank,
      fieldsOf('step', blank),
      typed,
      wrong === null ? {} : { id: [wrong] },
    );
    const step = stepSchema.parse({ ...read, id });
    const at = current.steps.findIndex((one) => one.id === after) + 1;
    return { ...current, steps: current.steps.toSpliced(at, 0, step) };
  });
  return id;
}

function wrongId(id: string, componentId: string, taken: readonly { id: string }[]): string | null {
  if (!stepSchema.shape.id.safeParse(id).success || !id.startsWith(`${componentId}.`)) {
    return `Write the id like ${componentId}.short-name: small letters, digits and dashes.`;
  }
  return taken.some((step) => step.id === id)
    ? 'Another step has this id, or had it. Choose a new one.'
    : null;
}

/** Moves a step of the draft by one place, or takes it out. */
export async function arrangeStep(actor: Actor, input: unknown): Promise<void> {
  authorise(actor, 'catalogue.manage');
  const { componentId, stepId, basis, act } = parseInput(stepOrderSchema, input);
  await changeDraft(actor, componentId, async (edited, tx) => {
    const { steps } = edited.current;
    if (orderBasis(edited.current) !== basis) await refuseStale(tx, actor, edited, componentId);
    const at = steps.findIndex(({ id }) => id === stepId);
    const step = steps[at];
    if (step === undefined) throw notFound('step');
    const without = steps.toSpliced(at, 1);
    if (act === 'remove') return { ...edited.current, steps: without };
    const to = Math.max(0, act === 'up' ? at - 1 : at + 1);
    return { ...edited.current, steps: without.toSpliced(to, 0, step) };
  });
}

/** What the order of the steps was when a page was made. */
export function orderBasis({ steps }: Pick<EditedComponent['current'], 'steps'>): string {
  return partHash(steps.map(({ id }) => id));
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

/** The part that was typed. Throws `invalid`, also for what looks like a secret in a field that was changed. */
function readTyped(
  part: EntryRef['part'],
  present: object,
  fields: readonly EntryField[],
  typed: Readonly<Record<string, string>>,
  others: FieldErrors = {},
): object {
  const read = readEntryForm(part, present, fields, typed);
  const errors = { ...others, ...read.errors };
  if (read.errors !== undefined || Object.keys(errors).length > 0) throw invalidInput(errors);
  refuseSecretTexts(newTexts(present, read.entry, fields));
  return read.entry;
}
