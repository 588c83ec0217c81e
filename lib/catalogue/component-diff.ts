import { fieldsOf } from '@/lib/catalogue/entries';
import { wholeField } from '@/lib/catalogue/entry-fields';
import { type EntryField, fieldText } from '@/lib/catalogue/entry-text';
import type { Component } from '@/lib/catalogue/schema';

/** One field of a part, before and after. */
export interface FieldDiff {
  label: string;
  /** Shown in the letters of a terminal. */
  code: boolean;
  before: string;
  after: string;
}

/** What a draft makes of one part. */
export interface EntryDiff {
  part: 'facts' | 'setting' | 'slot' | 'step' | 'order';
  id: string;
  title: string;
  kind: 'changed' | 'added' | 'removed';
  fields: FieldDiff[];
}

type Part = Exclude<EntryDiff['part'], 'order'>;
interface Named {
  id: string;
  title: string;
  entry: object;
}

/** Everything in which two texts of a component differ, part by part, in the order of reading. */
export function diffComponent(before: Component, after: Component): EntryDiff[] {
  return [
    ...diffParts('facts', factsOf(before), factsOf(after)),
    ...diffParts('setting', settingsOf(before), settingsOf(after)),
    ...diffParts('slot', slotsOf(before), slotsOf(after)),
    ...diffParts('step', stepsOf(before), stepsOf(after)),
    ...diffOrder(before, after),
  ];
}

function factsOf({ settings: _, slots: __, steps: ___, ...facts }: Component): Named[] {
  return [{ id: facts.id, title: 'About the component', entry: facts }];
}

function settingsOf({ settings }: Component): Named[] {
  return settings.map((entry) => ({ id: entry.key, title: entry.label, entry }));
}

function slotsOf({ slots }: Component): Named[] {
  return slots.map((entry) => ({ id: entry.id, title: entry.name, entry }));
}

function stepsOf({ steps }: Component): Named[] {
  return steps.map((entry) => ({ id: entry.id, title: entry.title, entry }));
}

function diffParts(part: Part, before: readonly Named[], after: readonly Named[]): EntryDiff[] {
  const old = new Map(before.map((one) => [one.id, one]));
  const kept = new Set(after.map(({ id }) => id));
  return [
    ...after.flatMap(({ id, title, entry }): EntryDiff[] => {
      const was = old.get(id);
      const fields = diffFields(part, was?.entry ?? {}, entry);
      if (was === undefined) return [{ part, id, title, kind: 'added', fields }];
      return fields.length === 0 ? [] : [{ part, id, title, kind: 'changed', fields }];
    }),
    ...before
      .filter(({ id }) => !kept.has(id))
      .map(({ id, title }): EntryDiff => ({ part, id, title, kind: 'removed', fields: [] })),
  ];
}

function diffFields(part: Part, before: object, after: object): FieldDiff[] {
  const fields = new Map(
    [before, after]
      .filter((entry) => Object.keys(entry).length > 0)
      .flatMap((entry) => fieldsOf(part, entry))
      .map((field) => [field.path, field]),
  );
  const seen = [...fields.values()]
    .map((field) => asDiff(field, before, after))
    .filter((diff) => diff.before !== diff.after);
  if (seen.length > 0) return seen;
  // Something without a field of its own, such as which slot an action copies.
  const whole = asDiff(wholeField, before, after);
  return whole.before === whole.after ? [] : [whole];
}

function asDiff(field: EntryField, before: object, after: object): FieldDiff {
  return {
    label: field.label,
    code: field.kind === 'json' || field.kind === 'code' || field.kind === 'lines',
    before: shownText(field, before),
    after: shownText(field, after),
  };
}

function shownText(field: EntryField, entry: object): string {
  if (Object.keys(entry).length === 0) return '';
  const text = fieldText(entry, field);
  if (field.kind === 'tick') return text === 'yes' ? 'yes' : 'no';
  return field.options?.find(({ value }) => value === text)?.label ?? text;
}

function diffOrder(before: Component, after: Component): EntryDiff[] {
  const ids = (component: Component, other: Component) =>
    component.steps.filter(({ id }) => other.steps.some((step) => step.id === id)).map(({ id }) => id);
  if (ids(before, after).join(' ') === ids(after, before).join(' ')) return [];
  const lines = ({ steps }: Component) => steps.map(({ title }) => title).join('\n');
  const field = { label: 'Steps', code: false, before: lines(before), after: lines(after) };
  return [{ part: 'order', id: after.id, title: 'Order of the steps', kind: 'changed', fields: [field] }];
}
