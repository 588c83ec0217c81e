import { expect, test } from 'vitest';
import { shippedCatalogue } from '@/lib/catalogue/catalogue';
import { findProblems } from '@/lib/catalogue/check';
import { diffComponent } from '@/lib/catalogue/component-diff';
import { draftNotices } from '@/lib/catalogue/draft-notices';
import { fieldsOf, listEntries, listedParts, withEntries } from '@/lib/catalogue/entries';
import { fieldName, fieldText } from '@/lib/catalogue/entry-text';
import {
  blankEntry,
  newKinds,
  partOf,
  standInNames,
  typedNames,
  wrongShape,
} from '@/lib/catalogue/new-entry';
import { layOver } from '@/lib/catalogue/overlay';
import { readEntryForm } from '@/lib/catalogue/read-entry-form';
import { type Component, type Slot, slotSchema } from '@/lib/catalogue/schema';

function plaud(): Component {
  const found = shippedCatalogue.components.find(({ id }) => id === 'plaud');
  if (found === undefined) throw new Error('The catalogue has no plaud.');
  return structuredClone(found);
}

const newSlot: Slot = slotSchema.parse({
  ...blankEntry('slot', undefined),
  id: 'plaud.hook',
  key: 'PLAUD_HOOK',
  name: 'Plaud hook',
  promptLabel: 'The hook',
  description: 'Says that a recording is there.',
  revoke: 'The client deletes it.',
});

const notices = (drafted: Component, before = plaud()) =>
  draftNotices(before, drafted, layOver(shippedCatalogue, [drafted]));

test('a blank part tells each field that it needs, and with those filled it fits its schema', () => {
  for (const kind of newKinds) {
    const part = partOf(kind);
    const blank = { ...blankEntry(kind, newSlot), ...standInNames(part, 'plaud') };
    const fields = fieldsOf(part, blank);
    const typed = Object.fromEntries(fields.map((field) => [fieldName(field), fieldText(blank, field)]));
    const empty = readEntryForm(part, blank, fields, typed);
    expect(Object.keys(empty.errors ?? {}), kind).not.toHaveLength(0);
    const told = Object.keys(empty.errors ?? {});
    const filled = { ...typed, ...Object.fromEntries(told.map((name) => [name, 'Something'])) };
    expect(readEntryForm(part, blank, fields, filled).errors, kind).toBeUndefined();
  }
});

test('who overlooks the questions about a new slot makes one for which the board keeps no value', () => {
  expect(blankEntry('slot', undefined)).toMatchObject({
    tag: 'client-supplied',
    class: 'user_prompt',
    exported: false,
    required: true,
    obtained: 'before-run',
    level: 'client',
  });
  expect(
    findProblems(layOver(shippedCatalogue, [{ ...plaud(), slots: [...plaud().slots, newSlot] }])),
  ).toEqual([]);
});

test('a step for a secret is there whenever its slot is, and notes it down; without the slot there is none', () => {
  const [signIn] = plaud().slots;
  expect(blankEntry('secret', signIn)).toMatchObject({
    when: signIn?.when,
    required: signIn?.required,
    actions: [{ kind: 'instruction' }, { kind: 'secret', slot: signIn?.id }],
    captures: [{ kind: 'slot', slot: signIn?.id }],
  });
  expect(blankEntry('secret', newSlot)).not.toHaveProperty('when');
  expect(blankEntry('secret', undefined)).toBeUndefined();
});

test('a name is fit only in its shape and under its component', () => {
  const wrong = (path: string, name: string) => wrongShape('slot', 'plaud', { path, name }) !== null;
  expect(typedNames('slot', { id: ' plaud.hook ', name: 'x' })).toEqual({ id: 'plaud.hook', key: '' });
  for (const id of [
    '',
    'hook',
    'plaud.',
    'plaud.Hook',
    'plaud.a.b',
    'plaudit.hook',
    'slack.hook',
    'plaud.a\nb',
  ]) {
    expect(wrong('id', id), id).toBe(true);
  }
  for (const key of ['', 'Hook', '1_HOOK', 'A-B', 'A B', 'HOOK\n']) expect(wrong('key', key), key).toBe(true);
  expect([wrong('id', 'plaud.hook-2'), wrong('key', 'PLAUD_HOOK_2')]).toEqual([false, false]);
});

test('the review of a new slot shows its names, and another order of any list is a difference', () => {
  const drafted = { ...plaud(), slots: [...plaud().slots, newSlot] };
  const [added] = diffComponent(plaud(), drafted);
  expect(added).toMatchObject({ part: 'slot', id: 'plaud.hook', kind: 'added' });
  expect(added?.fields.slice(0, 2).map(({ label, after }) => [label, after])).toEqual([
    ['Id', 'plaud.hook'],
    ['Key', 'PLAUD_HOOK'],
  ]);
  for (const part of listedParts) {
    const entries = listEntries(plaud(), part).map(({ entry }) => entry);
    const turned = withEntries(plaud(), part, entries.toReversed());
    expect(diffComponent(plaud(), turned), part).toMatchObject([{ part: 'order', id: `${part}s` }]);
  }
});

test('a slot that no step mentions is told as what it is, and the more where the agent would look for it', () => {
  const withSlot = (slot: Slot) => notices({ ...plaud(), slots: [...plaud().slots, slot] });
  const idle = 'No step mentions slot plaud.hook';
  const lacking = 'Clients who get this component lack slot plaud.hook until somebody fills it in.';
  expect(withSlot(newSlot)).toEqual([expect.stringContaining(idle), lacking]);
  expect(withSlot({ ...newSlot, required: false })).toEqual([expect.stringContaining(idle)]);
  expect(withSlot({ ...newSlot, exported: true })[0]).toContain('look for PLAUD_HOOK in the keychain');
  const infrastructure = { tag: 'our-managed', class: 'infrastructure', level: 'organisation' } as const;
  expect(withSlot({ ...newSlot, ...infrastructure, required: false })).toEqual([]);
  const mentioned = plaud();
  mentioned.slots.push({ ...newSlot, required: false });
  mentioned.steps[0]?.captures?.push({ kind: 'slot', slot: newSlot.id });
  expect(notices(mentioned)).toEqual([]);
  const orphaned = plaud();
  orphaned.slots = mentioned.slots;
  expect(notices(orphaned, mentioned)).toEqual([expect.stringContaining(idle)]);
  expect(notices(orphaned, structuredClone(orphaned))).toEqual([]);
});

test('what becomes needed, and what happens to what leaves, is told', () => {
  const drafted = plaud();
  drafted.settings = [
    { key: 'plaud.region', label: 'Which region?', kind: 'text', required: true, captured: 'wizard' },
    {
      key: 'plaud.tone',
      label: 'Which tone?',
      kind: 'text',
      required: true,
      default: 'a',
      captured: 'wizard',
    },
  ];
  drafted.slots = drafted.slots.filter(({ id }) => id !== 'plaud.session-token');
  const told = notices(drafted);
  expect(told).toEqual([
    'Clients who get this component lack an answer to setting plaud.region until somebody gives it.',
    expect.stringMatching(/^Slot plaud\.session-token leaves the lists/),
    expect.stringMatching(/^What clients answered to setting plaud\.warning /),
    expect.stringMatching(/^What clients answered to setting plaud\.credential /),
  ]);
  expect(notices(plaud())).toEqual([]);
});
