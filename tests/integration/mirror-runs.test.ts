import { eq } from 'drizzle-orm';
import { v7 as uuidV7 } from 'uuid';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '@/lib/auth/actor';
import { readClient } from '@/lib/clients/client-queries';
import { listMachineEnds } from '@/lib/clients/machine-ends';
import { listOffboardings } from '@/lib/clients/offboarding-runs';
import { listPlacements } from '@/lib/clients/placement-queries';
import { listRedactedSlots } from '@/lib/clients/slot-queries';
import { runbooks } from '@/lib/db/schema/runbook';
import { offboardClient, restoreClient } from '@/lib/retention/commands';
import { purgeClientEarly } from '@/lib/retention/purge';
import { readActiveRuns } from '@/lib/runbook/active-runs';
import { closeMirrorRun } from '@/lib/runbook/close-mirror-run';
import { copySecret } from '@/lib/runbook/copy-secret';
import { readDrift } from '@/lib/runbook/drift-queries';
import { finishStep } from '@/lib/runbook/finish-step';
import { holdStep, undoStep } from '@/lib/runbook/hold-step';
import { markInstalled } from '@/lib/runbook/mark-installed';
import { noteStep } from '@/lib/runbook/note-step';
import { readRun } from '@/lib/runbook/queries';
import { readReport } from '@/lib/runbook/report-queries';
import { listRuns, runProgressOf } from '@/lib/runbook/run-lists';
import { startMirrorRun } from '@/lib/runbook/start-mirror-run';
import { recomposeRun } from '@/lib/runbook/start-run';
import { parseStatisticsFilter } from '@/lib/runbook/statistics-filter';
import { readStatistics } from '@/lib/runbook/statistics-queries';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';
import { actOn, clientWithRun, openRouterKey, person, type RunFixture, store } from './runbook-fixture';

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

const KEY = 'openrouter.api-key';
const scope = { componentIds: ['mac-identity', 'mac-accounts', 'openrouter', 'agent-runtime'] };

/** A client whose OpenRouter key is on its installed machine. */
async function installed(slug: string): Promise<RunFixture> {
  const fixture = await clientWithRun(sam, slug, scope);
  await store(sam, fixture.clientId, KEY, openRouterKey());
  await settleAll(fixture.runbookId, ['openrouter.store-openrouter-api-key']);
  await markInstalled(sam, { runbookId: fixture.runbookId, actId: uuidV7() });
  return fixture;
}

/** Settles every step: those named are done, the others are put aside. */
async function settleAll(runbookId: string, done: readonly string[]): Promise<void> {
  for (const { stepId, required } of (await readRun(admin, runbookId)).steps) {
    const act = await actOn(admin, runbookId, stepId);
    if (done.includes(stepId)) await finishStep(admin, act);
    else {
      const hold = required ? 'waived' : 'skipped';
      await holdStep(admin, { ...act, hold, reason: 'Not part of this test' });
    }
  }
}

async function finishAll(actor: Actor, runbookId: string): Promise<void> {
  for (const { stepId } of (await readRun(actor, runbookId)).steps) await done(actor, runbookId, stepId);
}

const done = async (actor: Actor, runbookId: string, stepId: string) =>
  finishStep(actor, await actOn(actor, runbookId, stepId));
const start = (actor: Actor, { clientId, machineId }: RunFixture, kind: 'hand-over' | 'offboarding') =>
  startMirrorRun(actor, { clientId, machineId, kind });
const close = (actor: Actor, runbookId: string) => closeMirrorRun(actor, { runbookId, actId: uuidV7() });
const stageOf = async (slug: string) => (await readClient(support, slug)).stage;
const slotOf = async (clientId: string, slotId: string) =>
  (await listRedactedSlots(support, clientId)).find((slot) => slot.slotId === slotId);
const placementOf = async (clientId: string, slotId: string) =>
  (await listPlacements(support, clientId)).find((row) => row.slotId === slotId);
async function actionsOf(clientId: string): Promise<string[]> {
  const { rows } = await db.ownerPool.query<{ action: string }>(
    'select action from audit_events where client_id = $1 order by seq',
    [clientId],
  );
  return rows.map(({ action }) => action);
}

