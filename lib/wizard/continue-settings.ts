import 'server-only';
import type { Actor } from '@/lib/auth/actor';
import { authorise } from '@/lib/auth/permissions';
import { checkSetting } from '@/lib/catalogue/format';
import { readCatalogue } from '@/lib/catalogue/queries';
import type { Setting } from '@/lib/catalogue/schema';
import { generateCredentials } from '@/lib/clients/generate-credentials';
import { database } from '@/lib/db/database';
import { type FieldErrors, invalidInput, notFound } from '@/lib/errors';
import { clientIdOf, lockDraft, readDraftRow, touchDraft, writeAnswers } from '@/lib/wizard/answers';
import { applyScope, keepPosted } from '@/lib/wizard/continue-step';
import { settingField } from '@/lib/wizard/fields';
import type { PostedForm } from '@/lib/wizard/schema';
import { askedOf, missingWords, wholeDraft } from '@/lib/wizard/whole-draft';

export interface SettingsChoice {
  /** Leave required questions open and mark the component as waiting for the client. */
  waiting: boolean;
  /** Setting keys whose unusual answer the person keeps after the warning. */
  kept: readonly string[];
}

/**
 * Save of one component's settings. Which questions are asked is worked out anew from what was sent, so an answer
 * that reveals further questions brings them up here. Throws `invalid` per field.
 */
export async function continueComponentSettings(
  actor: Actor,
  draftId: string,
  componentId: string,
  posted: PostedForm,
  choice: SettingsChoice,
): Promise<void> {
  const answers = await keepPosted(actor, draftId, 'settings', posted);
  const catalogue = await readCatalogue();
  const whole = wholeDraft(catalogue, answers);
  if (!whole.componentIds.includes(componentId)) throw notFound('component');
  const fieldErrors: FieldErrors = {};
  for (const setting of askedOf(whole, componentId)) {
    Object.assign(fieldErrors, errorsOf(setting, whole.given[setting.key], choice));
  }
  if (Object.keys(fieldErrors).length > 0) throw invalidInput(fieldErrors);
  await database().transaction(async (tx) => {
    const draft = await lockDraft(tx, draftId);
    await writeAnswers(tx, actor, draft.id, {
      [`visited:${componentId}`]: 'yes',
      [`waiting:settings:${componentId}`]: choice.waiting ? 'yes' : '',
    });
    await applyScope(tx, actor, { id: draft.id, clientId: clientIdOf(draft) });
    await touchDraft(tx, draft.id, 'settings');
  });
}

function errorsOf(setting: Setting, value: string | undefined, choice: SettingsChoice): FieldErrors {
  const field = settingField(setting.key);
  if (!value) {
    const missing = setting.required && setting.default === undefined && !choice.waiting;
    return missing ? { [field]: [missingWords(setting)] } : {};
  }
  const check = checkSetting(setting, value);
  if (check.ok || (check.strength !== 'firm' && choice.kept.includes(setting.key))) return {};
  const errors: FieldErrors = { [field]: [check.message] };
  if (check.strength !== 'firm') errors[`keep:${setting.key}`] = ['Tick this to keep the answer as it is.'];
  return errors;
}

/** Continue of the settings' list: makes every value that the board generates, and goes on to the credentials. */
export async function continueSettings(actor: Actor, draftId: string): Promise<{ generated: number }> {
  authorise(actor, 'wizard.use');
  const draft = await readDraftRow(database(), draftId);
  const generated = await generateCredentials(actor, clientIdOf(draft));
  await database().transaction(async (tx) => {
    await lockDraft(tx, draftId);
    await writeAnswers(tx, actor, draftId, { dropped: [] });
    await touchDraft(tx, draftId, 'credentials');
  });
  return { generated };
}

/** Marks a component's credentials as waiting for the client, or takes the mark away. */
export async function setWaiting(
  actor: Actor,
  draftId: string,
  input: { componentId: string; waiting: boolean },
): Promise<void> {
  authorise(actor, 'wizard.use');
  const catalogue = await readCatalogue();
  if (!catalogue.components.some(({ id }) => id === input.componentId)) throw notFound('component');
  await database().transaction(async (tx) => {
    await lockDraft(tx, draftId);
    await writeAnswers(tx, actor, draftId, {
      [`waiting:credentials:${input.componentId}`]: input.waiting ? 'yes' : '',
    });
    await touchDraft(tx, draftId, 'credentials');
  });
}

/** Continue of the credentials' list. Nothing there has to be complete. */
export async function continueCredentials(actor: Actor, draftId: string): Promise<void> {
  authorise(actor, 'wizard.use');
  await database().transaction(async (tx) => {
    clientIdOf(await lockDraft(tx, draftId));
    await touchDraft(tx, draftId, 'machine');
  });
}
