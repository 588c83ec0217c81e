import type { Catalogue, SettingValues } from '@/lib/catalogue/schema';
import { settingsInScope, slotsInScope, stepsInScope } from '@/lib/catalogue/scope';

/** What different answers would do to a client, in names. */
export interface ScopeEffect {
  slotsAdded: string[];
  slotsRemoved: string[];
  /** Slots that go and have a stored value: it is destroyed. */
  valuesDestroyed: string[];
  /** Slots that go and have a vault reference: it is removed. */
  referencesRemoved: string[];
  questionsAdded: string[];
  answersDropped: string[];
  stepsAdded: number;
  stepsRemoved: number;
}

interface Filled {
  storedSlotIds: ReadonlySet<string>;
  referencedSlotIds: ReadonlySet<string>;
}

/** Compares the scope under two sets of answers. */
export function scopeEffect(
  catalogue: Catalogue,
  componentIds: readonly string[],
  answers: { before: SettingValues; after: SettingValues },
  filled: Filled,
): ScopeEffect {
  const slots = compared(
    answers,
    (values) => slotsInScope(catalogue, componentIds, values),
    (slot) => slot.id,
  );
  const steps = compared(
    answers,
    (values) => stepsInScope(catalogue, componentIds, values),
    (step) => step.id,
  );
  const questions = compared(
    answers,
    (values) => settingsInScope(catalogue, componentIds, values),
    (setting) => setting.key,
  );
  const keys = (list: { key: string }[]) => list.map((slot) => slot.key);
  return {
    slotsAdded: keys(slots.added),
    slotsRemoved: keys(slots.removed),
    valuesDestroyed: keys(slots.removed.filter((slot) => filled.storedSlotIds.has(slot.id))),
    referencesRemoved: keys(slots.removed.filter((slot) => filled.referencedSlotIds.has(slot.id))),
    questionsAdded: questions.added.map((setting) => setting.label),
    answersDropped: questions.removed
      .filter((setting) => answers.before[setting.key])
      .map((setting) => setting.label),
    stepsAdded: steps.added.length,
    stepsRemoved: steps.removed.length,
  };
}

function compared<Item>(
  answers: { before: SettingValues; after: SettingValues },
  inScope: (values: SettingValues) => Item[],
  idOf: (item: Item) => string,
): { added: Item[]; removed: Item[] } {
  const before = inScope(answers.before);
  const after = inScope(answers.after);
  const had = new Set(before.map(idOf));
  const has = new Set(after.map(idOf));
  return {
    added: after.filter((item) => !had.has(idOf(item))),
    removed: before.filter((item) => !has.has(idOf(item))),
  };
}

/** The effect as sentences, the destructive ones first; none when nothing but the answer changes. */
export function effectSentences(effect: ScopeEffect): string[] {
  const { stepsAdded, stepsRemoved } = effect;
  return [
    listed(effect.valuesDestroyed, 'Destroys the stored value of', 'Destroys the stored values of'),
    listed(effect.referencesRemoved, 'Removes the reference of', 'Removes the references of'),
    listed(effect.answersDropped, 'Drops the answer to', 'Drops the answers to', '“'),
    listed(effect.slotsRemoved, 'No longer needs', 'No longer needs'),
    listed(effect.slotsAdded, 'Needs', 'Needs'),
    listed(effect.questionsAdded, 'Asks', 'Asks', '“'),
    stepsAdded + stepsRemoved === 0
      ? null
      : `Changes the runbook: ${stepWords(stepsAdded)} more, ${stepWords(stepsRemoved)} fewer. A run that has begun keeps its steps; one that has not can be made again from its page.`,
  ].filter((sentence) => sentence !== null);
}

const stepWords = (count: number) => (count === 1 ? '1 step' : `${count} steps`);

function listed(names: string[], one: string, many: string, quote = ''): string | null {
  if (names.length === 0) return null;
  const closing = quote === '' ? '' : '”';
  return `${names.length === 1 ? one : many} ${names.map((name) => `${quote}${name}${closing}`).join(', ')}.`;
}
