import { describe, expect, test } from 'vitest';
import { type LiveBase, type LiveStep, liveRun, mergeChanges } from '@/lib/runbook/live-run';
import { advanced, cursorText, parseCursor, type RunChange } from '@/lib/runbook/run-change';

const MADE_AT = new Date('2026-11-22T10:00:00Z');

function step(position: number, dependsOn: string[] = [], deep = false): LiveStep {
  return {
    stepId: `step-${position}`,
    position,
    phase: position < 3 ? 'machine' : 'agent',
    required: true,
    content: { title: `Step ${position}`, dependsOn },
    state: 'todo',
    revision: 0,
    deed: null,
    byId: null,
    mine: false,
    reason: null,
    notes: [],
    waitsFor: dependsOn.map((stepId) => ({ stepId, position: 1, title: 'Step 1' })),
    mismatched: false,
    deep,
  };
}

const base: LiveBase = {
  viewerId: 'me',
  cursor: { log: 10, secrets: 5 },
  steps: [step(1), step(2, ['step-1']), step(3, [], true)],
  lines: [],
  last: { by: 'Sam', at: MADE_AT },
};

let counted = 10;

function change(
  given: Partial<RunChange> & Pick<RunChange, 'kind'>,
  seconds: number = counted - 9,
): RunChange {
  counted += 1;
  return {
    source: 'log',
    seq: counted,
    stepId: 'step-1',
    revision: null,
    by: 'Dana',
    byId: 'dana',
    at: new Date(MADE_AT.getTime() + seconds * 1000).toISOString(),
    words: given.kind,
    text: null,
    matched: null,
    ...given,
  };
}

const stateOf = (changes: RunChange[], stepId = 'step-1') => liveRun(base, changes).step.get(stepId);

