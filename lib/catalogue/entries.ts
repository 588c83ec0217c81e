import { z } from 'zod';
import { factFields, settingFields, slotFields, stepFields } from '@/lib/catalogue/entry-fields';
import type { EntryField } from '@/lib/catalogue/entry-text';
import {
  type Component,
  componentSchema,
  type Step,
  settingSchema,
  slotSchema,
  stepSchema,
} from '@/lib/catalogue/schema';

/** The parts of a component of which it may have several, in an order. */
export const listedParts = ['setting', 'slot', 'step'] as const;
export type ListedPart = (typeof listedParts)[number];

/** Which part of a component is edited; `id` is the component's own for its facts and for all of it. */
export const entryRefSchema = z.object({
  part: z.enum(['facts', 'whole', 'setting', 'slot', 'step']),
  id: z.string().max(120),
});
export type EntryRef = z.output<typeof entryRefSchema>;

const factsSchema = componentSchema.omit({ settings: true, slots: true, steps: true });

/** What a part of each kind is checked with. */
export const ENTRY_SCHEMAS = {
  facts: factsSchema,
  whole: componentSchema,
  setting: settingSchema,
  slot: slotSchema,
  step: stepSchema,
} as const;

/** One of several parts: `id` is a setting's key. */
export interface ListedEntry {
  id: string;
  title: string;
  entry: object;
}

/** A component's parts of one kind, in their order. */
export function listEntries({ settings, slots, steps }: Component, part: ListedPart): ListedEntry[] {
  switch (part) {
    case 'setting':
      return settings.map((entry) => ({ id: entry.key, title: entry.label, entry }));
    case 'slot':
      return slots.map((entry) => ({ id: entry.id, title: entry.name, entry }));
    case 'step':
      return steps.map((entry) => ({ id: entry.id, title: entry.title, entry }));
  }
}

const LISTS = { setting: 'settings', slot: 'slots', step: 'steps' } as const;

/** The component with other parts of one kind. Throws a ZodError where one of them has not the shape. */
export function withEntries(component: Component, part: ListedPart, entries: readonly object[]): Component {
  return componentSchema.parse({ ...component, [LISTS[part]]: entries });
}

/** A part of a component as the schema knows it; undefined where it is not there. */
export function readEntry(component: Component, { part, id }: EntryRef): object | undefined {
  if (part === 'whole') return component;
  if (part === 'facts') {
    const { settings: _, slots: __, steps: ___, ...facts } = component;
    return facts;
  }
  return listEntries(component, part).find((one) => one.id === id)?.entry;
}

/** The component with another text for one of its parts. Throws a ZodError where the part has not the shape. */
export function replaceEntry(component: Component, { part, id }: EntryRef, entry: unknown): Component {
  if (part === 'whole') return componentSchema.parse(entry);
  if (part === 'facts') {
    const { settings, slots, steps } = component;
    return { ...factsSchema.parse(entry), settings, slots, steps };
  }
  const replaced = ENTRY_SCHEMAS[part].parse(entry);
  const entries = listEntries(component, part).map((one) => (one.id === id ? replaced : one.entry));
  return withEntries(component, part, entries);
}

/** The fields by which a part is edited. */
export function fieldsOf(part: Exclude<EntryRef['part'], 'whole'>, entry: object): readonly EntryField[] {
  switch (part) {
    case 'facts':
      return factFields;
    case 'setting':
      return settingFields;
    case 'slot':
      return slotFields;
    case 'step':
      return stepFields(entry as Step);
  }
}
