import { expect, test } from 'vitest';
import { shippedCatalogue } from '@/lib/catalogue/catalogue';
import { findProblems } from '@/lib/catalogue/check';
import {
  type Component,
  type Condition,
  type Setting,
  type Slot,
  settingSchema,
  slotSchema,
} from '@/lib/catalogue/schema';

/** The shipped catalogue with more settings and slots of one component. */
function problems(settings: Setting[], slots: Slot[] = [], id = 'canva'): string[] {
  const catalogue = structuredClone(shippedCatalogue);
  const component = catalogue.components.find((one): one is Component => one.id === id);
  component?.settings.push(...settings);
  component?.slots.push(...slots);
  return findProblems(catalogue);
}

const setting = (name: string, envName: string, when?: Condition[]): Setting =>
  settingSchema.parse({
    key: `canva.${name}`,
    label: `The ${name}`,
    kind: 'text',
    format: { pattern: '^[a-z]{1,20}$', strength: 'firm', hint: 'small letters' },
    required: false,
    envName,
    inCommands: true,
    captured: 'wizard',
    ...(when ? { when } : {}),
  });

const slot = (name: string, key: string, when?: Condition[]): Slot =>
  slotSchema.parse({
    id: `canva.${name}`,
    key,
    exported: true,
    name,
    promptLabel: name,
    description: name,
    tag: 'client-supplied',
    class: 'user_prompt',
    format: null,
    whereToGet: null,
    required: false,
    obtained: 'before-run',
    level: 'client',
    revoke: 'Delete it.',
    ...(when ? { when } : {}),
  });

const ownApp = (answer: string): Condition[] => [{ setting: 'canva.own-app', in: [answer] }];

test('a setting has a variable of its own, apart from every slot and every other setting that a client can have with it', () => {
  expect(problems([setting('model', 'OPENROUTER_API_KEY')])).toEqual([
    'Setting canva.model and slot openrouter.api-key both become the environment variable OPENROUTER_API_KEY, and a client can have both. Give the setting another one.',
  ]);
  expect(problems([setting('one', 'CANVA_TEAM'), setting('two', 'CANVA_TEAM')])).toEqual([
    'Setting canva.two and setting canva.one both become the environment variable CANVA_TEAM, and a client can have both. Give the setting another one.',
  ]);
  // Typed at a prompt, and still exported by the line that reads it.
  expect(problems([setting('model', 'MAC_AGENT_PASSWORD')])).toHaveLength(1);
  expect(problems([setting('model', 'CANVA_MODEL')])).toEqual([]);
});

test('what excludes each other by its conditions shares a variable, also where the question itself is asked for one answer only', () => {
  const team = (answer: string, name: string) => setting(name, 'CANVA_TEAM', ownApp(answer));
  expect(problems([team('yes', 'one'), team('no', 'two')])).toEqual([]);
  expect(problems([team('yes', 'one'), team('yes', 'two')])).toHaveLength(1);
  expect(problems([team('yes', 'one')], [slot('team', 'CANVA_TEAM', ownApp('no'))])).toEqual([]);
  expect(problems([team('yes', 'one')], [slot('team', 'CANVA_TEAM')])).toHaveLength(1);
  const kind = settingSchema.parse({
    key: 'canva.kind',
    label: 'Which kind?',
    kind: 'choice',
    choices: [{ value: 'big', label: 'Big' }],
    required: true,
    captured: 'wizard',
    when: ownApp('yes'),
  });
  const ofKind = setting('one', 'CANVA_TEAM', [{ setting: 'canva.kind', in: ['big'] }]);
  expect(problems([kind, ofKind, team('no', 'two')])).toEqual([]);
  expect(problems([kind, ofKind, team('yes', 'two')])).toHaveLength(1);
});

test('what never reaches a machine takes no variable from anybody', () => {
  expect(problems([setting('key', 'OPENROUTER_MANAGEMENT_KEY')])).toEqual([]);
});