describe('live-run: laying changes over the page', () => {
  test('a tick moves the step, the progress, what waits for it and the timeline at once', () => {
    const run = liveRun(base, [change({ kind: 'done', revision: 1, words: 'marked it done' })]);
    expect(run.step.get('step-1')).toMatchObject({ state: 'done', revision: 1, mine: false });
    expect(run.step.get('step-1')?.deed?.by).toBe('Dana');
    expect(run.progress).toMatchObject({ settled: 1, currentStepId: 'step-2' });
    expect(run.step.get('step-2')?.waitsFor).toEqual([]);
    expect(run.openRequired.map(({ stepId }) => stepId)).toEqual(['step-2', 'step-3']);
    expect(run.lines[0]).toMatchObject({ by: 'Dana', words: 'marked it done', position: 1 });
    expect(run.last?.by).toBe('Dana');
  });

  test('what a change leaves as it was stays the very same, so that a page draws nothing of it anew', () => {
    const done = change({ kind: 'done', revision: 1 });
    const noted = change({ kind: 'noted', stepId: 'step-3', text: 'Breaker' });
    const first = liveRun(base, [done]);
    expect(first.step.get('step-3')).toBe(base.steps[2]);
    expect(first.step.get('step-1')).not.toBe(base.steps[0]);
    expect(first.step.get('step-2')).not.toBe(base.steps[1]);
    const second = liveRun(base, [done, noted]);
    expect(second.step.get('step-1')).toBe(first.step.get('step-1'));
    expect(second.step.get('step-2')).toBe(first.step.get('step-2'));
    expect(second.step.get('step-3')?.notes).toHaveLength(1);
    expect(base.steps[2]?.notes).toHaveLength(0);
  });

  test('whatever the order and however often changes come in, the run is the same', () => {
    const changes = [
      change({ kind: 'claimed', revision: 1 }),
      change({ kind: 'blocked', revision: 2, text: 'No power' }),
      change({ kind: 'noted', text: 'Breaker' }),
      change({ kind: 'undone', revision: 3 }),
      change({ kind: 'copied', source: 'secrets', seq: 6 }),
    ];
    const expected = liveRun(base, mergeChanges([], changes));
    for (const shuffled of [
      changes.toReversed(),
      [...changes, ...changes],
      [...changes.slice(2), ...changes],
    ]) {
      const arrived = shuffled.reduce<RunChange[]>((known, one) => mergeChanges(known, [one]), []);
      expect(liveRun(base, arrived)).toEqual(expected);
    }
    expect(expected.step.get('step-1')).toMatchObject({ state: 'todo', revision: 3, reason: null });
    expect(expected.step.get('step-1')?.notes.map(({ text }) => text)).toEqual(['Breaker']);
    expect(expected.lines).toHaveLength(5);
  });

  test('the log keeps its own order, whatever the clocks said', () => {
    const late = change({ kind: 'claimed', revision: 1 }, 600);
    const early = change({ kind: 'done', revision: 2 }, -600);
    expect(mergeChanges([early], [late])).toEqual([late, early]);
    expect(stateOf(mergeChanges([early], [late]))?.state).toBe('done');
  });

  test('what the page was made from is not laid over it again', () => {
    const known = [
      change({ kind: 'done', revision: 1, seq: 9 }),
      change({ kind: 'copied', source: 'secrets', seq: 5 }),
    ];
    expect(liveRun(base, known)).toEqual(liveRun(base, []));
  });

  test('a change whose forerunner never came asks for the page anew', () => {
    expect(liveRun(base, [change({ kind: 'released', revision: 1 })]).outOfDate).toBe(false);
    expect(liveRun(base, [change({ kind: 'released', revision: 3 })]).outOfDate).toBe(true);
  });

  test.each([
    ['placed', true],
    ['recorded', true],
    ['stored', true],
    ['claimed', false],
    ['noted', false],
    ['copied', false],
  ] as const)('after "%s" the page is read again: %s', (kind, wanted) => {
    expect(liveRun(base, [change({ kind })]).outOfDate).toBe(wanted);
  });

  test('a tick on a step with slots or answers asks for the page anew, any other does not', () => {
    expect(liveRun(base, [change({ kind: 'done', revision: 1 })]).outOfDate).toBe(false);
    expect(liveRun(base, [change({ kind: 'done', revision: 1, stepId: 'step-3' })]).outOfDate).toBe(true);
  });

  test('what becomes of the run as a whole asks for the page anew, a visit does not', () => {
    expect(liveRun(base, [change({ kind: 'installed', stepId: null })]).outOfDate).toBe(true);
    expect(liveRun(base, [change({ kind: 'resumed', stepId: null })]).outOfDate).toBe(false);
  });

  test('a failed check is a mismatch until it matches or the step is opened again', () => {
    const failed = change({ kind: 'checked', revision: 1, matched: false });
    expect(stateOf([failed])).toMatchObject({ state: 'failed', mismatched: true });
    expect(stateOf([failed, change({ kind: 'checked', revision: 2, matched: true })])).toMatchObject({
      state: 'todo',
      mismatched: false,
    });
    expect(stateOf([failed, change({ kind: 'undone', revision: 2 })])?.mismatched).toBe(false);
  });

  test('one’s own act in another window is one’s own', () => {
    expect(stateOf([change({ kind: 'claimed', revision: 1, byId: 'me' })])?.mine).toBe(true);
  });
});

describe('live-run: cursors', () => {
  test('a cursor survives its text, and anything else is none', () => {
    expect(parseCursor(cursorText({ log: 12, secrets: 0 }))).toEqual({ log: 12, secrets: 0 });
    for (const text of [null, undefined, '', '12', '1.2.3', '-1.0', '1e3.0', '1.0 ', `${'9'.repeat(16)}.0`]) {
      expect(parseCursor(text)).toBeNull();
    }
  });

  test('a cursor only goes forward', () => {
    const cursor = { log: 12, secrets: 4 };
    expect(advanced(cursor, { source: 'log', seq: 11 })).toEqual(cursor);
    expect(advanced(cursor, { source: 'secrets', seq: 5 })).toEqual({ log: 12, secrets: 5 });
  });
});
