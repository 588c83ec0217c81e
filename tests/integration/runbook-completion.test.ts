import { v7 as uuidV7 } from 'uuid';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '@/lib/auth/actor';
import { clientComponents } from '@/lib/db/schema/clients';
import { checkOutput } from '@/lib/runbook/check-output';
import { finishStep } from '@/lib/runbook/finish-step';
import { markInstalled } from '@/lib/runbook/mark-installed';
import { readRun } from '@/lib/runbook/queries';
import { listRuns, runProgressOf } from '@/lib/runbook/run-lists';
import { recomposeRun, resumeRun, startRun } from '@/lib/runbook/start-run';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';
import { actOn, clientWithRun, openRouterKey, person, store } from './runbook-fixture';

let db: TestDatabase;
let sam: Actor;
let dana: Actor;
let _admin: Actor;
let support: Actor;

beforeAll(async () => {
  db = await testDatabase();
  sam = await person('Sam');
  dana = await person('Dana');
  _admin = await person('Ada', 'admin');
  support = await person('Sid', 'support');
});

const FIRST = 'mac-identity.private-history';
const MODEL = 'mac-identity.read-model';

async function stepOf(runbookId: string, stepId: string) {
  const run = await readRun(sam, runbookId);
  const step = run.steps.find((candidate) => candidate.stepId === stepId);
  if (step === undefined) throw new Error(`no step ${stepId}`);
  return step;
}

async function done(actor: Actor, runbookId: string, stepId: string, extra: object = {}): Promise<void> {
  await finishStep(actor, { ...(await actOn(actor, runbookId, stepId)), ...extra });
}

describe('verification', () => {
  const output = [
    'sam@mini ~ % system_profiler SPHardwareDataType | grep -E x',
    '      Model Identifier: Mac16,10',
    '      Chip: Apple M4',
    '      Serial Number (system): C07XYZ12ABCD',
  ].join('\n');

  test('output that matches finishes the step and writes what it says into the machine record', async () => {
    const { runbookId, machineId } = await clientWithRun(sam, 'match');
    const outcome = await checkOutput(sam, { ...(await actOn(sam, runbookId, MODEL)), output });
    expect(outcome).toEqual({ matched: true, finished: true });
    const { rows } = await db.ownerPool.query('select model, chip, serial from machines where id = $1', [
      machineId,
    ]);
    expect(rows[0]).toEqual({ model: 'Mac16,10', chip: 'Apple M4', serial: 'C07XYZ12ABCD' });
    expect(await stepOf(runbookId, MODEL)).toMatchObject({ state: 'done', verified: 'matched' });
  });

  test('output that does not match fails the step, and what depends on it stays open', async () => {
    const { runbookId } = await clientWithRun(sam, 'mismatch');
    await checkOutput(sam, { ...(await actOn(sam, runbookId, 'mac-identity.name')), output: 'another-name' });
    expect(await stepOf(runbookId, 'mac-identity.name')).toMatchObject({ state: 'failed' });
    await store(sam, (await readRun(sam, runbookId)).client.id, 'openrouter.api-key', openRouterKey());
    await expect(done(sam, runbookId, 'mac-accounts.admin-password')).rejects.toThrow(/“Name the machine”/);
  });

  test('after a mismatch a step is done only with a reason', async () => {
    const { runbookId } = await clientWithRun(sam, 'against-check');
    await checkOutput(sam, { ...(await actOn(sam, runbookId, MODEL)), output: 'nothing of the kind' });
    const answers = {
      'machine.model': 'Mac16,10',
      'machine.chip': 'Apple M4',
      'machine.serial': 'C07XYZ12ABCD',
    };
    await expect(done(sam, runbookId, MODEL, { answers })).rejects.toMatchObject({
      fieldErrors: { reason: expect.anything() },
    });
    await done(sam, runbookId, MODEL, { answers, reason: 'Read from About This Mac' });
    expect(await stepOf(runbookId, MODEL)).toMatchObject({ state: 'done', verified: 'confirmed' });
  });

  test('pasted output that holds a secret is refused and kept nowhere', async () => {
    const { runbookId } = await clientWithRun(sam, 'output-secret');
    const secret = openRouterKey();
    const act = { ...(await actOn(sam, runbookId, MODEL)), output: `${output}\n${secret}` };
    await expect(checkOutput(sam, act)).rejects.toMatchObject({
      fieldErrors: { output: [expect.stringMatching(/Nothing was kept/)] },
    });
    const { rows } = await db.ownerPool.query('select * from step_events where runbook_id = $1', [runbookId]);
    expect(JSON.stringify(rows)).not.toContain(secret);
  });

  test('pasted output is never stored, matched or not', async () => {
    const { runbookId } = await clientWithRun(sam, 'output-kept');
    await checkOutput(sam, {
      ...(await actOn(sam, runbookId, MODEL)),
      output: `${output}\nplain marker words`,
    });
    const { rows } = await db.ownerPool.query('select * from step_events where runbook_id = $1', [runbookId]);
    expect(JSON.stringify(rows)).not.toContain('marker');
  });

  test('the length that the keychain holds has to be the length that is stored here', async () => {
    const { runbookId, clientId } = await clientWithRun(sam, 'length', {
      componentIds: ['mac-identity', 'mac-accounts', 'openrouter'],
    });
    await store(sam, clientId, 'openrouter.api-key', openRouterKey());
    const step = 'openrouter.store-openrouter-api-key';
    const short = { ...(await actOn(sam, runbookId, step)), output: '73 chars\n      72' };
    expect(await checkOutput(sam, short)).toMatchObject({ matched: false });
    const right = { ...(await actOn(sam, runbookId, step)), output: '73 chars\n      73' };
    expect(await checkOutput(sam, right)).toMatchObject({ matched: true });
  });
});

