import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shippedCatalogue as catalogue } from '@/lib/catalogue/catalogue';
import { phases } from '@/lib/catalogue/phases';
import { indispensableComponents, settingsInScope } from '@/lib/catalogue/scope';
import { type CompositionInput, composeRunbook, missingAnswers } from '@/lib/runbook/compose';
import { orderSteps } from '@/lib/runbook/order-steps';

const ids = catalogue.components.map((component) => component.id);
const organisationSlots = catalogue.components
  .flatMap((component) => component.slots)
  .filter((slot) => slot.level === 'organisation' || slot.class === 'infrastructure');

/** Each run composes a whole runbook or two. */
const RUNS = 25;

const SAMPLES: Record<string, string> = {
  'google-workspace.mailbox': 'office@harbor.example',
  'remote-access.ssh-public-key': `ssh-ed25519 ${'A'.repeat(68)}`,
};

/** Answers for every question that is asked: the given choices, and something fitting for the rest. */
function answersFor(componentIds: readonly string[], choices: readonly number[]): Record<string, string> {
  const answers: Record<string, string> = {};
  for (let round = 0; round < 4; round += 1) {
    for (const [at, setting] of settingsInScope(catalogue, componentIds, answers).entries()) {
      const options = setting.choices ?? [];
      const choice = options[(choices[at % choices.length] ?? 0) % Math.max(options.length, 1)];
      answers[setting.key] ??= choice?.value ?? setting.default ?? SAMPLES[setting.key] ?? 'value-1';
    }
  }
  return answers;
}

function inputFor(componentIds: readonly string[], choices: readonly number[] = [0]): CompositionInput {
  return {
    catalogue,
    componentIds,
    packageIds: ['starter'],
    settings: answersFor(componentIds, choices),
    clientSlug: 'harbor-realty',
    machineName: 'harbor-mini-01',
    organisation: 'jed',
  };
}

const scopes = fc.record({
  componentIds: fc.subarray(ids).map((some) => [...new Set([...indispensableComponents, ...some])]),
  choices: fc.array(fc.nat({ max: 9 }), { minLength: 5, maxLength: 12 }),
});

describe('a composed runbook', () => {
  test('never puts a step before one it depends on, whatever the scope and the answers', () => {
    fc.assert(
      fc.property(scopes, ({ componentIds, choices }) => {
        const steps = composeRunbook(inputFor(componentIds, choices));
        const position = new Map(steps.map((step) => [step.stepId, step.position]));
        for (const step of steps) {
          for (const id of step.content.dependsOn) expect(position.get(id)).toBeLessThan(step.position);
        }
      }),
      { numRuns: RUNS },
    );
  });

  test('is the same for the same input, in whatever order components are named', () => {
    fc.assert(
      fc.property(scopes, ({ componentIds, choices }) => {
        const input = inputFor(componentIds, choices);
        const shuffled = { ...input, componentIds: componentIds.toReversed() };
        expect(composeRunbook(shuffled)).toEqual(composeRunbook(input));
      }),
      { numRuns: RUNS },
    );
  });

  test('holds no unfilled placeholder and no slot of the organisation', () => {
    fc.assert(
      fc.property(scopes, ({ componentIds, choices }) => {
        const text = JSON.stringify(composeRunbook(inputFor(componentIds, choices)));
        expect(text).not.toMatch(/\{(client|machine|agent|admin|us|mailbox|exports|setting:[^}]*)\}/);
        for (const slot of organisationSlots) expect(text).not.toContain(`"${slot.id}"`);
      }),
      { numRuns: RUNS },
    );
  });

  test('numbers its steps from 1 without gaps, each id once, phases in order where dependencies allow', () => {
    const steps = composeRunbook(inputFor(ids));
    expect(steps.map((step) => step.position)).toEqual(steps.map((_, at) => at + 1));
    expect(new Set(steps.map((step) => step.stepId)).size).toBe(steps.length);
    const ranks = steps.map((step) => phases.indexOf(step.phase));
    expect(ranks[0]).toBe(0);
    expect(ranks.at(-1)).toBe(phases.length - 1);
  });

  test('keeps the ids of its steps when components are added', () => {
    const before = composeRunbook(inputFor(['mac-identity', 'mac-accounts', 'openrouter']));
    const after = new Set(composeRunbook(inputFor(ids)).map((step) => step.stepId));
    for (const step of before) expect(after).toContain(step.stepId);
  });

  test('keeps the shell history clean before anything handles a secret', () => {
    const steps = composeRunbook(inputFor(ids));
    const clean = steps.findIndex((step) => step.stepId === 'mac-identity.private-history');
    const first = steps.findIndex((step) =>
      step.content.actions.some((action) => action.kind === 'command' && action.command.startsWith(' ')),
    );
    expect(clean).toBeGreaterThanOrEqual(0);
    expect(clean).toBeLessThan(first);
  });

  test('keeps the leading space of every command that has one', () => {
    const commands = composeRunbook(inputFor(['mac-identity', 'mac-accounts', 'openrouter'])).flatMap(
      (step) => step.content.actions.flatMap((action) => (action.kind === 'command' ? [action.command] : [])),
    );
    expect(commands.some((command) => command.startsWith(' read -rs "OPENROUTER_API_KEY?'))).toBe(true);
  });

  test('says of every step why this client has it', () => {
    for (const step of composeRunbook(inputFor(ids))) expect(step.content.because).toMatch(/\S.*\.$/);
  });
});

test('answers that are missing are named before composing fails', () => {
  const missing = missingAnswers(catalogue, ['mac-identity', 'google-workspace'], {});
  expect(missing.map((setting) => setting.key)).toContain('google-workspace.mailbox');
});

test('steps that depend on each other in a circle are refused', () => {
  const [step] = catalogue.components[0]?.steps ?? [];
  if (step === undefined) throw new Error('the catalogue is empty');
  const of = (id: string, dependsOn: string[]) => ({ ...step, id, dependsOn, componentId: 'x' });
  expect(() => orderSteps([of('x.a', ['x.b']), of('x.b', ['x.a'])])).toThrow(/circle/);
});
