import { eq } from 'drizzle-orm';
import { v7 as uuidV7 } from 'uuid';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '@/lib/auth/actor';
import { handOverReportStepId } from '@/lib/catalogue/mirror-runs';
import { readClient } from '@/lib/clients/client-queries';
import { listMachineEnds } from '@/lib/clients/machine-ends';
import { runbooks } from '@/lib/db/schema/runbook';
import { copySecret } from '@/lib/runbook/copy-secret';
import { readDrift } from '@/lib/runbook/drift-queries';
import { markInstalled } from '@/lib/runbook/mark-installed';
import { readRun } from '@/lib/runbook/queries';
import { listRuns, runProgressOf } from '@/lib/runbook/run-lists';
import { startMirrorRun } from '@/lib/runbook/start-mirror-run';
import { recomposeRun } from '@/lib/runbook/start-run';
import { parseStatisticsFilter } from '@/lib/runbook/statistics-filter';
import { readStatistics } from '@/lib/runbook/statistics-queries';
import { actionsAbout } from '@/tests/support/audit-actions';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';
import { close, finishAll, installed, KEY, placementOf, scope, slotOf, start } from './mirror-fixture';
import { clientWithRun, person } from './runbook-fixture';

let db: TestDatabase;
let sam: Actor;
let admin: Actor;
let support: Actor;

beforeAll(async () => {
  db = await testDatabase();
  sam = await person('Sam');
  admin = await person('Ada', 'admin');
  support = await person('Sid', 'support');
});

const stageOf = async (slug: string) => (await readClient(support, slug)).stage;
const actionsOf = (clientId: string) => actionsAbout(db.ownerPool, clientId);

describe('starting', () => {
  test('a hand-over wants an installed machine, an offboarding any machine of the client, and each is open once', async () => {
    const open = await clientWithRun(sam, 'not-installed', scope);
    await expect(start(sam, open, 'hand-over')).rejects.toThrow(/not installed yet/);
    const fixture = await installed(admin, 'once');
    for (const kind of ['hand-over', 'offboarding'] as const) {
      const runbookId = await start(sam, fixture, kind);
      await expect(start(admin, fixture, kind)).rejects.toThrow(/open on this machine already/);
      expect(await readRun(support, runbookId)).toMatchObject({ kind, number: 1, closedAt: null });
    }
    await start(sam, open, 'offboarding');
  });

  test('two people who start at the same moment get one run', async () => {
    const fixture = await installed(admin, 'same-moment');
    const outcomes = await Promise.allSettled([
      start(sam, fixture, 'offboarding'),
      start(admin, fixture, 'offboarding'),
    ]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  test('the database itself keeps a second open one off the machine', async () => {
    const fixture = await installed(admin, 'guarded');
    const runbookId = await start(sam, fixture, 'offboarding');
    const [row] = await db.db.select().from(runbooks).where(eq(runbooks.id, runbookId));
    if (row === undefined) throw new Error('the run is not there');
    const { id: _, ...twin } = row;
    await expect(db.db.insert(runbooks).values({ ...twin, number: 2 })).rejects.toMatchObject({
      cause: { constraint: 'runbooks_open_mirror_key' },
    });
  });

  test('support cannot, and the machine of another client is not found', async () => {
    const fixture = await installed(admin, 'roles');
    const other = await installed(admin, 'another');
    await expect(start(support, fixture, 'offboarding')).rejects.toMatchObject({ code: 'forbidden' });
    const mixed = { ...fixture, machineId: other.machineId };
    await expect(start(sam, mixed, 'offboarding')).rejects.toMatchObject({ code: 'not-found' });
    await expect(startMirrorRun(sam, { ...fixture, kind: 'install' })).rejects.toMatchObject({
      code: 'invalid',
    });
  });

  test('an offboarding begins the client’s stage, a hand-over does not', async () => {
    const fixture = await installed(admin, 'stage');
    await start(sam, fixture, 'hand-over');
    expect(await stageOf('stage')).toBe('installed');
    const runbookId = await start(sam, fixture, 'offboarding');
    expect(await stageOf('stage')).toBe('offboarding');
    expect((await runProgressOf(support, [fixture.clientId])).get(fixture.clientId)).toMatchObject({
      runbookId,
      kind: 'offboarding',
    });
    const { runs } = await listRuns(support, 'active');
    expect(runs.filter((run) => run.clientId === fixture.clientId).map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['hand-over', 'offboarding']),
    );
  });

  test('it is made for one occasion: neither made again nor upgraded nor marked installed', async () => {
    const runbookId = await start(sam, await installed(admin, 'occasion'), 'offboarding');
    const act = { runbookId, actId: uuidV7() };
    await expect(recomposeRun(sam, act)).rejects.toMatchObject({ code: 'conflict' });
    await expect(markInstalled(sam, act)).rejects.toMatchObject({ code: 'invalid' });
    await expect(readDrift(sam, runbookId)).rejects.toMatchObject({ code: 'not-found' });
    const { steps } = await readRun(sam, runbookId);
    const place = { runbookId, stepId: steps[0]?.stepId, slotId: KEY, form: 'value' };
    await expect(copySecret(sam, place)).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('a hand-over run', () => {
  test('ends at the report of the run by which the machine was installed', async () => {
    const fixture = await installed(admin, 'report-of-install');
    const run = await readRun(sam, await start(sam, fixture, 'hand-over'));
    expect(run.steps.at(-1)?.stepId).toBe(handOverReportStepId);
    expect(run.installedByRunId).toBe(fixture.runbookId);
    expect((await readRun(sam, fixture.runbookId)).installedByRunId).toBeNull();
  });

  test('says in the machine’s record when and by whom, and what is still ours', async () => {
    const fixture = await installed(admin, 'handed-over');
    const runbookId = await start(sam, fixture, 'hand-over');
    await expect(close(sam, runbookId)).rejects.toThrow(/^Not finished: 3 required steps are open/);
    await finishAll(sam, runbookId);
    await close(admin, runbookId);
    expect(await listMachineEnds(support, fixture.clientId)).toMatchObject([
      { machineId: fixture.machineId, kind: 'hand-over', runbookId, by: 'Ada' },
    ]);
    const password = await slotOf(support, fixture.clientId, 'mac-accounts.admin-password');
    expect(password).toMatchObject({ state: 'revoked', revoked: { by: 'Sam', wanted: false } });
    expect(await placementOf(support, fixture.clientId, KEY)).toMatchObject({ ended: null });
    expect(await stageOf('handed-over')).toBe('installed');
    expect(await actionsOf(fixture.clientId)).toContain('machine.handed-over');
  });

  test('counts among the hand-overs of the statistics, and not among the installs', async () => {
    const fixture = await installed(admin, 'counted');
    const runbookId = await start(sam, fixture, 'hand-over');
    const before = await readStatistics(support, parseStatisticsFilter({}));
    await finishAll(sam, runbookId);
    await close(sam, runbookId);
    const after = await readStatistics(support, parseStatisticsFilter({}));
    expect(after.components).toEqual(before.components);
    expect(after.otherKinds).toContain('hand-over');
    const { rows } = await db.ownerPool.query(
      'select distinct kind from step_results where runbook_id = $1',
      [runbookId],
    );
    expect(rows).toEqual([{ kind: 'hand-over' }]);
  });
});