describe('starting', () => {
  test('a hand-over wants an installed machine, an offboarding any machine of the client, and each is open once', async () => {
    const open = await clientWithRun(sam, 'not-installed', scope);
    await expect(start(sam, open, 'hand-over')).rejects.toThrow(/not installed yet/);
    const fixture = await installed('once');
    for (const kind of ['hand-over', 'offboarding'] as const) {
      const runbookId = await start(sam, fixture, kind);
      await expect(start(admin, fixture, kind)).rejects.toThrow(/open on this machine already/);
      expect(await readRun(support, runbookId)).toMatchObject({ kind, number: 1, closedAt: null });
    }
    await start(sam, open, 'offboarding');
  });

  test('two people who start at the same moment get one run', async () => {
    const fixture = await installed('same-moment');
    const outcomes = await Promise.allSettled([
      start(sam, fixture, 'offboarding'),
      start(admin, fixture, 'offboarding'),
    ]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  test('the database itself keeps a second open one off the machine', async () => {
    const fixture = await installed('guarded');
    const runbookId = await start(sam, fixture, 'offboarding');
    const [row] = await db.db.select().from(runbooks).where(eq(runbooks.id, runbookId));
    if (row === undefined) throw new Error('the run is not there');
    const { id: _, ...twin } = row;
    await expect(db.db.insert(runbooks).values({ ...twin, number: 2 })).rejects.toMatchObject({
      cause: { constraint: 'runbooks_open_mirror_key' },
    });
  });

  test('support cannot, and the machine of another client is not found', async () => {
    const fixture = await installed('roles');
    const other = await installed('another');
    await expect(start(support, fixture, 'offboarding')).rejects.toMatchObject({ code: 'forbidden' });
    const mixed = { ...fixture, machineId: other.machineId };
    await expect(start(sam, mixed, 'offboarding')).rejects.toMatchObject({ code: 'not-found' });
    await expect(startMirrorRun(sam, { ...fixture, kind: 'install' })).rejects.toMatchObject({
      code: 'invalid',
    });
  });

  test('an offboarding begins the client’s stage, a hand-over does not', async () => {
    const fixture = await installed('stage');
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
    const runbookId = await start(sam, await installed('occasion'), 'offboarding');
    const act = { runbookId, actId: uuidV7() };
    await expect(recomposeRun(sam, act)).rejects.toMatchObject({ code: 'conflict' });
    await expect(markInstalled(sam, act)).rejects.toMatchObject({ code: 'invalid' });
    await expect(readDrift(sam, runbookId)).rejects.toMatchObject({ code: 'not-found' });
    const { steps } = await readRun(sam, runbookId);
    const place = { runbookId, stepId: steps[0]?.stepId, slotId: KEY, form: 'value' };
    await expect(copySecret(sam, place)).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('an offboarding run', () => {
  const REVOKE = 'offboarding.disable-openrouter-api-key';
  const DELETE = 'offboarding.delete-keychain-items';

  test('records what was revoked and removed, by whom, until the step is opened again', async () => {
    const fixture = await installed('revoked');
    const { clientId } = fixture;
    expect(await slotOf(clientId, KEY)).toMatchObject({ state: 'pasted', revoked: null });
    const runbookId = await start(sam, fixture, 'offboarding');
    await done(sam, runbookId, REVOKE);
    expect(await slotOf(clientId, KEY)).toMatchObject({ state: 'revoked', revoked: { by: 'Sam' }, gaps: [] });
    expect(await placementOf(clientId, KEY)).toMatchObject({ ended: { how: 'revoked', by: 'Sam' } });
    await done(admin, runbookId, DELETE);
    expect(await placementOf(clientId, KEY)).toMatchObject({ ended: { how: 'removed', by: 'Ada' } });
    for (const stepId of [REVOKE, DELETE]) await undoStep(sam, await actOn(sam, runbookId, stepId));
    expect(await slotOf(clientId, KEY)).toMatchObject({ state: 'pasted', revoked: null });
    expect(await placementOf(clientId, KEY)).toMatchObject({ ended: null });
  });

  test('a waived revocation revokes nothing', async () => {
    const fixture = await installed('waived-revocation');
    const runbookId = await start(sam, fixture, 'offboarding');
    const reason = 'The vendor closed the account';
    await holdStep(admin, { ...(await actOn(admin, runbookId, REVOKE)), hold: 'waived', reason });
    expect(await slotOf(fixture.clientId, KEY)).toMatchObject({ state: 'pasted' });
  });

  test('a new value is in force, and the next run revokes only that', async () => {
    const fixture = await installed('renewed');
    const first = await start(sam, fixture, 'offboarding');
    await done(sam, first, REVOKE);
    await restoreClient(sam, fixture.clientId);
    const second = await start(sam, fixture, 'offboarding');
    expect((await readRun(sam, second)).steps.map(({ stepId }) => stepId)).not.toContain(REVOKE);
    await restoreClient(sam, fixture.clientId);
    await store(sam, fixture.clientId, KEY, openRouterKey());
    expect(await slotOf(fixture.clientId, KEY)).toMatchObject({ state: 'stored', revoked: null });
    const third = await start(sam, fixture, 'offboarding');
    expect((await readRun(sam, third)).steps.map(({ stepId }) => stepId)).toContain(REVOKE);
  });

  test('is finished only when every required step is, the offboarding itself among them', async () => {
    const fixture = await installed('finished');
    const runbookId = await start(sam, fixture, 'offboarding');
    await expect(close(sam, runbookId)).rejects.toThrow(/^Not finished: \d required steps are open: 1 “/);
    await expect(finishAll(sam, runbookId)).rejects.toThrow(/offboard the client first/);
    await expect(close(sam, runbookId)).rejects.toThrow(/^Not finished: 1 required step is open: /);
    await offboardClient(sam, fixture.clientId);
    await done(sam, runbookId, 'offboarding.purge');
    await close(sam, runbookId);
    expect(await readRun(support, runbookId)).toMatchObject({ endedBecause: null, client: { gone: false } });
    expect(await listMachineEnds(support, fixture.clientId)).toMatchObject([
      { machineId: fixture.machineId, kind: 'offboarding', by: 'Sam' },
    ]);
    expect(await actionsOf(fixture.clientId)).toContain('machine.offboarded');
    expect((await readReport(support, runbookId)).installed).toEqual([]);
  });

  test('goes on after the client was offboarded, where an install run and a hand-over do not', async () => {
    const fixture = await clientWithRun(sam, 'goes-on', scope);
    await noteStep(sam, {
      ...(await actOn(sam, fixture.runbookId, 'mac-identity.read-model')),
      note: 'Begun',
    });
    const ready = await installed('goes-on-too');
    const handOver = await start(sam, ready, 'hand-over');
    for (const { clientId } of [fixture, ready]) await offboardClient(sam, clientId);
    const late = await start(sam, fixture, 'offboarding');
    await done(sam, late, DELETE);
    expect((await readActiveRuns(support)).runs.map((run) => run.runbookId)).toContain(late);
    await expect(done(sam, fixture.runbookId, 'mac-identity.read-model')).rejects.toThrow(/is offboarding/);
    await expect(done(sam, handOver, 'hand-over.rotate-passwords')).rejects.toThrow(/is offboarding/);
    await expect(start(sam, ready, 'hand-over')).rejects.toThrow(/is offboarding/);
  });

  test('ends with the purge as it is, takes nothing more, and cannot be begun afterwards', async () => {
    const fixture = await installed('purged');
    const runbookId = await start(sam, fixture, 'offboarding');
    await done(sam, runbookId, REVOKE);
    await offboardClient(sam, fixture.clientId);
    await purgeClientEarly(admin, fixture.clientId, { slug: 'purged' });
    expect(await readRun(support, runbookId)).toMatchObject({
      closedAt: expect.any(Date),
      endedBecause: 'The client was purged.',
    });
    await expect(done(sam, runbookId, DELETE)).rejects.toThrow(/was purged/);
    await expect(start(sam, fixture, 'offboarding')).rejects.toThrow(/was purged/);
    expect(await listMachineEnds(support, fixture.clientId)).toEqual([]);
    expect(await slotOf(fixture.clientId, KEY)).toMatchObject({ state: 'revoked', revoked: { by: 'Sam' } });
  });

  test('is called off by restoring the client, offboarded or only begun', async () => {
    const fixture = await installed('called-off');
    for (const offboarded of [false, true]) {
      const runbookId = await start(sam, fixture, 'offboarding');
      if (offboarded) await offboardClient(sam, fixture.clientId);
      expect(await stageOf('called-off')).toBe('offboarding');
      await restoreClient(sam, fixture.clientId);
      expect(await stageOf('called-off')).toBe('installed');
      expect(await readRun(support, runbookId)).toMatchObject({ endedBecause: 'The client was restored.' });
      await expect(done(sam, runbookId, DELETE)).rejects.toThrow(/^This run is closed/);
    }
    await expect(restoreClient(sam, fixture.clientId)).rejects.toThrow(/nothing to restore/);
    expect((await listOffboardings(support, fixture.clientId))[0]?.run).toMatchObject({ endedEarly: true });
  });
});

describe('a hand-over run', () => {
  test('says in the machine’s record when and by whom, and what is still ours', async () => {
    const fixture = await installed('handed-over');
    const runbookId = await start(sam, fixture, 'hand-over');
    await expect(close(sam, runbookId)).rejects.toThrow(/^Not finished: 3 required steps are open/);
    await finishAll(sam, runbookId);
    await close(admin, runbookId);
    expect(await listMachineEnds(support, fixture.clientId)).toMatchObject([
      { machineId: fixture.machineId, kind: 'hand-over', runbookId, by: 'Ada' },
    ]);
    expect(await slotOf(fixture.clientId, 'mac-accounts.admin-password')).toMatchObject({ state: 'revoked' });
    expect(await placementOf(fixture.clientId, KEY)).toMatchObject({ ended: null });
    expect(await stageOf('handed-over')).toBe('installed');
    expect(await actionsOf(fixture.clientId)).toContain('machine.handed-over');
  });

  test('counts among the hand-overs of the statistics, and not among the installs', async () => {
    const fixture = await installed('counted');
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
