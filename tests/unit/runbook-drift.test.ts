import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shippedCatalogue as catalogue } from '@/lib/catalogue/catalogue';
import { composeRunbook } from '@/lib/runbook/compose';
import { diffWords } from '@/lib/runbook/diff-words';
import { compareSteps } from '@/lib/runbook/drift';
import type { RunEvent } from '@/lib/runbook/run-events';
import { type ComposedStep, frozenStepSchema } from '@/lib/runbook/schema';
import { foldRun } from '@/lib/runbook/state';
import { upgradePlan } from '@/lib/runbook/upgrade-plan';

const texts = fc.array(fc.constantFrom('sudo', 'pmset', '-a', 'sleep', '0', '\n', ' '), { maxLength: 14 });
const sentence = texts.map((words) => words.join(' '));

describe('a word-level difference', () => {
  test('joins to the old text without what came, and to the new one without what went', () => {
    fc.assert(
      fc.property(sentence, sentence, (before, after) => {
        const pieces = diffWords(before, after);
        const without = (change: string) =>
          pieces
            .filter((piece) => piece.change !== change)
            .map(({ text }) => text)
            .join('');
        expect(without('added')).toBe(before);
        expect(without('removed')).toBe(after);
      }),
    );
  });

  test('marks the one word that changed and nothing beside it', () => {
    expect(diffWords('brew install node@22 git', 'brew install node@24 git')).toEqual([
      { text: 'brew install node@', change: 'same' },
      { text: '22', change: 'removed' },
      { text: '24', change: 'added' },
      { text: ' git', change: 'same' },
    ]);
  });

  test('of the same text is the text', () => {
    fc.assert(
      fc.property(sentence, (text) => {
        expect(diffWords(text, text).every(({ change }) => change === 'same')).toBe(true);
      }),
    );
  });

  test('of texts that share little but brackets shows both whole', () => {
    expect(diffWords('us (our-managed)', 'the client (client-supplied)')).toEqual([
      { text: 'us (our-managed)', change: 'removed' },
      { text: 'the client (client-supplied)', change: 'added' },
    ]);
  });

  test('of texts of thousands of words shows both whole', () => {
    const pieces = diffWords('a '.repeat(2000), 'b '.repeat(2000));
    expect(pieces.map(({ change }) => change)).toEqual(['removed', 'added']);
  });
});

const ALL = ['mac-identity', 'mac-accounts', 'power', 'updates-gatekeeper', 'toolchain'];
const settings = { 'mac-accounts.admin-user': 'jed', 'mac-accounts.agent-user': 'agent' };

function steps(componentIds = ALL, more: Record<string, string> = {}): ComposedStep[] {
  return composeRunbook({
    catalogue,
    componentIds,
    packageIds: ['starter'],
    settings: { ...settings, ...more },
    clientSlug: 'harbor',
    machineName: 'harbor-mini-01',
    organisation: 'jed',
  });
}

const STEP = 'power.set';
function withStep(change: (step: ComposedStep) => void, stepId = STEP): ComposedStep[] {
  const copy = structuredClone(steps());
  const step = copy.find((candidate) => candidate.stepId === stepId);
  if (step === undefined) throw new Error(`no step ${stepId}`);
  change(step);
  return copy;
}

let seq = 0;
function event(kind: RunEvent['kind'], revision: number | null, more: Partial<RunEvent> = {}): RunEvent {
  seq += 1;
  const at = new Date('2026-11-22T10:00:00Z');
  return { seq, stepId: STEP, kind, revision, actorId: 'sam', reason: null, detail: {}, at, ...more };
}

function fateAfter(after: ComposedStep[], events: RunEvent[], before = steps()) {
  const fates = upgradePlan(before, compareSteps(before, after), foldRun(events).steps, 5);
  return fates.find(({ stepId }) => stepId === STEP);
}

