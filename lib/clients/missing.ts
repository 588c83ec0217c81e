import type { Setting, Slot } from '@/lib/catalogue/schema';

/** One thing that has to be there before anybody drives to the site, and who has to act. */
export interface MissingItem {
  kind: 'key' | 'reference' | 'answer';
  /** A slot's id or a setting's key. */
  id: string;
  name: string;
  componentId: string;
  waitsFor: 'us' | 'client';
}

export interface MissingCounts {
  keys: number;
  references: number;
  answers: number;
}

const componentIdOf = (id: string) => id.slice(0, id.indexOf('.'));

/** What is missing of a client's slots and settings, in catalogue order. */
export function listMissing(
  slots: readonly Slot[],
  settings: readonly Setting[],
  have: { filledSlotIds: ReadonlySet<string>; answers: Readonly<Record<string, string | undefined>> },
): MissingItem[] {
  const missingSlots = slots.filter((slot) => neededBeforeRun(slot) && !have.filledSlotIds.has(slot.id));
  const missingAnswers = settings.filter((setting) => isUnanswered(setting, have.answers));
  return [
    ...missingSlots.map((slot): MissingItem => {
      const ours = slot.tag === 'our-managed';
      return {
        kind: ours ? 'key' : 'reference',
        id: slot.id,
        name: slot.key,
        componentId: componentIdOf(slot.id),
        waitsFor: ours ? 'us' : 'client',
      };
    }),
    ...missingAnswers.map(
      (setting): MissingItem => ({
        kind: 'answer',
        id: setting.key,
        name: setting.label,
        componentId: componentIdOf(setting.key),
        waitsFor: 'us',
      }),
    ),
  ];
}

/** A slot that has to be filled before anybody drives to the site. */
export function neededBeforeRun(slot: Slot): boolean {
  return slot.required && slot.obtained === 'before-run' && slot.class !== 'device_sign_in';
}

function isUnanswered(setting: Setting, answers: Readonly<Record<string, string | undefined>>): boolean {
  return setting.required && setting.captured === 'wizard' && !(answers[setting.key] || setting.default);
}

export function countMissing(items: readonly MissingItem[]): MissingCounts {
  const count = (kind: MissingItem['kind']) => items.filter((item) => item.kind === kind).length;
  return { keys: count('key'), references: count('reference'), answers: count('answer') };
}

/** "2 keys, 1 reference"; an empty text when nothing is missing. */
export function missingWords({ keys, references, answers }: MissingCounts): string {
  return [counted(keys, 'key'), counted(references, 'reference'), counted(answers, 'answer')]
    .filter((part) => part !== null)
    .join(', ');
}

/** Who has to act: us for keys and answers, the client for references. */
export function waitsFor({ keys, references, answers }: MissingCounts): 'us' | 'client' | 'both' | null {
  const us = keys + answers > 0;
  if (us && references > 0) return 'both';
  if (us) return 'us';
  return references > 0 ? 'client' : null;
}

function counted(count: number, noun: string): string | null {
  if (count === 0) return null;
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
}
