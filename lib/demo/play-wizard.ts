import 'server-only';
import { eq } from 'drizzle-orm';
import type { Actor } from '@/lib/auth/actor';
import { readCatalogue } from '@/lib/catalogue/queries';
import { componentsInScope, settingsInScope } from '@/lib/catalogue/scope';
import { readScope } from '@/lib/clients/scope';
import { storeCredential } from '@/lib/clients/store-credential';
import { setVaultReference } from '@/lib/clients/vault-reference';
import { database } from '@/lib/db/database';
import { wizardDrafts } from '@/lib/db/schema/wizard';
import { demoAnswer } from '@/lib/demo/answer-settings';
import type { DemoClient } from '@/lib/demo/clients';
import { demoReference, demoValue } from '@/lib/demo/values';
import { continueClient } from '@/lib/wizard/continue-client';
import { continueMachine } from '@/lib/wizard/continue-machine';
import { continueComponents, continuePackage } from '@/lib/wizard/continue-scope';
import {
  continueComponentSettings,
  continueCredentials,
  continueSettings,
} from '@/lib/wizard/continue-settings';
import { createFromDraft } from '@/lib/wizard/create-from-draft';
import { settingField } from '@/lib/wizard/fields';
import type { AnswerValue } from '@/lib/wizard/schema';
import { startDraft } from '@/lib/wizard/start-draft';

/** Goes through the wizard as a consultant would. Returns the client's id; a draft stays one. */
export async function playWizard(actor: Actor, demo: DemoClient): Promise<string> {
  const draftId = await startDraft(actor);
  await continueClient(actor, draftId, posted(identityOf(demo)));
  const clientId = await clientOf(draftId);
  await continuePackage(actor, draftId, posted({ tier: demo.tier, packs: demo.packs ?? [] }));
  const componentIds = await chosenComponents(demo);
  await continueComponents(actor, draftId, posted({ components: componentIds, acknowledged: [] }));
  for (const componentId of componentIds) await answerSettings(actor, draftId, demo, componentId);
  await continueSettings(actor, draftId);
  await fillSlots(actor, clientId, demo);
  if (demo.stage === 'draft') return clientId;
  await continueCredentials(actor, draftId);
  await continueMachine(actor, draftId, posted(machineOf(demo)));
  await createFromDraft(actor, draftId, { seen: new Date(Date.now() + 60_000).toISOString(), destroys: [] });
  return clientId;
}

const posted = (values: Record<string, AnswerValue>) => ({ values, base: {} });

function identityOf(demo: DemoClient): Record<string, string> {
  return {
    name: demo.name,
    slug: demo.slug,
    contactName: demo.contact,
    contactEmail: `hello@${demo.slug}.example`,
    contactPhone: demo.phone,
    notes: demo.notes ?? '',
    retentionDays: String(demo.retentionDays ?? 30),
  };
}

function machineOf(demo: DemoClient): Record<string, string> {
  return {
    machineName: 'mini-01',
    model: 'Mac mini M4, 16 GB',
    serial: demo.serial,
    location: demo.location,
    purchasedOn: '2026-10-02',
    warrantyUntil: '2027-10-01',
  };
}

async function clientOf(draftId: string): Promise<string> {
  const [draft] = await database()
    .select({ clientId: wizardDrafts.clientId })
    .from(wizardDrafts)
    .where(eq(wizardDrafts.id, draftId));
  if (draft?.clientId == null) throw new Error('the draft has no client');
  return draft.clientId;
}

async function chosenComponents({ tier, packs, extra }: DemoClient): Promise<string[]> {
  const selection = { tier, ...(packs && { packs }), ...(extra && { extra }) };
  return componentsInScope(await readCatalogue(), selection).map(({ componentId }) => componentId);
}

async function answerSettings(
  actor: Actor,
  draftId: string,
  demo: DemoClient,
  componentId: string,
): Promise<void> {
  const catalogue = await readCatalogue();
  const own = catalogue.components.find(({ id }) => id === componentId)?.settings ?? [];
  const asked = own.filter((setting) => setting.captured === 'wizard');
  const answers = Object.fromEntries(asked.map((setting) => [setting.key, demoAnswer(setting, demo)]));
  const given = settingsInScope(catalogue, [componentId], answers).filter(
    ({ captured }) => captured === 'wizard',
  );
  const values = Object.fromEntries(given.map(({ key }) => [settingField(key), answers[key] ?? '']));
  await continueComponentSettings(actor, draftId, componentId, posted(values), { waiting: false, kept: [] });
}

/** Stores what is ours and notes where the client keeps theirs, save for what this client still owes. */
async function fillSlots(actor: Actor, clientId: string, demo: DemoClient): Promise<void> {
  const { slots } = await readScope(database(), clientId);
  for (const slot of slots) {
    const owed = demo.missing?.some((beginning) => slot.id.startsWith(beginning)) ?? false;
    if (owed || slot.obtained === 'during-run' || slot.generator !== undefined) continue;
    if (slot.class === 'device_sign_in') continue;
    if (slot.tag === 'client-supplied') {
      await setVaultReference(actor, { clientId, slotId: slot.id }, demoReference(demo.name, slot));
      continue;
    }
    const value = demoValue(slot);
    if (value !== null) await storeCredential(actor, { clientId, slotId: slot.id, value, source: 'typed' });
  }
}
