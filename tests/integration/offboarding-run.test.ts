import { beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '@/lib/auth/actor';
import { readClient } from '@/lib/clients/client-queries';
import { listClientComponents } from '@/lib/clients/component-queries';
import { listMachineEnds } from '@/lib/clients/machine-ends';
import { listOffboardings } from '@/lib/clients/offboarding-runs';
import { needsAttention } from '@/lib/clients/slot-attention';
import { offboardClient, restoreClient } from '@/lib/retention/commands';
import { purgeClientEarly } from '@/lib/retention/purge';
import { readActiveRuns } from '@/lib/runbook/active-runs';
import { holdStep, undoStep } from '@/lib/runbook/hold-step';
import { noteStep } from '@/lib/runbook/note-step';
import { readRun } from '@/lib/runbook/queries';
import { readReport } from '@/lib/runbook/report-queries';
import { actionsAbout } from '@/tests/support/audit-actions';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';
import { close, done, finishAll, installed, KEY, placementOf, scope, slotOf, start } from './mirror-fixture';
import { actOn, clientWithRun, openRouterKey, person, store } from './runbook-fixture';

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

const installations = async (clientId: string) =>
  (await listClientComponents(support, clientId)).flatMap((component) => component.installations);
const stageOf = async (slug: string) => (await readClient(support, slug)).stage;
const actionsOf = (clientId: string) => actionsAbout(db.ownerPool, clientId);

describe('an offboarding run', () => {
  const REVOKE = 'offboarding.disable-openrouter-api-key';
  const DELETE = 'offboarding.delete-keychain-items';

  test('records what was revoked and removed, by whom, until the step is opened again', async () => {
    const fixture = await installed(admin, 'revoked');
    const { clientId } = fixture;
    expect(await slotOf(support, clientId, KEY)).toMatchObject({ state: 'pasted', revoked: null });
    const runbookId = await start(sam, fixture, 'offboarding');
    await done(sam, runbookId, REVOKE);
    expect(await slotOf(support, clientId, KEY)).toMatchObject({
      state: 'revoked',
      revoked: { by: 'Sam' },
      gaps: [],
    });
    expect(await placementOf(support, clientId, KEY)).toMatchObject({ ended: { how: 'revoked', by: 'Sam' } });
    await done(admin, runbookId, DELETE);
    expect(await placementOf(support, clientId, KEY)).toMatchObject({ ended: { how: 'removed', by: 'Ada' } });
    for (const stepId of [REVOKE, DELETE]) await undoStep(sam, await actOn(sam, runbookId, stepId));
    expect(await slotOf(support, clientId, KEY)).toMatchObject({ state: 'pasted', revoked: null });
    expect(await placementOf(support, clientId, KEY)).toMatchObject({ ended: null });
  });

  test('a waived revocation revokes nothing', async () => {
    const fixture = await installed(admin, 'waived-revocation');
    const runbookId = await start(sam, fixture, 'offboarding');
    const reason = 'The vendor closed the account';
    await holdStep(admin, { ...(await actOn(admin, runbookId, REVOKE)), hold: 'waived', reason });
    expect(await slotOf(support, fixture.clientId, KEY)).toMatchObject({ state: 'pasted' });
  });

  test('what it revoked is missed once the client stays; a new value is in force, and the next run revokes only that', async () => {
    const fixture = await installed(admin, 'renewed');
    const first = await start(sam, fixture, 'offboarding');
    await done(sam, first, REVOKE);
    const before = await slotOf(support, fixture.clientId, KEY);
    await restoreClient(sam, fixture.clientId);
    const after = await slotOf(support, fixture.clientId, KEY);
    expect([before, after].map((slot) => slot && needsAttention(slot, new Date()))).toEqual([false, true]);
    const second = await start(sam, fixture, 'offboarding');
    expect((await readRun(sam, second)).steps.map(({ stepId }) => stepId)).not.toContain(REVOKE);
    await restoreClient(sam, fixture.clientId);
    await store(sam, fixture.clientId, KEY, openRouterKey());
    expect(await slotOf(support, fixture.clientId, KEY)).toMatchObject({ state: 'stored', revoked: null });
    const third = await start(sam, fixture, 'offboarding');
    expect((await readRun(sam, third)).steps.map(({ stepId }) => stepId)).toContain(REVOKE);
  });

  test('is finished only when every required step is, the offboarding itself among them', async () => {
    const fixture = await installed(admin, 'finished');
    const runbookId = await start(sam, fixture, 'offboarding');
    await expect(close(sam, runbookId)).rejects.toThrow(/^Not finished: \d required steps are open: 1 “/);
    await expect(finishAll(sam, runbookId)).rejects.toThrow(/offboard the client first/);
    await expect(close(sam, runbookId)).rejects.toThrow(/^Not finished: 1 required step is open: /);
    await offboardClient(sam, fixture.clientId);
    await done(sam, runbookId, 'offboarding.purge');
    expect(await installations(fixture.clientId)).not.toEqual([]);
    await close(sam, runbookId);
    expect(await installations(fixture.clientId)).toEqual([]);
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
    const ready = await installed(admin, 'goes-on-too');
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
    const fixture = await installed(admin, 'purged');
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
    expect(await slotOf(support, fixture.clientId, KEY)).toMatchObject({
      state: 'revoked',
      revoked: { by: 'Sam' },
    });
  });

  test('is called off by restoring the client, offboarded or only begun', async () => {
    const fixture = await installed(admin, 'called-off');
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
