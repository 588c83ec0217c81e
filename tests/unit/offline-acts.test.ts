import { describe, expect, test } from 'vitest';
import { secretShape } from '@/lib/catalogue/secret-shapes';
import { type LiveBase, type LiveStep, liveRun } from '@/lib/runbook/live-run';
import {
  doMineAgain,
  keepTheirs,
  nextToSend,
  sentFields,
  type WaitingAct,
  waitingAct,
  withAct,
  withoutAct,
  withRefusal,
} from '@/lib/runbook/offline-acts';
import { withWaiting } from '@/lib/runbook/offline-overlay';
import { offlineRefusal } from '@/lib/runbook/offline-refusal';

const doneAt = '2026-11-22T10:42:00.000Z';

function act(actId: string, given: Partial<WaitingAct> = {}): WaitingAct {
  return {
    kind: 'finish',
    actId,
    runbookId: 'run-1',
    stepId: 'step-1',
    revision: 0,
    fields: {},
    doneAt,
    ...given,
  };
}

function step(position: number, dependsOn: string[] = []): LiveStep {
  return {
    stepId: `step-${position}`,
    position,
    phase: 'machine',
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
    deep: true,
  };
}

const base: LiveBase = {
  viewerId: 'me',
  cursor: { log: 10, secrets: 5 },
  steps: [step(1), step(2, ['step-1']), step(3)],
  lines: [],
  last: null,
};
const ids = (acts: readonly WaitingAct[]) => acts.map(({ actId }) => actId);

describe('the queue', () => {
  test('sends in the order of doing, and holds none twice', () => {
    const acts = ['a', 'b', 'a'].reduce((before, actId) => withAct(before, act(actId)), [] as WaitingAct[]);
    expect(ids(acts)).toEqual(['a', 'b']);
    expect(nextToSend(acts)?.actId).toBe('a');
    expect(nextToSend(withoutAct(acts, 'a'))?.actId).toBe('b');
    expect(nextToSend([])).toBeNull();
  });

  test('a refusal stops what follows on its step; other steps, other runs and notes go on', () => {
    const acts = [
      act('a'),
      act('b', { kind: 'undo', revision: 1 }),
      act('c', { kind: 'note', fields: { note: 'Seen' } }),
      act('d', { stepId: 'step-2' }),
      act('e', { runbookId: 'run-2' }),
    ];
    let left = withRefusal(acts, 'a', 'Dana was first.');
    const sent: string[] = [];
    for (let next = nextToSend(left); next !== null; next = nextToSend(left)) {
      sent.push(next.actId);
      left = withoutAct(left, next.actId);
    }
    expect(sent).toEqual(['c', 'd', 'e']);
    expect(ids(left)).toEqual(['a', 'b']);
    expect(left[0]?.refusal).toBe('Dana was first.');
  });

  test('a refused note stops nothing', () => {
    const acts = withRefusal([act('a', { kind: 'note' }), act('b')], 'a', 'That holds a stored value.');
    expect(nextToSend(acts)?.actId).toBe('b');
    expect(ids(keepTheirs(acts, acts[0] ?? act('a')))).toEqual(['b']);
  });

  test('keeping theirs lets go of the step’s own acts, and of no note', () => {
    const acts = withRefusal(
      [act('a'), act('b', { kind: 'undo' }), act('c', { kind: 'note' }), act('d', { stepId: 'step-2' })],
      'a',
      'no',
    );
    expect(ids(keepTheirs(acts, acts[0] ?? act('a')))).toEqual(['c', 'd']);
  });

  test.each([
    ['that somebody settled', { state: 'done', revision: 4, mine: false }, ['undo', 'claim', 'finish']],
    ['that somebody put aside', { state: 'blocked', revision: 4, mine: false }, ['claim', 'finish']],
    ['that somebody claimed', { state: 'claimed', revision: 4, mine: false }, ['claim', 'finish']],
  ] as const)('doing mine again on a step %s counts on from there', (_, now, kinds) => {
    const acts = withRefusal([act('a', { kind: 'claim' }), act('b', { revision: 1 })], 'a', 'no');
    const again = doMineAgain(acts, acts[0] ?? act('a'), now, () => 'new');
    expect(again.map(({ kind }) => kind)).toEqual(kinds);
    expect(again.map(({ revision }) => revision)).toEqual(kinds.map((_kind, index) => 4 + index));
    expect(again.every(({ refusal }) => refusal === undefined)).toBe(true);
    expect(new Set(ids(again)).size).toBe(kinds.length);
    expect(ids(again).slice(-2)).toEqual(['a', 'b']);
  });

  test('takes over a claimed step before it is done again', () => {
    const acts = withRefusal([act('a')], 'a', 'no');
    const again = doMineAgain(
      acts,
      acts[0] ?? act('a'),
      { state: 'claimed', revision: 2, mine: false },
      () => 'n',
    );
    expect(again.map(({ kind, revision }) => [kind, revision])).toEqual([
      ['claim', 2],
      ['finish', 3],
    ]);
  });

  test('keeps of a form the ids and the words, under an id of its own, and sends the same back', () => {
    const form = new FormData();
    for (const [name, value] of [
      ['$ACTION_ID', 'x'],
      ['runbookId', 'run-1'],
      ['stepId', 'step-1'],
      ['actId', 'of the page'],
      ['revision', '3'],
      ['note', 'Seen'],
    ] as const) {
      form.set(name, value);
    }
    form.set('image', new File(['x'], 'x.png'));
    const waiting = waitingAct('note', form, 'own', new Date(doneAt));
    expect(waiting.fields).toEqual({ note: 'Seen' });
    expect(sentFields(waiting)).toEqual({
      runbookId: 'run-1',
      stepId: 'step-1',
      actId: 'own',
      revision: '3',
      note: 'Seen',
      doneAt,
    });
  });
});