describe('marking installed', () => {
  test('is refused while required steps are open, and says which', async () => {
    const { runbookId } = await clientWithRun(sam, 'not-installed');
    await expect(markInstalled(sam, { runbookId, actId: uuidV7() })).rejects.toThrow(
      /^Not marked installed: \d+ required steps are open: 1 “.+”, 2 “.+” and \d+ more\.$/,
    );
  });

  test('writes component, version, machine, how and by whom, and closes the run', async () => {
    const { runbookId, clientId, machineId } = await clientWithRun(sam, 'installed', {
      componentIds: ['power', 'toolchain'],
    });
    const run = await readRun(sam, runbookId);
    for (const step of run.steps) {
      const version = step.fields.some(({ name }) => name === 'version')
        ? { answers: { version: '5.0.1' } }
        : {};
      await done(sam, runbookId, step.stepId, version);
    }
    await markInstalled(dana, { runbookId, actId: uuidV7() });
    const { rows } = await db.ownerPool.query(
      'select component_id, version, verified_how, verified_by from installed_components where machine_id = $1 order by 1',
      [machineId],
    );
    expect(rows).toMatchObject([
      { component_id: 'power', version: 'not noted', verified_by: sam.id },
      { component_id: 'toolchain', version: '5.0.1', verified_by: sam.id },
    ]);
    const client = await db.ownerPool.query('select stage from clients where id = $1', [clientId]);
    expect(client.rows[0].stage).toBe('installed');
    await expect(done(sam, runbookId, run.steps[0]?.stepId ?? '')).rejects.toThrow(/closed/);
  });
});

describe('coming back', () => {
  test('another person and another device each resume once, the same visit does not', async () => {
    const { runbookId } = await clientWithRun(sam, 'resume');
    await startRun(sam, { runbookId, actId: uuidV7() });
    const visit = () => ({ runbookId, actId: uuidV7() });
    expect(await resumeRun(sam, visit())).toBe(false);
    expect(await resumeRun(dana, visit())).toBe(true);
    expect(await resumeRun(dana, visit())).toBe(false);
    expect(await resumeRun({ ...sam, sessionId: uuidV7() }, visit())).toBe(true);
    expect(await resumeRun(support, visit())).toBe(false);
  });

  test('a runbook made before the answers changed is not started, and is made again as the next number', async () => {
    const { runbookId, clientId } = await clientWithRun(sam, 'outdated', { componentIds: ['power'] });
    await db.db.insert(clientComponents).values({ clientId, componentId: 'toolchain' });
    expect((await readRun(sam, runbookId)).outdated).toBe(true);
    await expect(startRun(sam, { runbookId, actId: uuidV7() })).rejects.toMatchObject({ code: 'conflict' });
    const next = await recomposeRun(sam, { runbookId, actId: uuidV7() });
    expect(await recomposeRun(sam, { runbookId, actId: uuidV7() })).toBe(next);
    expect(await readRun(sam, next)).toMatchObject({ number: 2, outdated: false });
    expect(await readRun(sam, runbookId)).toMatchObject({ newerRunbookId: next });
  });

  test('lists say how far each run is and where it goes on', async () => {
    const { runbookId, clientId } = await clientWithRun(sam, 'listed');
    await done(dana, runbookId, FIRST);
    const expected = { runbookId, settled: 1, lastBy: 'Dana', currentTitle: expect.any(String) };
    expect((await runProgressOf(support, [clientId])).get(clientId)).toMatchObject(expected);
    const { runs } = await listRuns(support, 'active');
    expect(runs.find((run) => run.runbookId === runbookId)).toMatchObject(expected);
  });

  test('every run is on exactly one page of the list', async () => {
    const seen: string[] = [];
    for (let at = 0; at < 27; at += 1) await clientWithRun(sam, `page-${at}`, { componentIds: ['power'] });
    let cursor: string | undefined;
    do {
      const page = await listRuns(sam, 'waiting', cursor);
      seen.push(...page.runs.map((run) => run.runbookId));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThanOrEqual(27);
  });
});
