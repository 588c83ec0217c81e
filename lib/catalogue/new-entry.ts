import type { ListedPart } from '@/lib/catalogue/entries';
import type { EntryField } from '@/lib/catalogue/entry-text';
import { type Setting, type Slot, type Step, settingSchema, slotSchema } from '@/lib/catalogue/schema';

/** What can be added to a component; a step begins with the action it is made for. */
export const newKinds = ['setting', 'slot', 'instruction', 'command', 'secret'] as const;
type NewKind = (typeof newKinds)[number];

/** Among which of a component's parts something new comes. */
export function partOf(kind: NewKind): ListedPart {
  return kind === 'setting' || kind === 'slot' ? kind : 'step';
}

/**
 * A part that nobody has written yet; its names are empty. `slot` is what a step for a secret deals with: undefined
 * where that is not there.
 */
export function blankEntry(kind: NewKind, slot: Slot | undefined): Setting | Slot | Step | undefined {
  switch (kind) {
    case 'setting':
      return blankSetting();
    case 'slot':
      return blankSlot();
    case 'secret':
      return slot && secretStep(slot);
    case 'command':
      return blankStep([{ kind, command: '' }]);
    case 'instruction':
      return blankStep([{ kind, text: '' }]);
  }
}

function blankSetting(): Setting {
  return { key: '', label: '', kind: 'text', required: true, captured: 'wizard' };
}

/** Of the two tags the one under which the board keeps no value: who overlooks the question gives nothing away. */
function blankSlot(): Slot {
  return {
    id: '',
    key: '',
    exported: false,
    name: '',
    promptLabel: '',
    description: '',
    tag: 'client-supplied',
    class: 'user_prompt',
    format: null,
    whereToGet: null,
    required: true,
    obtained: 'before-run',
    level: 'client',
    revoke: '',
  };
}

function blankStep(actions: Step['actions']): Step {
  return {
    id: '',
    title: '',
    phase: 'machine',
    where: 'local',
    why: '',
    actions,
    expect: { text: '' },
    ifNot: '',
    estimateMinutes: 1,
    required: true,
  };
}

/** It is there whenever its slot is: a step that may be there without it contradicts the catalogue. */
function secretStep({ id, when, required }: Slot): Step {
  const step = blankStep([
    { kind: 'instruction', text: '' },
    { kind: 'secret', slot: id },
  ]);
  return { ...step, required, ...(when ? { when } : {}), captures: [{ kind: 'slot', slot: id }] };
}

/** The fields that name a part. They are asked for once: what is stored and what was run refers to them. */
export const NAME_FIELDS: Readonly<Record<ListedPart, readonly EntryField[]>> = {
  setting: [{ path: 'key', label: 'Key', kind: 'line' }],
  slot: [
    { path: 'id', label: 'Id', kind: 'line' },
    { path: 'key', label: 'Key', kind: 'line' },
  ],
  step: [{ path: 'id', label: 'Id', kind: 'line' }],
};

/** The names that were typed for a new part, by field. */
export function typedNames(
  part: ListedPart,
  typed: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(NAME_FIELDS[part].map(({ path }) => [path, (typed[path] ?? '').trim()]));
}

/** Names of the right shape that nothing has, so that the rest of a part can be checked before its own are fit. */
export function standInNames(part: ListedPart, componentId: string): Record<string, string> {
  const names = NAME_FIELDS[part].map(({ path }) => path);
  return Object.fromEntries(
    names.map((path) => [path, isVariable(part, path) ? 'NEW' : `${componentId}.new`]),
  );
}

/** Whether a name is a slot's environment variable; every other begins with the component's id. */
export function isVariable(part: ListedPart, path: string): boolean {
  return part === 'slot' && path === 'key';
}

/** What is wrong with the shape of a name, as a sentence; null where it is fit. */
export function wrongShape(
  part: ListedPart,
  componentId: string,
  { path, name }: { path: string; name: string },
): string | null {
  if (isVariable(part, path)) {
    return slotSchema.shape.key.safeParse(name).success
      ? null
      : 'Write the key like SERVICE_API_KEY: capitals, digits and underscores.';
  }
  const fits = settingSchema.shape.key.safeParse(name).success && name.startsWith(`${componentId}.`);
  return fits ? null : `Write the ${path} like ${componentId}.short-name: small letters, digits and dashes.`;
}
