import { expect, test } from 'vitest';
import { z } from 'zod';
import { shippedCatalogue } from '@/lib/catalogue/catalogue';
import { type EntryRef, fieldsOf, readEntry } from '@/lib/catalogue/entries';
import { wholeField } from '@/lib/catalogue/entry-fields';
import { fieldName, fieldText } from '@/lib/catalogue/entry-text';
import { layOver, overlayCatalogue } from '@/lib/catalogue/overlay';
import { readEntryForm } from '@/lib/catalogue/read-entry-form';
import { newTexts, refuseSecretTexts } from '@/lib/catalogue/refuse-secret-texts';
import { type Component, captureSchema, componentSchema, matchSchema } from '@/lib/catalogue/schema';

type Part = Exclude<EntryRef['part'], 'whole'>;

/** Every part of every shipped component. */
const parts = shippedCatalogue.components.flatMap((component) => {
  const refs: { part: Part; id: string }[] = [
    { part: 'facts', id: component.id },
    ...component.settings.map(({ key }) => ({ part: 'setting' as const, id: key })),
    ...component.slots.map(({ id }) => ({ part: 'slot' as const, id })),
    ...component.steps.map(({ id }) => ({ part: 'step' as const, id })),
  ];
  return refs.map((ref) => ({ ref, entry: readEntry(component, ref) ?? {} }));
});

function typedFor(part: Part, entry: object): Record<string, string> {
  return Object.fromEntries(
    fieldsOf(part, entry).map((field) => [fieldName(field), fieldText(entry, field)]),
  );
}

function power(): Component {
  const found = shippedCatalogue.components.find(({ id }) => id === 'power');
  if (found === undefined) throw new Error('The catalogue has no power.');
  return structuredClone(found);
}

test('every example in JSON that a field shows is one that the field takes', () => {
  const step = power().steps[0] ?? {};
  const shapes: Record<string, z.ZodType> = {
    'expect.match': matchSchema,
    captures: z.array(captureSchema),
    'actions.0.alternatives': z.array(z.looseObject({ kind: z.literal('command'), command: z.string() })),
    bring: componentSchema.shape.bring,
  };
  const fields = [...fieldsOf('step', step), ...fieldsOf('facts', power())];
  for (const [path, shape] of Object.entries(shapes)) {
    const hint = fields.find((field) => field.path === path)?.hint ?? '';
    const [example = ''] = /[[{].*[\]}]/.exec(hint) ?? [];
    expect(shape.safeParse(JSON.parse(example)).success, path).toBe(true);
  }
});

test('a form that nobody typed in gives every shipped part back as it was', () => {
  expect(parts.length).toBeGreaterThan(150);
  for (const { ref, entry } of parts) {
    const read = readEntryForm(ref.part, entry, fieldsOf(ref.part, entry), typedFor(ref.part, entry));
    expect(read, ref.id).toEqual({ entry });
    const whole = readEntryForm(ref.part, entry, [wholeField], { whole: fieldText(entry, wholeField) });
    expect(whole, ref.id).toEqual({ entry });
  }
});

test('no shipped text is taken for a secret; a key is, also in a nested part, and as a pattern of itself', () => {
  for (const { ref, entry } of parts) {
    const texts = newTexts({}, entry, fieldsOf(ref.part, entry));
    expect(() => refuseSecretTexts(shippedCatalogue, texts), ref.id).not.toThrow();
  }
  const key = `sk-or-v1-${'0123456789abcdef'.repeat(4)}`;
  const step = power().steps[0] ?? {};
  const found = (after: object) => newTexts(step, after, fieldsOf('step', step));
  for (const after of [
    { ...step, why: key },
    { ...step, expect: { text: 'x', match: { kind: 'exact', value: key } } },
  ]) {
    expect(() => refuseSecretTexts(shippedCatalogue, found(after))).toThrow();
  }
  expect(() =>
    refuseSecretTexts(shippedCatalogue, newTexts({}, { format: { pattern: `^${key}$` } }, [])),
  ).toThrow();
});

test('a text is judged by the formats of its own draft too, and by those in force that the draft gives up', () => {
  const slotted = (pattern: string): Component => {
    const [slot] = shippedCatalogue.components.flatMap(({ slots }) => slots);
    if (slot === undefined) throw new Error('The catalogue has no slots.');
    const format = { pattern, strength: 'firm' as const, hint: 'as the test says' };
    return { ...power(), slots: [{ ...slot, format }] };
  };
  const inForce = layOver(shippedCatalogue, [slotted('^harbor-live-[a-z]{24}$')]);
  const letters = 'quietmorning'.repeat(2);
  const judged = (text: string) => () =>
    refuseSecretTexts(inForce, [['why', text]], slotted('^pier_[a-z]{24}$'));
  for (const key of [`harbor-live-${letters}`, `pier_${letters}`]) {
    expect(judged(`Like ${key}`)).toThrow();
    expect(() => refuseSecretTexts(shippedCatalogue, [['why', key]])).not.toThrow();
  }
  expect(judged('Starts with pier_ or harbor-live-.')).not.toThrow();
});

