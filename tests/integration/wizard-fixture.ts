import { randomBytes } from 'node:crypto';
import type { Actor } from '@/lib/auth/actor';
import { database } from '@/lib/db/database';
import { readDraftRow } from '@/lib/wizard/answers';
import { continueClient } from '@/lib/wizard/continue-client';
import { continueMachine } from '@/lib/wizard/continue-machine';
import { continueComponents, continuePackage } from '@/lib/wizard/continue-scope';
import { continueComponentSettings } from '@/lib/wizard/continue-settings';
import { settingField } from '@/lib/wizard/fields';
import { openDraft } from '@/lib/wizard/queries';
import type { AnswerValue, Base, PostedForm } from '@/lib/wizard/schema';
import { startDraft } from '@/lib/wizard/start-draft';

/** A form as somebody sends it who has just opened the page: filled from what is stored now, then changed. */
export async function formOf(
  actor: Actor,
  draftId: string,
  values: Record<string, AnswerValue>,
): Promise<PostedForm> {
  const { stored } = await openDraft(actor, draftId);
  const base: Base = Object.fromEntries(
    Object.keys(values).map((field) => {
      const answer = stored.get(field);
      return [field, { revision: answer?.revision ?? 0, value: answer?.value ?? '' }];
    }),
  );
  return { values, base };
}

export const uniqueSlug = () => `wizard-${randomBytes(4).toString('hex')}`;

const NOTHING_SAID = {
  contactName: '',
  contactEmail: '',
  contactPhone: '',
  notes: '',
  retentionDays: '30',
};

/** A draft whose first step is answered: its client exists. */
export async function draftWithClient(
  actor: Actor,
  answers: Record<string, string> = {},
): Promise<{ draftId: string; clientId: string; slug: string }> {
  const draftId = await startDraft(actor);
  const slug = answers.slug ?? uniqueSlug();
  const values = { ...NOTHING_SAID, name: 'Harbor Realty', slug, ...answers };
  await continueClient(actor, draftId, await formOf(actor, draftId, values));
  const { clientId } = await readDraftRow(database(), draftId);
  return { draftId, clientId: clientId ?? '', slug };
}

/** A draft with a package and its components. */
export async function draftWithScope(actor: Actor, tier = 'starter', packs: string[] = []) {
  const draft = await draftWithClient(actor);
  await continuePackage(actor, draft.draftId, await formOf(actor, draft.draftId, { tier, packs }));
  const { whole } = await openDraft(actor, draft.draftId);
  await continueComponents(
    actor,
    draft.draftId,
    await formOf(actor, draft.draftId, { components: whole.componentIds, acknowledged: [] }),
  );
  return draft;
}

/** Answers settings of one component, by setting key. */
export async function answerSettings(
  actor: Actor,
  draftId: string,
  componentId: string,
  answers: Record<string, string>,
  choice: { waiting?: boolean; kept?: string[] } = {},
): Promise<void> {
  const values = Object.fromEntries(
    Object.entries(answers).map(([key, value]) => [settingField(key), value]),
  );
  await continueComponentSettings(actor, draftId, componentId, await formOf(actor, draftId, values), {
    waiting: choice.waiting ?? false,
    kept: choice.kept ?? [],
  });
}

/** A Starter draft in which everything is answered that the runbook needs. */
export async function finishedDraft(actor: Actor) {
  const draft = await draftWithScope(actor);
  const { whole } = await openDraft(actor, draft.draftId);
  const open = whole.asked.filter((setting) => setting.required && setting.default === undefined);
  for (const setting of open) {
    const value = SOUND_ANSWERS[setting.key];
    if (value === undefined) throw new Error(`The fixture has no answer for ${setting.key}.`);
    const componentId = setting.key.slice(0, setting.key.indexOf('.'));
    await answerSettings(actor, draft.draftId, componentId, { [setting.key]: value }, { waiting: true });
  }
  await continueMachine(
    actor,
    draft.draftId,
    await formOf(actor, draft.draftId, {
      machineName: `${draft.slug}-mini-01`.slice(0, 48),
      model: '',
      serial: '',
      location: '',
      purchasedOn: '',
      warrantyUntil: '',
    }),
  );
  return draft;
}

const SOUND_ANSWERS: Readonly<Record<string, string>> = {
  'agent-runtime.program': '/usr/local/bin/agent',
  'remote-access.ssh-public-key': `ssh-ed25519 ${'A'.repeat(68)} board`,
  'slack.allowed-users': 'U0123456789',
  'updates-gatekeeper.window': 'first Sunday, 03:00',
  'updates-gatekeeper.owner': 'Jed',
  'updates-gatekeeper.next-date': '2026-12-06',
};
