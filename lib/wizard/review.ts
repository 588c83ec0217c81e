import 'server-only';
import { eq } from 'drizzle-orm';
import type { z } from 'zod';
import type { Actor } from '@/lib/auth/actor';
import { authorise } from '@/lib/auth/permissions';
import { missingRequirements } from '@/lib/catalogue/requirements';
import type { Catalogue, Setting, Slot } from '@/lib/catalogue/schema';
import { slotsInScope } from '@/lib/catalogue/scope';
import { orphanedSlotIds } from '@/lib/clients/client-scope';
import { neededBeforeRun } from '@/lib/clients/missing';
import { database } from '@/lib/db/database';
import { clientCredentials, clientVaultReferences } from '@/lib/db/schema/clients';
import { env } from '@/lib/env';
import { composeRunbook, estimatedMinutes, missingAnswers } from '@/lib/runbook/compose';
import { type ComposedStep, PHASE_NAMES } from '@/lib/runbook/schema';
import type { ToAnswer, ToCollect } from '@/lib/wizard/collect';
import { textsOf } from '@/lib/wizard/continue-step';
import { droppedSlotWords } from '@/lib/wizard/dropped';
import { fieldsOf } from '@/lib/wizard/fields';
import type { OpenDraft } from '@/lib/wizard/queries';
import { clientAnswersSchema, machineAnswersSchema } from '@/lib/wizard/schema';
import { componentIdOf, settingProblems, soundSettings, textOf } from '@/lib/wizard/whole-draft';

/** What the last page shows besides the answers themselves. */
export interface Review {
  /** Slots by who holds them, of the scope that the answers come to. */
  slots: { generated: string[]; stored: string[]; referenced: string[]; duringRun: string[] };
  /** Required slots that nobody has filled and that have to be before anyone drives to the site. */
  missingSlots: MissingSlot[];
  /** What to ask the client for. */
  toCollect: ToCollect[];
  /** Questions without which no runbook can be written, with the rest of their address in the draft. */
  blocking: { href: string; message: string }[];
  /** Which of them to ask the client. */
  toAnswer: ToAnswer[];
  /** Stored values that will be destroyed, with the reason. */
  destroys: { slotId: string; words: string }[];
  runbook: RunbookPreview | null;
}

export interface MissingSlot {
  id: string;
  name: string;
  componentName: string;
  tag: Slot['tag'];
  secretClass: Slot['class'];
}

export interface RunbookPreview {
  steps: number;
  minutes: number;
  phases: { name: string; titles: string[]; minutes: number }[];
}

/** Reads the draft as a whole: what is missing, what would be destroyed, and the runbook it would make. */
export async function reviewDraft(actor: Actor, draft: OpenDraft): Promise<Review> {
  authorise(actor, 'wizard.use');
  const { catalogue, whole } = draft;
  const slots = slotsInScope(catalogue, whole.componentIds, whole.effective);
  const clientId = draft.client?.id ?? null;
  const [filled, orphans] =
    clientId === null
      ? [new Set<string>(), []]
      : await Promise.all([
          filledSlots(clientId),
          orphanedSlotIds(
            database(),
            clientId,
            slots.map((slot) => slot.id),
          ),
        ]);
  const scope = { catalogue, componentIds: whole.componentIds, settings: whole.effective };
  const nameOf = (slot: Slot) => nameOfComponent(catalogue, slot.id);
  const missing = slots.filter(
    (slot) => neededBeforeRun(slot) && slot.generator === undefined && !filled.has(slot.id),
  );
  const open = slots.filter(
    (slot) => slot.required && slot.tag === 'client-supplied' && !filled.has(slot.id),
  );
  return {
    slots: sortSlots(slots, filled),
    missingSlots: missing.map((slot) => ({
      id: slot.id,
      name: slot.name,
      componentName: nameOf(slot),
      tag: slot.tag,
      secretClass: slot.class,
    })),
    toCollect: open.map((slot) => ({
      promptLabel: slot.promptLabel,
      componentName: nameOf(slot),
      whereToGet: slot.whereToGet,
      duringRun: !neededBeforeRun(slot),
    })),
    blocking: blockingQuestions(draft),
    toAnswer: questionsForClient(draft),
    destroys: orphans.map((slotId) => ({ slotId, words: droppedSlotWords(scope, slotId, 'value') })),
    runbook: previewRunbook(draft),
  };
}