test('a mistake is told under the field in which it was made, in nested parts with its place', () => {
  const entry = power().steps[1] ?? {};
  const read = (typed: Record<string, string>) =>
    readEntryForm('step', entry, fieldsOf('step', entry), { ...typedFor('step', entry), ...typed }).errors;
  expect(read({ title: '' })).toEqual({ title: ['Fill in “Title”.'] });
  expect(read({ estimateMinutes: '1.5' })).toEqual({
    estimateMinutes: ['“Estimate in minutes” is a whole number.'],
  });
  expect(Object.keys(read({ estimateMinutes: '900' }) ?? {})).toEqual(['estimateMinutes']);
  expect(read({ when: '[{"setting":"power.x"}]' })).toEqual({ when: [expect.stringMatching(/^“0”/)] });
  expect(read({ 'expect.match': '{\n"kind": "exact"\n"value": ""}' })).toEqual({
    'expect.match': [expect.stringMatching(/^This is not JSON/)],
  });
  expect(Object.keys(read({ phase: 'later' }) ?? {})).toEqual(['phase']);
});

test('a character that the database cannot keep is refused under its field', () => {
  const entry = power().steps[0] ?? {};
  for (const odd of ['\\u0000', '\\ud800']) {
    const match = `{"kind":"contains","value":"a${odd}b"}`;
    const typed = { ...typedFor('step', entry), 'expect.match': match };
    const { errors } = readEntryForm('step', entry, fieldsOf('step', entry), typed);
    expect(errors).toEqual({ 'expect.match': [expect.stringMatching(/broken character/)] });
  }
});

test('an id is never edited, not even in the text of the whole part', () => {
  const entry = power().steps[0] ?? {};
  const whole = JSON.stringify({ ...entry, id: 'power.other' });
  expect(readEntryForm('step', entry, [wholeField], { whole }).errors).toEqual({
    whole: ['The id stays power.set: runbooks and stored values refer to it.'],
  });
  const slot = shippedCatalogue.components.flatMap(({ slots }) => slots)[0] ?? {};
  const renamed = JSON.stringify({ ...slot, key: 'ANOTHER_KEY' });
  expect(readEntryForm('slot', slot, [wholeField], { whole: renamed }).errors?.whole?.[0]).toMatch(
    /^The key stays/,
  );
});

test('a group whose deciding field is emptied goes as a whole', () => {
  const slot =
    shippedCatalogue.components.flatMap(({ slots }) => slots).find(({ format }) => format?.hint) ?? {};
  const typed = { ...typedFor('slot', slot), 'format.pattern': '', 'whereToGet.label': '' };
  expect(readEntryForm('slot', slot, fieldsOf('slot', slot), typed)).toMatchObject({
    entry: { format: null, whereToGet: null },
  });
});

test('what is published lies over the shipped component; null is the shipped one', () => {
  const edited = { ...power(), summary: 'Edited.' };
  const laid = overlayCatalogue(shippedCatalogue, [{ componentId: 'power', definition: edited }]);
  expect(laid).toEqual({ catalogue: layOver(shippedCatalogue, [edited]), setAside: [] });
  const back = overlayCatalogue(shippedCatalogue, [{ componentId: 'power', definition: null }]);
  expect(back).toEqual({ catalogue: shippedCatalogue, setAside: [] });
});

test('changes that rest on each other are laid together, and of several only what does not fit is set aside', () => {
  const dependent = power();
  const tailscale = structuredClone(shippedCatalogue.components.find(({ id }) => id === 'tailscale'));
  const [first] = dependent.steps;
  if (first === undefined || tailscale === undefined)
    throw new Error('The catalogue lacks what this test edits.');
  dependent.steps = [...dependent.steps, { ...first, id: 'power.extra' }];
  const resting = {
    ...tailscale,
    steps: tailscale.steps.map((step) => ({
      ...step,
      dependsOn: [...(step.dependsOn ?? []), 'power.extra'],
    })),
  };
  const broken = { ...power(), id: 'power', steps: [{ ...first, dependsOn: ['power.nowhere'] }] };
  const both = [
    { componentId: 'tailscale', definition: resting },
    { componentId: 'power', definition: dependent },
  ];
  expect(overlayCatalogue(shippedCatalogue, both).setAside).toEqual([]);
  const one = [
    { componentId: 'power', definition: broken },
    { componentId: 'tailscale', definition: { ...tailscale, summary: 'Ours.' } },
  ];
  const { catalogue, setAside } = overlayCatalogue(shippedCatalogue, one);
  expect(setAside.map(({ componentId }) => componentId)).toEqual(['power']);
  expect(catalogue.components.find(({ id }) => id === 'tailscale')?.summary).toBe('Ours.');
  expect(catalogue.components.find(({ id }) => id === 'power')).toEqual(power());
});

test('a change that an earlier version of the product wrote in another shape is set aside with the reason', () => {
  const { setAside } = overlayCatalogue(shippedCatalogue, [
    { componentId: 'power', definition: { id: 'power', colour: 'red' } },
    { componentId: 'fax', definition: { ...power(), id: 'fax' } },
  ]);
  expect(setAside.map(({ componentId }) => componentId)).toEqual(['power', 'fax']);
  expect(setAside[1]?.problems).toEqual(['The catalogue has no such component any more.']);
});
