import { v7 as uuidV7 } from 'uuid';
import { beforeAll, expect, test } from 'vitest';
import { markInstalled } from '@/lib/runbook/mark-installed';
import { startRun } from '@/lib/runbook/start-run';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';
import { closedRuns, type HandmadeAct, reportMinutes } from './closed-runs';
import { clientWithRun, person } from './runbook-fixture';

const A = { stepId: 'one.a', componentId: 'one', estimateMinutes: 5 };
const B = { stepId: 'one.b', componentId: 'one', estimateMinutes: 10 };
const C = { stepId: 'two.c', componentId: 'two', estimateMinutes: 3 };

let board: TestDatabase;
let runs: ReturnType<typeof closedRuns>;

beforeAll(async () => {
  board = await testDatabase();
  runs = closedRuns(board);
});

async function stepsOf(runbookId: string) {
  const { rows } = await board.applicationPool.query(
    'select step_id, minutes, done, failed, blocked, undone, overran from step_results where runbook_id = $1 order by 1',
    [runbookId],
  );
  return rows;
}

async function componentsOf(runbookId: string) {
  const { rows } = await board.applicationPool.query(
    `select component_id, kind, minutes, estimate_minutes, smooth from component_results where runbook_id = $1 order by 1`,
    [runbookId],
  );
  return rows;
}

test('a step has the minutes that the run’s report gives it, and a night’s pause is nobody’s', async () => {
  const acts: HandmadeAct[] = [
    [0, 'started', null],
    [1, 'claimed', A.stepId],
    [4, 'noted', A.stepId, { reason: 'A note' }],
    [6, 'done', A.stepId],
    [35.5, 'failed', B.stepId],
    [1000, 'resumed', null],
    [1004, 'claimed', B.stepId],
    [1034, 'done', B.stepId],
    [1036, 'done', C.stepId],
    [1037, 'undone', A.stepId],
    [1040, 'done', A.stepId],
    [1041, 'installed', null],
  ];
  const runbookId = await runs.write({ steps: [A, B, C], acts });
  const minutes = reportMinutes(acts);
  expect(Object.fromEntries(minutes)).toMatchObject({ [A.stepId]: 10, [B.stepId]: 33.5, [C.stepId]: 2 });
  expect(await stepsOf(runbookId)).toEqual([
    { step_id: A.stepId, minutes: 10, done: true, failed: 0, blocked: 0, undone: 1, overran: true },
    { step_id: B.stepId, minutes: 33.5, done: true, failed: 1, blocked: 0, undone: 0, overran: true },
    { step_id: C.stepId, minutes: 2, done: true, failed: 0, blocked: 0, undone: 0, overran: false },
  ]);
  expect(await componentsOf(runbookId)).toEqual([
    { component_id: 'one', kind: 'install', minutes: 43.5, estimate_minutes: 15, smooth: false },
    { component_id: 'two', kind: 'install', minutes: 2, estimate_minutes: 3, smooth: true },
  ]);
});

test('output that did not match is a failure, and to lift a block is no undo', async () => {
  const runbookId = await runs.write({
    steps: [A, B],
    acts: [
      [0, 'mismatched', A.stepId],
      [1, 'done', A.stepId],
      [2, 'blocked', B.stepId],
      [3, 'undone', B.stepId],
      [4, 'done', B.stepId],
    ],
  });
  expect(await stepsOf(runbookId)).toMatchObject([
    { step_id: A.stepId, failed: 1, blocked: 0, undone: 0 },
    { step_id: B.stepId, failed: 0, blocked: 1, undone: 0 },
  ]);
});

test('a step runs over by more than half its estimate, and by two minutes at least', async () => {
  const runbookId = await runs.write({
    steps: [A, B, C],
    acts: [
      [0, 'started', null],
      [7, 'done', A.stepId],
      [23, 'done', B.stepId],
      [27.9, 'done', C.stepId],
    ],
  });
  expect((await stepsOf(runbookId)).map(({ overran }) => overran)).toEqual([false, true, false]);
});

test('what nobody did does not count, nor does a component of which nothing was done', async () => {
  const runbookId = await runs.write({
    steps: [A, B, C],
    acts: [
      [0, 'claimed', A.stepId],
      [1, 'skipped', A.stepId],
      [2, 'blocked', B.stepId],
      [3, 'waived', B.stepId],
      [4, 'done', C.stepId],
    ],
  });
  expect((await stepsOf(runbookId)).map((row) => row.step_id)).toEqual([B.stepId, C.stepId]);
  expect((await componentsOf(runbookId)).map((row) => row.component_id)).toEqual(['two']);
});

test('an upgraded run counts with what was done before the upgrade; a step that the upgrade opened was no undo', async () => {
  const first = await runs.write({
    steps: [A, B],
    closes: false,
    acts: [
      [0, 'started', null],
      [4, 'failed', A.stepId],
      [5, 'done', A.stepId],
    ],
  });
  const second = await runs.write({
    steps: [A, B],
    continues: [first],
    acts: [
      [6, 'undone', A.stepId, { reason: 'The command changed' }],
      [8, 'done', A.stepId],
      [9, 'done', B.stepId],
    ],
  });
  expect(await stepsOf(first)).toEqual([]);
  expect(await stepsOf(second)).toMatchObject([
    { step_id: A.stepId, minutes: 8, failed: 1, undone: 0, done: true },
    { step_id: B.stepId, minutes: 1 },
  ]);
});

test('what was counted when a run closed is not counted again when it goes on', async () => {
  const open = await runs.write({ steps: [A], closes: false, acts: [[0, 'failed', A.stepId]] });
  const closed = await runs.write({ steps: [A], continues: [open], acts: [[1, 'done', A.stepId]] });
  const later = await runs.write({ steps: [A, C], continues: [open, closed], acts: [[2, 'done', C.stepId]] });
  expect(await stepsOf(closed)).toMatchObject([{ step_id: A.stepId, failed: 1 }]);
  expect((await stepsOf(later)).map((row) => row.step_id)).toEqual([C.stepId]);
});

test('to mark a machine installed writes the results, and a refusal writes none', async () => {
  const sam = await person('Sam');
  const { runbookId } = await clientWithRun(sam, 'marked', { componentIds: ['mac-identity'] });
  await startRun(sam, { runbookId, actId: uuidV7() });
  const mark = () => markInstalled(sam, { runbookId, actId: uuidV7() });
  await expect(mark()).rejects.toMatchObject({ code: 'conflict' });
  expect(await stepsOf(runbookId)).toEqual([]);
  await board.ownerPool.query(
    `insert into step_events (runbook_id, step_id, kind, revision, actor_id)
     select runbook_id, step_id, 'done', 1, $2 from runbook_steps where runbook_id = $1`,
    [runbookId, sam.id],
  );
  await mark();
  const steps = await stepsOf(runbookId);
  expect(steps.length).toBeGreaterThan(0);
  expect(steps.every(({ done }) => done)).toBe(true);
  expect(await componentsOf(runbookId)).toMatchObject([{ component_id: 'mac-identity', smooth: true }]);
});

test('results are written once and never change', async () => {
  const runbookId = await runs.write({ steps: [A], acts: [[0, 'done', A.stepId]] });
  await board.ownerPool.query('select record_run_results(array[$1::uuid])', [runbookId]);
  expect(await stepsOf(runbookId)).toHaveLength(1);
  for (const pool of [board.applicationPool, board.ownerPool]) {
    for (const deed of ['update step_results set failed = 0', 'delete from component_results']) {
      await expect(pool.query(deed)).rejects.toMatchObject({ code: '42501' });
    }
  }
});