describe('the run with what waits laid over it', () => {
  test('shows the steps as done, frees what waits for them and goes on to the next, without asking the board', () => {
    const run = withWaiting(liveRun(base, []), 'me', [
      act('a', { kind: 'claim' }),
      act('b', { revision: 1 }),
    ]);
    expect(run.step.get('step-1')).toMatchObject({ state: 'done', revision: 2, mine: true });
    expect(run.step.get('step-1')?.deed?.by).toBe('You');
    expect(run.step.get('step-2')?.waitsFor).toEqual([]);
    expect(run.progress.currentStepId).toBe('step-2');
    expect(run.outOfDate).toBe(false);
  });

  test('holds and notes keep their words', () => {
    const run = withWaiting(liveRun(base, []), 'me', [
      act('a', { kind: 'hold', fields: { hold: 'failed', reason: 'No power' } }),
      act('b', { kind: 'note', fields: { note: 'Asked Anna' } }),
    ]);
    expect(run.step.get('step-1')).toMatchObject({ state: 'failed', reason: 'No power' });
    expect(run.step.get('step-1')?.notes.map(({ text }) => text)).toEqual(['Asked Anna']);
  });

  test('what has arrived, what was refused and what belongs elsewhere changes nothing', () => {
    const moved = { ...base, steps: base.steps.map((one) => ({ ...one, revision: 1 })) };
    const live = liveRun(moved, []);
    const refused = act('b', { revision: 1, refusal: 'no' });
    expect(withWaiting(live, 'me', [act('a'), refused, act('c', { stepId: 'gone' })])).toBe(live);
  });
});

describe('what may wait on a device', () => {
  const first = step(1);

  test.each([
    ['a note', 'note', { note: `the key is sk-or-v1-${'0f1e2d3c'.repeat(8)}` }, 'note'],
    [
      'a reason',
      'hold',
      { hold: 'failed', reason: `xoxb-${'1'.repeat(12)}-${'q7Zk2Lw9'.repeat(3)}` },
      'reason',
    ],
    ['an answer', 'finish', { 'machine.serial': 'q7Zk2Lw9Xb4Rt1Vn'.repeat(3) }, 'machine.serial'],
  ] as const)('%s that looks like a secret does not, and is not repeated', (_, kind, fields, name) => {
    const refusal = offlineRefusal(act('a', { kind, fields }), first);
    expect(refusal).toMatchObject({ status: 'invalid' });
    expect(JSON.stringify(refusal)).toContain(`"${name}"`);
    expect(JSON.stringify(refusal)).not.toMatch(/0f1e2d3c|q7Zk2Lw9/);
  });

  test('what lacks its reason or comes too early is refused while the person is still there', () => {
    expect(
      offlineRefusal(act('a', { kind: 'hold', fields: { hold: 'failed', reason: ' ' } }), first),
    ).toMatchObject({
      fieldErrors: { reason: ['Give the reason: the next person needs it.'] },
    });
    expect(offlineRefusal(act('a', { kind: 'note', fields: {} }), first)).toMatchObject({
      status: 'invalid',
    });
    expect(offlineRefusal(act('a'), { ...first, mismatched: true })).toMatchObject({ status: 'invalid' });
    expect(offlineRefusal(act('a'), step(2, ['step-1']))).toMatchObject({
      message: 'Not done yet: step 1 “Step 1” comes first and is still open.',
    });
  });

  test('a fact of the machine that is missing or misshapen is asked for while the person is still there', () => {
    const finish = (text: string) =>
      offlineRefusal(act('a', { fields: { 'machine.macosBuild': text } }), first);
    expect(finish(' ')).toMatchObject({
      fieldErrors: { 'machine.macosBuild': ['Enter the macOS: such as 26.1 (25B78).'] },
    });
    expect(finish('Tahoe')).toMatchObject({ status: 'invalid' });
    expect(finish('26.1 (25B78)')).toBeNull();
  });

  test('a plain tick, an answer and a note do', () => {
    expect(offlineRefusal(act('a'), first)).toBeNull();
    expect(offlineRefusal(act('a', { fields: { 'machine.serial': 'C02XY123ABCD' } }), first)).toBeNull();
    expect(offlineRefusal(act('a', { kind: 'note', fields: { note: 'Waits for Anna' } }), first)).toBeNull();
    expect(secretShape('Waiting for Anna until Tuesday 14:05.')).toBeNull();
  });
});
