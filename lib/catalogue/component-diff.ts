import {
  fieldsOf,
  type ListedEntry,
  type ListedPart,
  listEntries,
  listedParts,
} from '@/lib/catalogue/entries';
import { wholeField } from '@/lib/catalogue/entry-fields';
import { type EntryField, fieldText } from '@/lib/catalogue/entry-text';
import { NAME_FIELDS } from '@/lib/catalogue/new-entry';
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

/** Everything in which two texts of a component differ, part by part, in the order of reading. */
export function diffComponent(before: Component, after: Component): EntryDiff[] {
  return [
    ...diffParts('facts', factsOf(before), factsOf(after)),
    ...listedParts.flatMap((part) => diffParts(part, listEntries(before, part), listEntries(after, part))),
    ...listedParts.flatMap((part) => diffOrder(part, listEntries(before, part), listEntries(after, part))),
  ];
}

function factsOf({ settings: _, slots: __, steps: ___, ...facts }: Component): ListedEntry[] {
  return [{ id: facts.id, title: 'About the component', entry: facts }];
}

function diffParts(part: Part, before: readonly ListedEntry[], after: readonly ListedEntry[]): EntryDiff[] {
  const old = new Map(before.map((one) => [one.id, one]));
  const kept = new Set(after.map(({ id }) => id));
  return [
    ...after.flatMap(({ id, title, entry }): EntryDiff[] => {
      const was = old.get(id);
      const fields = diffFields(part, was?.entry ?? {}, entry);
      if (was === undefined)
        return [{ part, id, title, kind: 'added', fields: [...named(part, entry), ...fields] }];
      return fields.length === 0 ? [] : [{ part, id, title, kind: 'changed', fields }];
    }),
    ...before
      .filter(({ id }) => !kept.has(id))
      .map(({ id, title }): EntryDiff => ({ part, id, title, kind: 'removed', fields: [] })),
  ];
}

/** The names of a new part, which are edited nowhere. */
function named(part: Part, entry: object): FieldDiff[] {
  return part === 'facts' ? [] : NAME_FIELDS[part].map((field) => asDiff(field, {}, entry));
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

const ORDER_WORDS = { setting: 'settings', slot: 'slots', step: 'steps' } as const;

function diffOrder(
  part: ListedPart,
  before: readonly ListedEntry[],
  after: readonly ListedEntry[],
): EntryDiff[] {
  const shared = (some: readonly ListedEntry[], others: readonly ListedEntry[]) =>
    some.filter(({ id }) => others.some((other) => other.id === id)).map(({ id }) => id);
  if (shared(before, after).join(' ') === shared(after, before).join(' ')) return [];
  const words = ORDER_WORDS[part];
  const lines = (entries: readonly ListedEntry[]) => entries.map(({ title }) => title).join('\n');
  const label = `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
  const field = { label, code: false, before: lines(before), after: lines(after) };
  return [{ part: 'order', id: words, title: `Order of the ${words}`, kind: 'changed', fields: [field] }];
}
