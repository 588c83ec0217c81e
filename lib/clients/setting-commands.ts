import 'server-only';
import { eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Actor } from '@/lib/auth/actor';
import { authorise } from '@/lib/auth/permissions';
import { checkSetting, tidyAnswer } from '@/lib/catalogue/format';
import { missingRequirements } from '@/lib/catalogue/requirements';
import type { Catalogue, Setting, SettingValues } from '@/lib/catalogue/schema';
import { effectiveSettings, settingsInScope } from '@/lib/catalogue/scope';
import { lockClient, refuseWhenGone } from '@/lib/clients/client-row';
import { destroyValues, orphanedSlotIds, writeScope } from '@/lib/clients/client-scope';
import { refreshFacts } from '@/lib/clients/facts';
import { refuseDraft } from '@/lib/clients/refuse-draft';
import { refuseSecrets } from '@/lib/clients/refuse-secrets';
import { type ClientScope, readScope } from '@/lib/clients/scope';
import { effectSentences, scopeEffect } from '@/lib/clients/scope-effect';
import { refuseStaleForm } from '@/lib/clients/stale-form';
import { database, type Transaction } from '@/lib/db/database';
import { clientCredentials, clientVaultReferences } from '@/lib/db/schema/clients';
import { type FieldErrors, invalidInput, notFound } from '@/lib/errors';
import { parseInput } from '@/lib/validate';

const answersSchema = z.record(
  z.string().max(200),
  z.string().trim().max(4000, 'Keep this under 4,000 characters.'),
);

interface SettingsForm {
  clientId: string;
  componentId: string;
  /** What the form was filled from; see `formBasis`. */
  basis: unknown;
  /**
   * As the form sends them: answers under `setting:<key>`, `keep:<key>` for an unusual one that was warned about, and
   * `confirm` once the person was told what the change does. What is not asked is ignored.
   */
  fields: unknown;
}

/**
 * Changes a component's answers. A change that alters slots or steps is refused the first time, with its effect as
 * sentences on the field `confirm`; sent again with that ticked it happens, and values that fell out of scope are
 * destroyed in the same transaction.
 */
export async function changeSettings(actor: Actor, form: SettingsForm): Promise<void> {
  authorise(actor, 'client.write');
  const given = parseInput(answersSchema, form.fields);
  await database().transaction(async (tx) => {
    const client = await lockClient(tx, form.clientId);
    refuseWhenGone(client);
    refuseDraft(client);
    const scope = await readScope(tx, client.id);
    if (!scope.componentIds.includes(form.componentId)) throw notFound('component');
    const asked = ownQuestions(scope, form.componentId);
    await refuseStaleForm(tx, actor, {
      basis: form.basis,
      stored: storedAnswers(scope, asked),
      clientId: client.id,
      actions: ['client.scope-changed', 'client.changed', 'client.created'],
      what: 'settings',
    });
    const after = { ...scope.settings, ...checkedAnswers(scope.catalogue, asked, given) };
    refuseLacking(scope, after);
    if (given.confirm !== 'yes') await askFirst(tx, client.id, scope, after);
    const change = await writeScope(tx, actor, client, { componentIds: scope.componentIds, settings: after });
    const orphans = await orphanedSlotIds(
      tx,
      client.id,
      change.after.slots.map((slot) => slot.id),
    );
    await destroyValues(tx, actor, client.id, orphans, 'out-of-scope');
    await refreshFacts(tx, client.id);
  });
}

/** What a client lacked before the change is no reason to refuse it. */
function refuseLacking({ catalogue, componentIds, settings }: ClientScope, after: SettingValues): void {
  const before = new Set(missingRequirements(catalogue, componentIds, settings).map(({ needs }) => needs));
  const lacking = missingRequirements(catalogue, componentIds, after).filter(
    ({ needs }) => !before.has(needs),
  );
  if (lacking.length === 0) return;
  const needs = lacking.map((one) => one.needs).join(' ');
  throw invalidInput({}, `With this answer ${needs} This client does not get that. Answer otherwise.`);
}

function ownQuestions(scope: ClientScope, componentId: string): Setting[] {
  return settingsInScope(scope.catalogue, scope.componentIds, scope.settings).filter((setting) =>
    setting.key.startsWith(`${componentId}.`),
  );
}

/** The answers as a form shows them, defaults included. */
function storedAnswers(scope: ClientScope, asked: readonly Setting[]): Record<string, string> {
  const counted = effectiveSettings(scope.catalogue, scope.componentIds, scope.settings);
  return Object.fromEntries(asked.map(({ key }) => [key, counted[key] ?? '']));
}

function checkedAnswers(
  catalogue: Catalogue,
  asked: readonly Setting[],
  given: Readonly<Record<string, string>>,
) {
  const fieldErrors: FieldErrors = {};
  const answers: Record<string, string> = {};
  for (const setting of asked) {
    const typed = given[`setting:${setting.key}`];
    if (typed === undefined) continue;
    const value = tidyAnswer(setting, typed);
    answers[setting.key] = value;
    Object.assign(fieldErrors, errorsOf(catalogue, setting, value, given[`keep:${setting.key}`] === 'yes'));
  }
  if (Object.keys(fieldErrors).length > 0) throw invalidInput(fieldErrors);
  return answers;
}

function errorsOf(catalogue: Catalogue, setting: Setting, value: string, kept: boolean): FieldErrors {
  const field = `setting:${setting.key}`;
  if (value === '') {
    const missing = setting.required && setting.captured === 'wizard';
    return missing ? { [field]: ['Enter an answer.'] } : {};
  }
  const check = checkSetting(setting, value);
  if (!check.ok && (check.strength === 'firm' || !kept)) {
    const keep: FieldErrors =
      check.strength === 'firm'
        ? {}
        : { [`keep:${setting.key}`]: ['Tick this to keep the answer as it is.'] };
    return { [field]: [check.message], ...keep };
  }
  // What fits its own format (a client id, a public key) is what was asked for, however random it looks.
  if (setting.kind !== 'choice' && !(setting.format && check.ok)) {
    refuseSecrets(catalogue, { [field]: value });
  }
  return {};
}

async function askFirst(
  tx: Transaction,
  clientId: string,
  scope: ClientScope,
  after: ClientScope['settings'],
): Promise<void> {
  const stored = await tx
    .select({ slotId: clientCredentials.slotId })
    .from(clientCredentials)
    .where(eq(clientCredentials.clientId, clientId));
  const referenced = await tx
    .select({ slotId: clientVaultReferences.slotId })
    .from(clientVaultReferences)
    .where(eq(clientVaultReferences.clientId, clientId));
  const effect = scopeEffect(
    scope.catalogue,
    scope.componentIds,
    { before: scope.settings, after },
    {
      storedSlotIds: new Set(stored.map((row) => row.slotId)),
      referencedSlotIds: new Set(referenced.map((row) => row.slotId)),
    },
  );
  const sentences = effectSentences(effect);
  if (sentences.length > 0) throw invalidInput({ confirm: sentences }, 'This changes more than the answer.');
}
