import { expect, test } from 'vitest';
import { shippedCatalogue } from '@/lib/catalogue/catalogue';
import { assertSound, CatalogueError, findProblems } from '@/lib/catalogue/check';
import type { Catalogue, Component } from '@/lib/catalogue/schema';

function changed(id: string, change: (component: Component) => void): Catalogue {
  const copy = structuredClone(shippedCatalogue);
  const component = copy.components.find((candidate) => candidate.id === id);
  if (!component) throw new Error(`no component ${id}`);
  change(component);
  return copy;
}

function first<T>(list: readonly T[]): T {
  const [entry] = list;
  if (entry === undefined) throw new Error('the list is empty');
  return entry;
}

test('the shipped catalogue has 24 components, numbered in order, and no contradiction', () => {
  expect(findProblems(shippedCatalogue)).toEqual([]);
  expect(shippedCatalogue.components.map(({ number }) => number)).toEqual(
    Array.from({ length: 24 }, (_, at) => at + 1),
  );
});

test('packages hold the components the price list says', () => {
  const numbers = (id: string) => {
    const ids = shippedCatalogue.packages.find((entry) => entry.id === id)?.components ?? [];
    return shippedCatalogue.components
      .filter((component) => ids.includes(component.id))
      .map(({ number }) => number);
  };
  const starter = [1, 2, 3, 4, 5, 7, 10, 11, 12, 13, 14, 16, 17];
  const sorted = (list: number[]) => list.toSorted((one, other) => one - other);
  expect(numbers('starter')).toEqual(starter);
  expect(numbers('standard')).toEqual(sorted([...starter, 6, 8, 18]));
  expect(numbers('growth')).toEqual(sorted([...starter, 6, 8, 18, 15, 20]));
  expect(numbers('managed')).toEqual(sorted([...starter, 6, 8, 18, 15, 20, 9]));
  expect(numbers('real-estate')).toEqual([19, 21]);
  expect(numbers('commerce')).toEqual([22]);
  expect(numbers('plaud')).toEqual([23]);
  expect(numbers('canva')).toEqual([24]);
});

test('an infrastructure slot is never mentioned by any step', () => {
  const steps = JSON.stringify(shippedCatalogue.components.map(({ steps: all }) => all));
  const slots = shippedCatalogue.components.flatMap((component) => component.slots);
  const infrastructure = slots.filter((slot) => slot.class === 'infrastructure');
  expect(infrastructure.map(({ key }) => key)).toEqual([
    'TS_OAUTH_CLIENT_SECRET',
    'OPENROUTER_MANAGEMENT_KEY',
  ]);
  for (const slot of infrastructure) expect(steps).not.toContain(slot.key);
});

