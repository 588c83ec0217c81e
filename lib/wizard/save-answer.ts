import 'server-only';
import { z } from 'zod';
import type { Actor } from '@/lib/auth/actor';
import { namesOf } from '@/lib/auth/people-queries';
import { authorise } from '@/lib/auth/permissions';
import { readCatalogue } from '@/lib/catalogue/queries';
import type { Catalogue } from '@/lib/catalogue/schema';
import { database, type Executor } from '@/lib/db/database';
import { invalidInput } from '@/lib/errors';
import { parseInput } from '@/lib/validate';
import { lockDraft, plainAnswers, readAnswers, touchDraft, writeAnswers } from '@/lib/wizard/answers';
import { findField } from '@/lib/wizard/fields';
import { isAsShown, sameAnswer } from '@/lib/wizard/merge';
import { type Answers, answerValueSchema, type SaveOutcome, type StoredAnswer } from '@/lib/wizard/schema';
import { showAnswer } from '@/lib/wizard/show-answer';
import { refusalOfSecret } from '@/lib/wizard/suspicious';
import { selectionOf } from '@/lib/wizard/whole-draft';

const inputSchema = z.object({
  field: z.string().min(1).max(200),
  value: z.unknown(),
  expectedRevision: z.number().int().min(0),
  /** What the field showed before it was changed. */
  shown: answerValueSchema.optional(),
});

/**
 * Keeps one field of a draft as it is typed. When somebody else changed the field since `expectedRevision`, nothing
 * is overwritten and the outcome says who, when and to what. Throws `invalid` on the field for a secret and for what
 * is too long even for a draft.
 */
export async function saveAnswer(actor: Actor, draftId: string, input: unknown): Promise<SaveOutcome> {
  authorise(actor, 'wizard.use');
  const { field, value: typed, expectedRevision, shown } = parseInput(inputSchema, input);
  const { [field]: value } = parseInput(z.object({ [field]: answerValueSchema }), { [field]: typed });
  const catalogue = await readCatalogue();
  const known = findField(catalogue, field);
  if (value === undefined || known === null || Array.isArray(value) !== (known.kind === 'list')) {
    throw invalidInput({ [field]: ['The wizard does not ask this. Reload the page.'] });
  }
  const refusal = refusalOfSecret(catalogue, field, value);
  if (refusal !== null) throw invalidInput({ [field]: [refusal] });
  const kept = await database().transaction(async (tx) => {
    await lockDraft(tx, draftId);
    const answers = await readAnswers(tx, draftId);
    const stored = answers.get(field);
    const same = stored !== undefined && sameAnswer(stored.value, value);
    const unmoved = isAsShown(stored, { revision: expectedRevision, value: shown });
    if (!same && !unmoved) return { stored, at: null };
    const values = { [field]: value, ...basisOf(catalogue, field, plainAnswers(answers)) };
    const revisions = await writeAnswers(tx, actor, draftId, values);
    return { stored, revision: revisions.get(field), at: await touchDraft(tx, draftId, known.step) };
  });
  const { stored } = kept;
  if (kept.at !== null) {
    return { saved: true, revision: kept.revision ?? stored?.revision ?? 0, at: kept.at.toISOString() };
  }
  const theirs = stored?.value ?? '';
  return {
    saved: false,
    conflict: {
      field,
      label: known.label,
      by: await whoSaved(actor, stored),
      at: (stored?.updatedAt ?? new Date()).toISOString(),
      revision: stored?.revision ?? 0,
      theirs,
      theirsShown: showAnswer(catalogue, field, theirs),
    },
  };
}

/** Ticks are kept together with the packages they were made under. */
export function basisOf(catalogue: Catalogue, field: string, answers: Answers): Record<string, string[]> {
  const selection = field === 'components' ? selectionOf(catalogue, answers) : null;
  return selection === null ? {} : { componentsBasis: [selection.tier, ...(selection.packs ?? [])] };
}

/** Who wrote an answer, as the beginning of a sentence. */
export async function whoSaved(
  actor: Actor,
  stored: StoredAnswer | undefined,
  executor?: Executor,
): Promise<string> {
  if (stored === undefined) return 'Somebody';
  if (stored.updatedBy === actor.id) return 'You, in another tab,';
  return (await namesOf([stored.updatedBy], executor)).get(stored.updatedBy) ?? 'Somebody';
}
