import { beforeAll, expect, test } from 'vitest';
import type { Actor } from '@/lib/auth/actor';
import { readActiveRuns } from '@/lib/runbook/active-runs';
import { claimStep, releaseStep } from '@/lib/runbook/claim-step';
import { noteWatching } from '@/lib/runbook/watchers';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';
import { actOn, clientWithRun, person } from './runbook-fixture';

let board: TestDatabase;
let sam: Actor;
let sid: Actor;

const FIRST = 'mac-identity.private-history';

beforeAll(async () => {
  board = await testDatabase();
  sam = await person('Sam');
  sid = await person('Sid', 'support');
});

async function begun(slug: string) {
  const run = await clientWithRun(sam, slug);
  await claimStep(sam, await actOn(sam, run.runbookId, FIRST));
  return run;
}

test('support sees who is on which run, how far it is, and who has it open', async () => {
  const { runbookId } = await begun('harbor');
  await clientWithRun(sam, 'not-begun');
  await noteWatching(runbookId, sid.id);
  const { runs, total } = await readActiveRuns(sid);
  expect(total).toBe(1);
  expect(runs).toMatchObject([
    {
      runbookId,
      clientName: 'Client harbor',
      settled: 0,
      onIt: { by: 'Sam' },
      here: ['Sid'],
      lastBy: 'Sam',
      silent: false,
    },
  ]);
  await releaseStep(sam, await actOn(sam, runbookId, FIRST));
  expect((await readActiveRuns(sid)).runs).toMatchObject([{ onIt: null, lastBy: 'Sam' }]);
});

test('a run is silent once more time passed than its step is estimated to take', async () => {
  const { runs } = await readActiveRuns(sid);
  const [run] = runs;
  if (run?.lastAt == null || run.currentEstimateMinutes === null) throw new Error('The run has no step.');
  const after = (minutes: number) => new Date((run.lastAt?.getTime() ?? 0) + minutes * 60_000);
  const silent = async (minutes: number) => (await readActiveRuns(sid, after(minutes))).runs[0]?.silent;
  expect(await silent(run.currentEstimateMinutes)).toBe(false);
  expect(await silent(run.currentEstimateMinutes + 0.1)).toBe(true);
});

test('five are shown, the liveliest first, and all are counted but those of clients that are gone', async () => {
  const ids: string[] = [];
  for (const slug of ['a', 'b', 'c', 'd', 'e', 'f', 'gone']) ids.push((await begun(slug)).runbookId);
  await board.ownerPool.query(
    "update clients set offboarded_at = now(), purge_after = now() where slug = 'gone'",
  );
  const { runs, total } = await readActiveRuns(sid);
  expect(total).toBe(7);
  expect(runs.map(({ runbookId }) => runbookId)).toEqual(ids.slice(1, 6).reverse());
});