const faults: [string, string, (component: Component) => void, string][] = [
  [
    'a client-supplied slot of a class that is ours',
    'openrouter',
    (c) => {
      first(c.slots).tag = 'client-supplied';
      first(c.slots).class = 'infrastructure';
    },
    'is our-managed only',
  ],
  [
    'a sign-in that is our-managed',
    'canva',
    (c) => {
      first(c.slots).tag = 'our-managed';
    },
    'client-supplied only',
  ],
  [
    'a pattern that needs backtracking',
    'openrouter',
    (c) => {
      first(c.slots).format = { pattern: '^(?=a)b$', strength: 'firm', hint: 'x' };
    },
    'does not compile in linear time',
  ],
  [
    'a look-alike that matches the slot itself',
    'slack',
    (c) => {
      first(c.slots).format?.lookalikes?.push({ pattern: '^xox', says: 'itself' });
    },
    'matches the slot’s own values',
  ],
  [
    'a generator whose values do not fit',
    'agent-runtime',
    (c) => {
      first(c.slots).generator = { kind: 'random', length: 42, charset: 'alnum' };
    },
    'does not fit its format',
  ],
  [
    'a generator with a character the format refuses',
    'agent-runtime',
    (c) => {
      first(c.slots).generator = { kind: 'random', length: 43, charset: 'base64' };
    },
    'does not fit its format',
  ],
  [
    'a default outside its format',
    'agent-runtime',
    (c) => {
      first(c.settings).default = 'rm -rf';
    },
    'its default does not fit',
  ],
  [
    'a setting in a command without a shell-safe format',
    'agent-runtime',
    (c) => {
      first(c.settings).format = { pattern: '^\\S+$', strength: 'firm', hint: 'x' };
    },
    'without a shell-safe format',
  ],
  [
    'a setting that hides its use in commands',
    'agent-runtime',
    (c) => {
      delete first(c.settings).inCommands;
    },
    'inCommands does not say',
  ],
  [
    'a lead time in words without its days',
    'mls-reso',
    (c) => {
      delete c.leadTimeDays;
    },
    'tells its lead time by half',
  ],
  [
    'a thing to bring that hangs on an answer nobody can give',
    'filevault',
    (c) => {
      first(c.bring ?? []).when = [{ setting: 'filevault.decision', in: ['D'] }];
    },
    'which is no choice',
  ],
  [
    'a step that mentions an unknown slot',
    'openrouter',
    (c) => {
      first(c.steps).actions.push({ kind: 'secret', slot: 'openrouter.nothing' });
    },
    'which does not exist',
  ],
  [
    'a step that mentions an infrastructure slot',
    'openrouter',
    (c) => {
      first(c.steps).actions.push({ kind: 'secret', slot: 'openrouter.management-key' });
    },
    'never reaches a machine',
  ],
  [
    'a step that outlives its slot',
    'hubspot',
    (c) => {
      delete first(c.steps).when;
    },
    'may be there while slot',
  ],
  [
    'a command with an unknown placeholder',
    'power',
    (c) => {
      first(c.steps).actions.push({ kind: 'command', command: 'echo {password}' });
    },
    'nobody fills {password}',
  ],
  [
    'a command with an optional setting',
    'slack',
    (c) => {
      first(c.steps).actions.push({ kind: 'command', command: 'echo {setting:slack.allowed-channels}' });
    },
    'may have no answer',
  ],
  [
    'a condition on an answer that is no choice',
    'plaud',
    (c) => {
      first(c.steps).when = [{ setting: 'plaud.credential', in: ['carrier-pigeon'] }];
    },
    'which is no choice',
  ],
  [
    'a circle of steps',
    'power',
    (c) => {
      first(c.steps).dependsOn = ['power.verify'];
    },
    'wait for each other',
  ],
  [
    'a dependency on a later phase',
    'power',
    (c) => {
      first(c.steps).dependsOn = ['power.prove'];
    },
    'comes in a later phase',
  ],
  [
    'a dependency on nothing',
    'power',
    (c) => {
      first(c.steps).dependsOn = ['power.nothing'];
    },
    'which does not exist',
  ],
  [
    'a component that needs one that does not exist',
    'power',
    (c) => {
      c.requires = ['generator'];
    },
    'Component power needs generator, which does not exist.',
  ],
  [
    'components that need each other',
    'toolchain',
    (c) => {
      c.requires = ['slack'];
    },
    'Components need each other: ',
  ],
  [
    'a tier without what one of its components needs',
    'power',
    (c) => {
      c.requires = ['backup'];
    },
    'Tier starter lacks backup, which power needs.',
  ],
  [
    'an id used twice',
    'power',
    (c) => {
      c.steps.push(first(c.steps));
    },
    'Two entries for step',
  ],
  [
    'a step without an expectation',
    'power',
    (c) => {
      first(c.steps).expect.text = '';
    },
    'expect.text',
  ],
];

test.each(faults)('the check finds %s', (_, id, change, words) => {
  expect(findProblems(changed(id, change)).join('\n')).toContain(words);
});

test('every problem is listed at once, not just the first', () => {
  const broken = changed('power', (component) => {
    first(component.steps).dependsOn = ['power.nothing'];
    first(component.steps).actions.push({ kind: 'command', command: 'echo {password}' });
  });
  expect(() => assertSound(broken)).toThrow(CatalogueError);
  expect(findProblems(broken)).toHaveLength(2);
});
