import { v7 as uuidV7 } from 'uuid';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '@/lib/auth/actor';
import { readDue } from '@/lib/clients/due-queries';
import { clientComponents, clientSettings } from '@/lib/db/schema/clients';
import { claimStep } from '@/lib/runbook/claim-step';
import { readDrift } from '@/lib/runbook/drift-queries';
import { finishStep } from '@/lib/runbook/finish-step';
import { holdStep } from '@/lib/runbook/hold-step';
import { listOutdated } from '@/lib/runbook/installed-drift';
import { markInstalled } from '@/lib/runbook/mark-installed';
import { readRun } from '@/lib/runbook/queries';
import { listRuns } from '@/lib/runbook/run-lists';
import { upgradeRun } from '@/lib/runbook/upgrade';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';
import { actOn, clientWithRun, person } from './runbook-fixture';

let db: TestDatabase;
let sam: Actor;
let dana: Actor;
let ada: Actor;
let support: Actor;

beforeAll(async () => {
  db = await testDatabase();
  sam = await person('Sam');
  dana = await person('Dana');
  ada = await person('Ada', 'admin');
  support = await person('Sid', 'support');
});

const COMPONENTS = ['mac-identity', 'mac-accounts', 'power'];
const FIRST = 'mac-identity.private-history';
/** The step whose command holds the name of the agent's user. */
const AGENT = 'mac-accounts.create-agent';

async function done(actor: Actor, runbookId: string, stepId: string): Promise<void> {
  await finishStep(actor, { ...(await actOn(actor, runbookId, stepId)) });
}

/** Another name for the agent's user: some commands read differently from then on. */
async function renameAgent(clientId: string, value = 'robot'): Promise<void> {
  await db.db
    .insert(clientSettings)
    .values({ clientId, settingKey: 'mac-accounts.agent-user', value, updatedBy: sam.id })
    .onConflictDoUpdate({ target: [clientSettings.clientId, clientSettings.settingKey], set: { value } });
}

async function upgrade(actor: Actor, runbookId: string, basis?: string): Promise<string> {
  const read = basis ?? (await readDrift(actor, runbookId)).basis ?? 'none';
  return upgradeRun(actor, { runbookId, actId: uuidV7(), basis: read, timeZone: 'Europe/Berlin' });
}

async function stepOf(runbookId: string, stepId: string) {
  return (await readRun(sam, runbookId)).steps.find((step) => step.stepId === stepId);
}

async function eventsOf(runbookId: string) {
  const { rows } = await db.ownerPool.query('select * from step_events where runbook_id = $1 order by seq', [
    runbookId,
  ]);
  return rows;
}

/** A run with one finished step, which no answer reaches. */
async function begunRun(slug: string) {
  const fixture = await clientWithRun(sam, slug, { componentIds: COMPONENTS });
  await done(sam, fixture.runbookId, FIRST);
  return fixture;
}

/** Does every open step, lets go of those that want a value, and marks the machine installed. */
async function finishAll(runbookId: string): Promise<void> {
  for (const { stepId, state, required } of (await readRun(sam, runbookId)).steps) {
    if (state !== 'todo') continue;
    const hold = required ? 'waived' : 'skipped';
    await done(sam, runbookId, stepId).catch(async () =>
      holdStep(ada, { ...(await actOn(ada, runbookId, stepId)), hold, reason: 'not here' }),
    );
  }
  await markInstalled(sam, { runbookId, actId: uuidV7() });
}