describe('what changed between two runbooks', () => {
  test('is nothing for the same answers, also after a trip through the database', () => {
    const frozen = steps().map((step) => {
      const content = frozenStepSchema.parse(JSON.parse(JSON.stringify(step.content)));
      return { ...step, content };
    });
    expect(compareSteps(frozen, steps())).toEqual([]);
  });

  test('does not follow from what is answered during the run itself', () => {
    const recorded = {
      'updates-gatekeeper.window': 'sunday',
      'updates-gatekeeper.owner': 'Sam',
      'updates-gatekeeper.next-date': '2026-12-01',
    };
    expect(JSON.stringify(steps(ALL, recorded))).toBe(JSON.stringify(steps()));
  });

  test('is told in names, where a slot, a setting, a place and a machine’s fact have an id', () => {
    const change = (content: ComposedStep['content']) => {
      content.where = 'ssh';
      content.actions = [{ kind: 'secret', slot: 'mac-accounts.agent-password' }];
      content.expect = {
        text: 'It fits',
        match: { kind: 'slot-length', slot: 'mac-accounts.agent-password' },
      };
      content.captures = [
        { kind: 'machine-field', field: 'macAddress' },
        { kind: 'setting', key: 'updates-gatekeeper.window' },
      ];
    };
    const names = { slot: (id: string) => `<${id}>`, setting: (key: string) => `“${key}”` };
    const [drift] = compareSteps(
      steps(),
      withStep(({ content }) => change(content)),
      names,
    );
    const said = (part: string) =>
      drift?.parts
        .find((each) => each.part === part)
        ?.words.filter(({ change }) => change !== 'removed')
        .map(({ text }) => text)
        .join('');
    expect(said('where')).toMatch(/^SSH/);
    expect(said('command')).toBe('the value of <mac-accounts.agent-password>');
    expect(said('expectation')).toContain('the length of <mac-accounts.agent-password>');
    expect(said('records')).toBe('MAC address, “updates-gatekeeper.window”');
  });

  test('names the steps that came and those that went', () => {
    const drift = compareSteps(
      steps(),
      steps(ALL.filter((id) => id !== 'power').concat('remote-access'), {
        'remote-access.ssh-public-key': `ssh-ed25519 ${'A'.repeat(68)}`,
      }),
    );
    const kinds = (component: string) => [
      ...new Set(drift.filter((step) => step.componentId === component).map(({ kind }) => kind)),
    ];
    expect(kinds('power')).toEqual(['removed']);
    expect(kinds('remote-access')).toEqual(['added']);
  });

  test.each([
    [
      'title',
      false,
      (step: ComposedStep) => {
        step.content.title = 'Another title';
      },
    ],
    [
      'if-not',
      false,
      (step: ComposedStep) => {
        step.content.ifNot = 'Call us.';
      },
    ],
    [
      'command',
      true,
      (step: ComposedStep) => void step.content.actions.push({ kind: 'command', command: 'true' }),
    ],
    [
      'expectation',
      true,
      (step: ComposedStep) => {
        step.content.expect.text = 'Something else.';
      },
    ],
    ['records', true, (step: ComposedStep) => void step.content.captures.push({ kind: 'version' })],
  ])('a changed %s is shown, and has to be done again: %s', (part, redo, change) => {
    expect(compareSteps(steps(), withStep(change))).toMatchObject([
      { stepId: STEP, kind: 'changed', redo, parts: [{ part }] },
    ]);
  });
});

const newCommand = (step: ComposedStep) =>
  void step.content.actions.push({ kind: 'command', command: 'true' });
const newTitle = (step: ComposedStep) => {
  step.content.title = 'Another title';
};

describe('an upgrade', () => {
  test('keeps a finished step whose words changed, and opens one whose command changed, saying so', () => {
    const done = [event('done', 1)];
    expect(fateAfter(withStep(newTitle), done)).toMatchObject({ fate: 'kept', reason: null });
    expect(fateAfter(withStep(newCommand), done)).toMatchObject({
      fate: 'reopened',
      reason: 'the command changed in v5',
    });
  });

  test('lets a block stand, and leaves a note for whoever is on a changed step', () => {
    const blocked = [event('blocked', 1, { reason: 'waits' })];
    expect(fateAfter(withStep(newCommand), blocked)).toMatchObject({
      fate: 'kept',
      reason: expect.any(String),
    });
    expect(fateAfter(withStep(newCommand), [event('claimed', 1)])).toMatchObject({
      fate: 'kept',
      reason: expect.any(String),
    });
  });

  test('does not take an output that fitted the old expectation for the new one', () => {
    const checked = [event('checked', 1, { detail: { matched: true } })];
    expect(fateAfter(withStep(newCommand), checked)).toMatchObject({ fate: 'reopened' });
    expect(fateAfter(withStep(newTitle), checked)).toMatchObject({ fate: 'kept' });
  });

  test('opens a skipped step that is required now', () => {
    const before = withStep((step) => {
      step.required = false;
    });
    const skipped = [event('skipped', 1, { reason: 'no need' })];
    expect(fateAfter(steps(), skipped, before)).toMatchObject({ fate: 'reopened' });
  });

  test('says of a finished step that is not there any more that it goes', () => {
    expect(fateAfter(steps(ALL.filter((id) => id !== 'power')), [event('done', 1)])).toMatchObject({
      fate: 'gone',
    });
  });

  test('opens a step that was done, taken out and has come back', () => {
    const without = steps(ALL.filter((id) => id !== 'power'));
    expect(fateAfter(steps(), [event('done', 1)], without)).toMatchObject({ fate: 'reopened' });
  });

  test('says nothing of steps that nobody touched', () => {
    expect(fateAfter(withStep(newCommand), [event('claimed', 1), event('released', 2)])).toBeUndefined();
  });
});
