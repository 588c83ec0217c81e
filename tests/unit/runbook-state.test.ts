import { describe, expect, test } from 'vitest';
import { installedState } from '@/lib/runbook/installed-state';
import { openDependencies, openRequired, progressOf } from '@/lib/runbook/progress';
import type { RunEvent } from '@/lib/runbook/run-events';
import type { ComposedStep } from '@/lib/runbook/schema';
import { activeMinutes, foldRun, isResumption, statusOf } from '@/lib/runbook/state';

let seq = 0;
const minute = (at: number) => new Date(Date.UTC(2026, 10, 22, 9, at));

function event(kind: RunEvent['kind'], fields: Partial<RunEvent> = {}): RunEvent {
  seq += 1;
  return {
    seq,
    stepId: 'a.one',
    kind,
    revision: null,
    actorId: 'sam',
    reason: null,
    detail: {},
    at: minute(seq),
    ...fields,
  };
}

function step(stepId: string, position: number, fields: Partial<ComposedStep> = {}): ComposedStep {
  return {
    stepId,
    componentId: stepId.split('.')[0] ?? '',
    position,
    phase: 'machine',
    required: true,
    content: {
      title: stepId,
      componentName: 'A',
      where: 'local',
      why: 'w',
      because: 'b.',
      actions: [],
      expect: { text: 'e' },
      ifNot: 'i',
      estimateMinutes: 1,
      dependsOn: [],
      captures: [],
    },
    ...fields,
  };
}

const dependent = (id: string, position: number, on: string[]) => {
  const made = step(id, position);
  return { ...made, content: { ...made.content, dependsOn: on } };
};

describe('the state of a step', () => {
  test.each([
    ['nothing', [], 'todo', 0],
    ['a claim', [event('claimed', { revision: 1 })], 'claimed', 1],
    ['a claim let go', [event('claimed', { revision: 1 }), event('released', { revision: 2 })], 'todo', 2],
    ['a block', [event('blocked', { revision: 1, reason: 'no power' })], 'blocked', 1],
    ['done and undone', [event('done', { revision: 1 }), event('undone', { revision: 2 })], 'todo', 2],
    [
      'a tick taken away',
      [event('done', { revision: 1 }), event('undone', { detail: { slotId: 'x' } })],
      'done',
      1,
    ],
    ['a failed check', [event('checked', { revision: 1, detail: { matched: false } })], 'failed', 1],
    [
      'a failed check after done',
      [event('done', { revision: 1 }), event('checked', { revision: 2, detail: { matched: false } })],
      'failed',
      2,
    ],
    [
      'a match after done',
      [event('done', { revision: 1 }), event('checked', { detail: { matched: true } })],
      'done',
      1,
    ],
    ['a note', [event('noted', { reason: 'hello' })], 'todo', 0],
  ] as const)('after %s', (_, events, state, revision) => {
    expect(statusOf(foldRun([...events]), 'a.one')).toMatchObject({ state, revision });
  });

  test('carries who and why of the last change, and keeps notes beside it', () => {
    const status = statusOf(
      foldRun([
        event('noted', { reason: 'behind the shelf' }),
        event('blocked', { revision: 1, reason: 'no power', actorId: 'dana' }),
      ]),
      'a.one',
    );
    expect(status).toMatchObject({
      by: 'dana',
      reason: 'no power',
      notes: [{ text: 'behind the shelf', by: 'sam' }],
    });
  });

  test('an undo forgets the check, so that the next "done" is judged anew', () => {
    const events = [
      event('checked', { revision: 1, detail: { matched: false } }),
      event('undone', { revision: 2 }),
    ];
    expect(statusOf(foldRun(events), 'a.one').check).toBeNull();
  });
});

describe('progress', () => {
  const steps = [step('a.one', 1), dependent('a.two', 2, ['a.one']), step('a.three', 3, { required: false })];

  test('counts done, skipped and waived as settled, and nothing else', () => {
    const run = foldRun([
      event('done', { revision: 1 }),
      event('failed', { stepId: 'a.two', revision: 1, reason: 'x' }),
      event('skipped', { stepId: 'a.three', revision: 1, reason: 'x' }),
    ]);
    expect(progressOf(steps, run)).toMatchObject({ settled: 2, total: 3, currentStepId: 'a.two' });
    expect(openRequired(steps, run).map(({ stepId }) => stepId)).toEqual(['a.two']);
  });

  test('goes on beside a blocked step where nothing depends on it', () => {
    const run = foldRun([event('blocked', { revision: 1, reason: 'x' })]);
    expect(progressOf(steps, run).currentStepId).toBe('a.three');
    expect(openDependencies(steps[1] ?? step('x', 1), steps, run).map(({ stepId }) => stepId)).toEqual([
      'a.one',
    ]);
  });
});

describe('time', () => {
  test('at work is the time between acts, without the gaps in which nothing happened', () => {
    expect(activeMinutes([minute(0), minute(10), minute(20), minute(120), minute(125)], minute(130))).toBe(
      30,
    );
    expect(activeMinutes([minute(0)], minute(200))).toBe(0);
  });

  test('a visit resumes after half an hour of silence, or as somebody new', () => {
    const visitor = { actorId: 'sam', sessionId: 's1' };
    const began = event('started', { stepId: null, detail: { sessionId: 's1' }, at: minute(0) });
    const later = event('done', { revision: 1, at: minute(10) });
    expect(isResumption([], visitor, minute(1))).toBe(false);
    expect(isResumption([began, later], visitor, minute(15))).toBe(false);
    expect(isResumption([began, later], { ...visitor, sessionId: 's2' }, minute(15))).toBe(true);
    expect(isResumption([began, later], { ...visitor, actorId: 'dana' }, minute(15))).toBe(true);
    expect(isResumption([began, later], visitor, minute(40))).toBe(true);
  });
});

test('the installed state names version, proof and person for each component with something done', () => {
  const steps = [step('a.one', 1), step('a.two', 2), step('b.one', 3)];
  const run = foldRun([
    event('done', { revision: 1, detail: { verified: 'matched', version: '5.0.1' } }),
    event('done', { stepId: 'a.two', revision: 1, actorId: 'dana', detail: { verified: 'confirmed' } }),
    event('waived', { stepId: 'b.one', revision: 1, reason: 'not here' }),
  ]);
  expect(installedState(steps, run, 'ada')).toEqual([
    { componentId: 'a', version: '5.0.1', verifiedHow: '1 by output, 1 confirmed', verifiedBy: 'dana' },
  ]);
});
