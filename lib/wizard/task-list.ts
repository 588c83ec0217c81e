import { explainAbsence } from '@/lib/catalogue/because';
import type { Component, Setting } from '@/lib/catalogue/schema';
import type { WorkingSlot } from '@/lib/clients/schema';
import type { Answers } from '@/lib/wizard/schema';
import { askedOf, componentIdOf, problemOf, textOf, type WholeDraft } from '@/lib/wizard/whole-draft';

/** The words of a task list. "Completed" is plain, so that what is open stands out. */
export const TASK_STATUSES = [
  'completed',
  'standard',
  'not-started',
  'in-progress',
  'waiting',
  'cannot-start',
  'problem',
] as const;
export type TaskStatus = (typeof TASK_STATUSES)[number];

export interface SettingsTask {
  componentId: string;
  name: string;
  status: TaskStatus;
  /** What the component is, and "3 questions, 1 of them needs an answer." */
  facts: string;
  /** Every question has a standard answer or may stay open: skipping it is an answer too. */
  hasStandardAnswers: boolean;
}

/** The components that ask something, each with how far it has come. */
export function settingsTasks(
  components: readonly Component[],
  whole: WholeDraft,
  answers: Answers,
): SettingsTask[] {
  return components.flatMap(({ id, name, summary }) => {
    const asked = askedOf(whole, id);
    if (!whole.componentIds.includes(id) || asked.length === 0) return [];
    const needed = asked.filter((setting) => setting.required && setting.default === undefined).length;
    const status = settingsStatus(id, asked, whole, answers);
    const facts = `${summary} ${factsOf(asked.length, needed)}.`;
    return [
      {
        componentId: id,
        name,
        status,
        facts: status === 'waiting' ? `${facts} The runbook can only be made once this is answered.` : facts,
        hasStandardAnswers: needed === 0,
      },
    ];
  });
}

function settingsStatus(
  componentId: string,
  asked: readonly Setting[],
  whole: WholeDraft,
  answers: Answers,
): TaskStatus {
  const given = asked.filter(({ key }) => whole.given[key]);
  if (given.some((setting) => problemOf(setting, whole.given[setting.key]) !== null)) return 'problem';
  const open = asked.some((setting) => problemOf(setting, whole.given[setting.key]) !== null);
  if (open && textOf(answers, `waiting:settings:${componentId}`) === 'yes') return 'waiting';
  if (!open && textOf(answers, `visited:${componentId}`) === 'yes') return 'completed';
  if (given.length > 0) return 'in-progress';
  return open ? 'not-started' : 'standard';
}

function factsOf(questions: number, needed: number): string {
  const count = questions === 1 ? '1 question' : `${questions} questions`;
  if (needed === 0 || needed === questions) return count;
  return `${count}, ${needed === 1 ? '1 of them needs' : `${needed} of them need`} an answer`;
}

export interface CredentialGroup {
  componentId: string;
  name: string;
  status: TaskStatus;
  waiting: boolean;
  slots: WorkingSlot[];
  /** Slots that wait for an answer in the settings: each with its reason. */
  undecided: { name: string; reason: string }[];
  /** Organisation keys: listed as stripped, never asked. */
  stripped: string[];
}

export interface CredentialSummary {
  generated: number;
  needsYou: number;
  withClient: number;
}

const FILLED = new Set<WorkingSlot['state']>([
  'stored',
  'referenced',
  'pasted',
  'signed-in',
  'spent',
  'due-for-rotation',
]);

function isFilled(slot: WorkingSlot): boolean {
  return FILLED.has(slot.state);
}

/** Whether a person has something to do about the slot before the run. */
export function isOpen(slot: WorkingSlot): boolean {
  return !isFilled(slot) && slot.obtained === 'before-run' && slot.face !== 'device';
}

export function credentialSummary(slots: readonly WorkingSlot[]): CredentialSummary {
  const ours = slots.filter((slot) => slot.tag === 'our-managed');
  return {
    generated: ours.filter((slot) => slot.generated && isFilled(slot)).length,
    needsYou: ours.filter((slot) => isOpen(slot) && slot.required && !slot.generated).length,
    withClient: slots.filter((slot) => slot.tag === 'client-supplied').length,
  };
}

/** The components that have slots, each with its slots and how far they have come. */
export function credentialGroups(
  components: readonly Component[],
  whole: WholeDraft,
  answers: Answers,
  slots: readonly WorkingSlot[],
): CredentialGroup[] {
  const catalogue = { components: [...components], packages: [] };
  return components.flatMap((component) => {
    const { id, name } = component;
    if (!whole.componentIds.includes(id)) return [];
    const own = slots.filter((slot) => componentIdOf(slot.slotId) === id);
    const waiting = textOf(answers, `waiting:credentials:${id}`) === 'yes';
    const undecided = undecidedSlots(component, whole, own, (slotId) =>
      explainAbsence(catalogue, slotId, whole.componentIds, whole.effective),
    );
    const stripped = component.slots.filter((slot) => slot.level === 'organisation').map((slot) => slot.name);
    if (own.length + undecided.length === 0) return [];
    const status = credentialStatus(own, undecided.length > 0, waiting);
    return [{ componentId: id, name, status, waiting, slots: own, undecided, stripped }];
  });
}

/** Nobody has to do anything about it, or has done: it was all generated, or comes during the run. */
export function needsNobody({ status, slots }: CredentialGroup): boolean {
  return status === 'completed' && !slots.some((slot) => isFilled(slot) && !slot.generated);
}

function credentialStatus(
  slots: readonly WorkingSlot[],
  hasUndecided: boolean,
  waiting: boolean,
): TaskStatus {
  if (slots.some((slot) => slot.state === 'expired')) return 'problem';
  const open = slots.filter((slot) => isOpen(slot) && slot.required);
  if (open.length === 0) return hasUndecided ? 'cannot-start' : 'completed';
  if (waiting) return 'waiting';
  return slots.some((slot) => isFilled(slot) && !slot.generated) ? 'in-progress' : 'not-started';
}

/** Slots that hang on a question without an answer: which of them will be needed cannot be said yet. */
function undecidedSlots(
  component: Component,
  whole: WholeDraft,
  present: readonly WorkingSlot[],
  reasonOf: (slotId: string) => string | null,
): { name: string; reason: string }[] {
  const unanswered = new Set(
    whole.asked.filter(({ key }) => whole.effective[key] === undefined).map(({ key }) => key),
  );
  return component.slots
    .filter((slot) => slot.level === 'client' && !present.some(({ slotId }) => slotId === slot.id))
    .filter((slot) =>
      (slot.when ?? []).some((condition) => 'setting' in condition && unanswered.has(condition.setting)),
    )
    .map((slot) => ({ name: slot.name, reason: reasonOf(slot.id) ?? 'An answer is missing.' }));
}
