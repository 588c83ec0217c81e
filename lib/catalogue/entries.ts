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

/** A part of a component as the schema knows it; undefined where it is not there. */
export function readEntry(component: Component, { part, id }: EntryRef): object | undefined {
  switch (part) {
    case 'whole':
      return component;
    case 'facts': {
      const { settings: _, slots: __, steps: ___, ...facts } = component;
      return facts;
    }
    case 'setting':
      return component.settings.find(({ key }) => key === id);
    case 'slot':
      return component.slots.find((slot) => slot.id === id);
    case 'step':
      return component.steps.find((step) => step.id === id);
  }
}

/** The component with another text for one of its parts. Throws a ZodError where the part has not the shape. */
export function replaceEntry(component: Component, { part, id }: EntryRef, entry: unknown): Component {
  switch (part) {
    case 'whole':
      return componentSchema.parse(entry);
    case 'facts': {
      const { settings, slots, steps } = component;
      return { ...factsSchema.parse(entry), settings, slots, steps };
    }
    case 'setting': {
      const setting = settingSchema.parse(entry);
      return { ...component, settings: component.settings.map((one) => (one.key === id ? setting : one)) };
    }
    case 'slot': {
      const slot = slotSchema.parse(entry);
      return { ...component, slots: component.slots.map((one) => (one.id === id ? slot : one)) };
    }
    case 'step': {
      const step = stepSchema.parse(entry);
      return { ...component, steps: component.steps.map((one) => (one.id === id ? step : one)) };
    }
  }
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

/** A step that nobody has written yet, with one action. */
export function blankStep(kind: 'instruction' | 'command'): Step {
  return {
    id: '',
    title: '',
    phase: 'machine',
    where: 'local',
    why: '',
    actions: [kind === 'command' ? { kind, command: '' } : { kind, text: '' }],
    expect: { text: '' },
    ifNot: '',
    estimateMinutes: 1,
    required: true,
  };
}