describe('an upgrade', () => {
  test('keeps finished steps with who, when and in which runbook, and never loses an event', async () => {
    const { runbookId, clientId } = await begunRun('kept');
    const before = await eventsOf(runbookId);
    const was = await stepOf(runbookId, FIRST);
    await db.db.insert(clientComponents).values({ clientId, componentId: 'toolchain' });
    const next = await upgrade(dana, runbookId);
    expect(await stepOf(next, FIRST)).toMatchObject({
      state: 'done',
      deed: { by: 'Sam', at: was?.deed?.at },
      carriedFrom: 1,
    });
    expect(await readRun(sam, next)).toMatchObject({ number: 2, moved: false, progress: { settled: 1 } });
    expect((await readRun(sam, next)).steps.map(({ componentId }) => componentId)).toContain('toolchain');
    expect((await eventsOf(runbookId)).slice(0, before.length)).toEqual(before);
    const told = (await readRun(sam, next)).timeline.map(({ words }) => words);
    expect(told).toContain('marked it done');
    expect(told).toContain('upgraded the run to v2');
  });

  test('opens a finished step whose command changed, says why, and takes it being done again', async () => {
    const { runbookId, clientId } = await clientWithRun(sam, 'reopened', { componentIds: ['mac-accounts'] });
    await done(sam, runbookId, 'mac-accounts.admin-password');
    await done(sam, runbookId, AGENT);
    await renameAgent(clientId);
    const fates = new Map((await readDrift(sam, runbookId)).fates.map((fate) => [fate.stepId, fate]));
    expect(fates.get('mac-accounts.admin-password')).toMatchObject({ fate: 'kept', reason: null });
    expect(fates.get(AGENT)).toMatchObject({
      fate: 'reopened',
      reason: 'the command changed in v2',
      deed: { by: 'Sam' },
    });
    const next = await upgrade(dana, runbookId);
    expect(await stepOf(next, AGENT)).toMatchObject({ state: 'todo', deed: { by: 'Dana' }, revision: 2 });
    const words = (await readRun(sam, next)).timeline.map((entry) => entry.words);
    expect(words).toContain('opened it again: the command changed in v2');
    await done(dana, next, AGENT);
    const again = await stepOf(next, AGENT);
    expect(again).toMatchObject({ state: 'done', deed: { by: 'Dana' } });
    expect(again?.carriedFrom).toBeUndefined();
  });

  test('by two people at once happens once, and tells the second who was first', async () => {
    const { runbookId, clientId } = await begunRun('at-once');
    await renameAgent(clientId);
    const { basis } = await readDrift(sam, runbookId);
    const tries = await Promise.allSettled(
      [sam, dana].map((actor) => upgrade(actor, runbookId, basis ?? '')),
    );
    const refused = tries.flatMap((each) =>
      each.status === 'rejected' ? [String(each.reason.message)] : [],
    );
    expect(refused).toEqual([expect.stringMatching(/^(Sam|Dana) upgraded this run to v2 at \d\d:\d\d\. /)]);
    const { rows } = await db.ownerPool.query('select number from runbooks where client_id = $1', [clientId]);
    expect(rows).toHaveLength(2);
  });

  test('sent twice after a lost answer is one upgrade', async () => {
    const { runbookId, clientId } = await begunRun('twice');
    await renameAgent(clientId);
    const act = { runbookId, actId: uuidV7(), basis: (await readDrift(sam, runbookId)).basis };
    expect(await upgradeRun(sam, act)).toBe(await upgradeRun(sam, act));
  });

  test('is refused when the steps are not those that the person read about, or nothing changed', async () => {
    const { runbookId, clientId } = await begunRun('other-basis');
    await expect(upgrade(sam, runbookId)).rejects.toThrow(/those of today already/);
    await renameAgent(clientId);
    const { basis } = await readDrift(sam, runbookId);
    await renameAgent(clientId, 'helper');
    await expect(upgrade(sam, runbookId, basis ?? '')).rejects.toThrow(/changed again since you read this/);
    expect(await readRun(sam, runbookId)).toMatchObject({ newerRunbookId: null, moved: true });
  });

  test('is refused to support, and of a run that is not there nothing is found', async () => {
    const { runbookId, clientId } = await begunRun('not-support');
    await renameAgent(clientId);
    await expect(upgrade(support, runbookId)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(upgrade(sam, uuidV7(), 'any')).rejects.toMatchObject({ code: 'not-found' });
    await expect(readDrift(sam, uuidV7())).rejects.toMatchObject({ code: 'not-found' });
    expect(await eventsOf(runbookId)).not.toContainEqual(expect.objectContaining({ kind: 'upgraded' }));
  });

  test('keeps a claim, and leaves its owner a note when the step reads differently', async () => {
    const { runbookId, clientId } = await clientWithRun(sam, 'claimed', { componentIds: ['mac-accounts'] });
    await claimStep(dana, await actOn(dana, runbookId, AGENT));
    await renameAgent(clientId);
    const next = await upgrade(sam, runbookId);
    const step = await stepOf(next, AGENT);
    expect(step).toMatchObject({ state: 'claimed', deed: { by: 'Dana' } });
    expect(step?.notes).toMatchObject([
      { by: 'Sam', text: expect.stringContaining('the command changed in v2') },
    ]);
  });

  test('leaves the old run to be read: an act on it is refused, and its changes say what was done', async () => {
    const { runbookId, clientId } = await begunRun('old-run');
    await renameAgent(clientId);
    const next = await upgrade(sam, runbookId);
    await expect(done(sam, runbookId, 'power.set')).rejects.toThrow(/newer runbook/);
    expect(await readRun(sam, runbookId)).toMatchObject({ newerRunbookId: next });
    const drift = await readDrift(support, runbookId);
    expect(drift).toMatchObject({ state: 'replaced', basis: null, target: { number: 2, runbookId: next } });
    expect(drift.steps.length).toBeGreaterThan(0);
  });

  test('a step blocked before it stays on the due list', async () => {
    const { runbookId, clientId } = await begunRun('blocked');
    const hold = { ...(await actOn(sam, runbookId, 'power.set')), hold: 'blocked', reason: 'no socket' };
    await holdStep(sam, hold);
    await db.ownerPool.query('alter table step_events disable trigger step_events_append_only');
    await db.ownerPool.query(`update step_events set at = now() - interval '30 days' where runbook_id = $1`, [
      runbookId,
    ]);
    await db.ownerPool.query('alter table step_events enable trigger step_events_append_only');
    const { blocked } = await readDue(sam);
    await renameAgent(clientId);
    const next = await upgrade(sam, runbookId);
    expect((await readDue(sam)).blocked).toBe(blocked);
    expect(await stepOf(next, 'power.set')).toMatchObject({ state: 'blocked', reason: 'no socket' });
  });

  test('of an upgraded run carries what both earlier ones hold, and lists count it', async () => {
    const { runbookId, clientId } = await begunRun('chain');
    await renameAgent(clientId);
    const second = await upgrade(sam, runbookId);
    await done(sam, second, 'power.set');
    await renameAgent(clientId, 'helper');
    const third = await upgrade(sam, second);
    const run = await readRun(sam, third);
    expect(run).toMatchObject({ number: 3, progress: { settled: 2 } });
    expect(
      run.steps
        .filter(({ state }) => state === 'done')
        .map(({ carriedFrom }) => carriedFrom)
        .sort(),
    ).toEqual([1, 2]);
    const { runs } = await listRuns(support, 'active');
    expect(runs.find((each) => each.runbookId === third)).toMatchObject({ settled: 2, lastBy: 'Sam' });
    expect(runs.map((each) => each.runbookId)).not.toContain(second);
  });

  test('becomes due when an installed component would be installed differently, and ends that', async () => {
    const key = (letter: string) => ({ 'remote-access.ssh-public-key': `ssh-ed25519 ${letter.repeat(68)}` });
    const { runbookId, clientId } = await clientWithRun(sam, 'out-of-date', {
      componentIds: ['mac-accounts', 'remote-access'],
      settings: key('A'),
    });
    await finishAll(runbookId);
    expect(await listOutdated(support, clientId)).toEqual([]);
    await db.ownerPool.query('update client_settings set value = $2 where client_id = $1', [
      clientId,
      ...Object.values(key('B')),
    ]);
    expect(await listOutdated(support, clientId)).toMatchObject([
      { componentId: 'remote-access', machineName: 'out-of-date-mini-01', runbookId, changedSteps: 1 },
    ]);
    await finishAll(await upgrade(sam, runbookId));
    expect(await listOutdated(support, clientId)).toEqual([]);
  });

  test('of an installed machine opens a run with what changed, and leaves the closed run closed', async () => {
    const { runbookId, clientId } = await clientWithRun(sam, 'maintenance', { componentIds: ['power'] });
    await finishAll(runbookId);
    await db.db.insert(clientComponents).values({ clientId, componentId: 'toolchain' });
    const next = await upgrade(dana, runbookId);
    const run = await readRun(sam, next);
    expect(run.closedAt).toBeNull();
    const open = run.steps.filter(({ state }) => state === 'todo');
    expect([...new Set(open.map(({ componentId }) => componentId))]).toEqual(['toolchain']);
    expect(await readRun(sam, runbookId)).toMatchObject({ closedAt: expect.any(Date), newerRunbookId: null });
  });
});
