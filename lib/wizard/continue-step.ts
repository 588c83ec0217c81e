import 'server-only';
import type { Actor } from '@/lib/auth/actor';
import { authorise } from '@/lib/auth/permissions';
import { readCatalogue } from '@/lib/catalogue/queries';
import type { Catalogue } from '@/lib/catalogue/schema';
import { lockClient, refuseWhenGone } from '@/lib/clients/client-row';
import { writeScope } from '@/lib/clients/client-scope';
import { database, type Transaction } from '@/lib/db/database';
import { type FieldErrors, invalidInput } from '@/lib/errors';
import { lockDraft, plainAnswers, readAnswers, touchDraft, writeAnswers } from '@/lib/wizard/answers';
import { droppedSettingWords, droppedSlotWords } from '@/lib/wizard/dropped';
import { findField, findSetting, settingField, settingKeyOf } from '@/lib/wizard/fields';
import { mergePosted } from '@/lib/wizard/merge';
import { basisOf, whoSaved } from '@/lib/wizard/save-answer';
import type { Answers, PostedForm, WizardStep } from '@/lib/wizard/schema';
import { showAnswer } from '@/lib/wizard/show-answer';
import { refusalOfSecret } from '@/lib/wizard/suspicious';
import { soundSettings, wholeDraft } from '@/lib/wizard/whole-draft';

/**
 * The first half of every Continue: keeps what was sent, sound or not, so that nothing is lost whatever comes next.
 * Throws `invalid` when somebody else changed a field too (who, and to what), or a secret was typed into one.
 */
export async function keepPosted(
  actor: Actor,
  draftId: string,
  step: WizardStep,
  posted: PostedForm,
): Promise<Answers> {
  authorise(actor, 'wizard.use');
  const catalogue = await readCatalogue();
  refuseUnknownFields(catalogue, posted);
  const fieldErrors: FieldErrors = {};
  for (const [field, value] of Object.entries(posted.values)) {
    const refusal = refusalOfSecret(catalogue, field, value);
    if (refusal !== null) fieldErrors[field] = [refusal];
  }
  const kept = await database().transaction(async (tx) => {
    await lockDraft(tx, draftId);
    const stored = await readAnswers(tx, draftId);
    const sent = Object.entries(posted.values).filter(([field]) => fieldErrors[field] === undefined);
    const merge = mergePosted(stored, { values: Object.fromEntries(sent), base: posted.base });
    const ticks = merge.changes.components === undefined ? '' : 'components';
    await writeAnswers(tx, actor, draftId, {
      ...merge.changes,
      ...basisOf(catalogue, ticks, plainAnswers(stored)),
    });
    await touchDraft(tx, draftId, step);
    const answers = plainAnswers(await readAnswers(tx, draftId));
    return { answers, conflicts: merge.conflicts.map((field) => ({ field, stored: stored.get(field) })) };
  });
  for (const { field, stored } of kept.conflicts) {
    const theirs = showAnswer(catalogue, field, stored?.value ?? '') || 'nothing';
    const mine = showAnswer(catalogue, field, posted.values[field] ?? '') || 'nothing';
    fieldErrors[field] = [
      `${await whoSaved(actor, stored)} changed this to “${theirs}” while this page was open. Yours, “${mine}”, was not saved. Choose one and press Continue.`,
    ];
  }
  if (Object.keys(fieldErrors).length > 0) throw invalidInput(fieldErrors);
  return kept.answers;
}

/** The texts of a form's fields among the answers, empty ones included. */
export function textsOf(answers: Answers, fields: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    fields.map((field) => {
      const value = answers[field];
      return [field, typeof value === 'string' ? value : ''];
    }),
  );
}

/**
 * Writes components and sound answers to the client's record and forgets answers whose question is gone. What was
 * dropped is kept with the draft, in words, until the next Continue.
 */
export async function applyScope(
  tx: Transaction,
  actor: Actor,
  draft: { id: string; clientId: string },
): Promise<string[]> {
  const client = await lockClient(tx, draft.clientId);
  refuseWhenGone(client);
  const catalogue = await readCatalogue(tx);
  const answers = plainAnswers(await readAnswers(tx, draft.id));
  const whole = wholeDraft(catalogue, answers);
  const settings = soundSettings(whole);
  const change = await writeScope(tx, actor, client, { componentIds: whole.componentIds, settings });
  const scope = { catalogue, componentIds: whole.componentIds, settings: whole.effective };
  const asked = new Set(whole.asked.map(({ key }) => key));
  const stale = staleSettingFields(answers, asked);
  await writeAnswers(tx, actor, draft.id, Object.fromEntries(stale.map((field) => [field, ''])));
  const keys = new Set([
    ...stale.map((field) => settingKeyOf(field) ?? ''),
    ...change.droppedSettings.filter((key) => !asked.has(key)),
  ]);
  const told = [...keys].filter((key) => {
    const value = answers[settingField(key)] || change.before.settings[key];
    // A standard answer that nobody chose is not missed.
    return value !== standardAnswer(catalogue, key);
  });
  const dropped = [
    ...told.map((key) => droppedSettingWords(scope, key)),
    ...change.droppedReferences.map((slotId) => droppedSlotWords(scope, slotId, 'reference')),
  ];
  await writeAnswers(tx, actor, draft.id, { dropped });
  return dropped;
}

/** A crafted form must not write into the draft's own notes. */
function refuseUnknownFields(catalogue: Catalogue, { values }: PostedForm): void {
  const unknown = Object.entries(values).some(([name, value]) => {
    const field = findField(catalogue, name);
    return field === null || Array.isArray(value) !== (field.kind === 'list');
  });
  if (unknown) throw invalidInput({}, 'The wizard does not ask one of these questions. Reload the page.');
}

function standardAnswer(catalogue: Catalogue, key: string): string | undefined {
  return findSetting(catalogue, key)?.default;
}

function staleSettingFields(answers: Answers, asked: ReadonlySet<string>): string[] {
  return Object.entries(answers).flatMap(([field, value]) => {
    const key = settingKeyOf(field);
    return key !== null && value !== '' && !asked.has(key) ? [field] : [];
  });
}