/** Open questions of any step. Each one has to be answered before the button can do what it says. */
function blockingQuestions({ catalogue, whole, answers }: OpenDraft): Review['blocking'] {
  const ofStep = (step: 'client' | 'machine', schema: z.ZodType) => {
    const typed = textsOf(answers, fieldsOf(step));
    const parsed = schema.safeParse({ ...typed, retentionDays: typed.retentionDays || '30' });
    const messages = parsed.error?.issues.map((issue) => issue.message) ?? [];
    return [...new Set(messages)].map((message) => ({ href: step, message }));
  };
  return [
    ...ofStep('client', clientAnswersSchema),
    ...missingRequirements(catalogue, whole.componentIds, whole.effective).map(({ message }) => ({
      href: 'components',
      message,
    })),
    ...settingProblems(whole).map(({ setting, message, missing }) => ({
      href: `settings/${componentIdOf(setting.key)}`,
      message: `${questionWords(catalogue, setting)} ${missing ? 'No answer yet.' : message}`,
    })),
    ...ofStep('machine', machineAnswersSchema),
  ];
}

/** "MLS listings, Endpoint:", or "Slack, Who may talk to the agent?". */
function questionWords(catalogue: Catalogue, { key, label }: Setting): string {
  return `${nameOfComponent(catalogue, key)}, ${label}${label.endsWith('?') ? '' : ':'}`;
}

function nameOfComponent(catalogue: Catalogue, qualifiedId: string): string {
  const id = componentIdOf(qualifiedId);
  return catalogue.components.find((component) => component.id === id)?.name ?? id;
}

/** Open questions of the components that somebody marked as waiting for the client. */
function questionsForClient({ catalogue, whole, answers }: OpenDraft): ToAnswer[] {
  return settingProblems(whole)
    .filter(({ setting: { key } }) => textOf(answers, `waiting:settings:${componentIdOf(key)}`) === 'yes')
    .map(({ setting }) => ({
      componentName: nameOfComponent(catalogue, setting.key),
      label: setting.label,
      expected: setting.format?.hint ?? null,
      choices: setting.choices?.map((choice) => choice.label) ?? [],
      whereToGet: setting.whereToGet ?? null,
    }));
}

async function filledSlots(clientId: string): Promise<Set<string>> {
  const [stored, referenced] = await Promise.all([
    database()
      .select({ slotId: clientCredentials.slotId })
      .from(clientCredentials)
      .where(eq(clientCredentials.clientId, clientId)),
    database()
      .select({ slotId: clientVaultReferences.slotId })
      .from(clientVaultReferences)
      .where(eq(clientVaultReferences.clientId, clientId)),
  ]);
  return new Set([...stored, ...referenced].map((row) => row.slotId));
}

function sortSlots(slots: readonly Slot[], filled: ReadonlySet<string>): Review['slots'] {
  const names = (wanted: (slot: Slot) => boolean) => slots.filter(wanted).map((slot) => slot.name);
  const during = (slot: Slot) => slot.obtained === 'during-run' || slot.class === 'device_sign_in';
  return {
    generated: names((slot) => slot.generator !== undefined),
    stored: names(
      (slot) => slot.generator === undefined && slot.tag === 'our-managed' && filled.has(slot.id),
    ),
    referenced: names((slot) => slot.tag === 'client-supplied' && filled.has(slot.id)),
    duringRun: names((slot) => during(slot) && !filled.has(slot.id)),
  };
}

/** The runbook these answers would make; null while an answer is missing that it needs. */
function previewRunbook({ catalogue, whole, answers, client }: OpenDraft): RunbookPreview | null {
  const settings = soundSettings(whole);
  const machineName = textOf(answers, 'machineName');
  if (client === null || machineName === '') return null;
  if (settingProblems(whole).length > 0) return null;
  if (missingAnswers(catalogue, whole.componentIds, settings).length > 0) return null;
  const steps = composeRunbook({
    catalogue,
    componentIds: whole.componentIds,
    packageIds: [whole.tier ?? '', ...whole.packs],
    settings,
    clientSlug: client.slug,
    machineName: /^[a-z0-9-]+$/.test(machineName) ? machineName : 'machine',
    organisation: env().BOARD_ORGANISATION,
  });
  return { steps: steps.length, minutes: estimatedMinutes(steps), phases: byPhase(steps) };
}

function byPhase(steps: readonly ComposedStep[]): RunbookPreview['phases'] {
  const phases = [...new Set(steps.map((step) => step.phase))];
  return phases.map((phase) => {
    const own = steps.filter((step) => step.phase === phase);
    return {
      name: PHASE_NAMES[phase],
      titles: own.map((step) => step.content.title),
      minutes: estimatedMinutes(own),
    };
  });
}
