import { beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '@/lib/auth/actor';
import { claimStep, releaseStep } from '@/lib/runbook/claim-step';
import { finishStep } from '@/lib/runbook/finish-step';
import { holdStep, undoStep } from '@/lib/runbook/hold-step';
import { noteStep } from '@/lib/runbook/note-step';
import { readRun } from '@/lib/runbook/queries';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';
import { actOn, clientWithRun, openRouterKey, person, store } from './runbook-fixture';

let db: TestDatabase;
let sam: Actor;
let dana: Actor;
let admin: Actor;
let support: Actor;

beforeAll(async () => {
  db = await testDatabase();
  sam = await person('Sam');
  dana = await person('Dana');
  admin = await person('Ada', 'admin');
  support = await person('Sid', 'support');
});

const FIRST = 'mac-identity.private-history';
const _MODEL = 'mac-identity.read-model';

async function stepOf(runbookId: string, stepId: string) {
  const run = await readRun(sam, runbookId);
  const step = run.steps.find((candidate) => candidate.stepId === stepId);
  if (step === undefined) throw new Error(`no step ${stepId}`);
  return step;
}

async function done(actor: Actor, runbookId: string, stepId: string, extra: object = {}): Promise<void> {
  await finishStep(actor, { ...(await actOn(actor, runbookId, stepId)), ...extra });
}

describe('two people in one run', () => {
  test('of two simultaneous ticks one is recorded, and the other is told who was first', async () => {
    const { runbookId } = await clientWithRun(sam, 'two-ticks');
    const acts = [
      { actor: sam, act: await actOn(sam, runbookId, FIRST) },
      { actor: dana, act: await actOn(dana, runbookId, FIRST) },
    ];
    const results = await Promise.allSettled(acts.map(({ actor, act }) => finishStep(actor, act)));
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const refusal = results.find((result) => result.status === 'rejected');
    expect(refusal?.reason.code).toBe('conflict');
    expect(refusal?.reason.message).toMatch(
      /^(Sam|Dana) marked this step done at \d\d:\d\d\. Your tick was not recorded\. Undo it first if that is wrong\.$/,
    );
    expect((await stepOf(runbookId, FIRST)).revision).toBe(1);
  });

  test('many people at once neither deadlock nor both win', async () => {
    const { runbookId } = await clientWithRun(sam, 'many-ticks');
    const people = await Promise.all(Array.from({ length: 24 }, (_, at) => person(`Person${at}`)));
    const acts = await Promise.all(people.map((actor) => actOn(actor, runbookId, FIRST)));
    const results = await Promise.allSettled(people.map((actor, at) => claimStep(actor, acts[at])));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('a step that carries another name is finished only after taking it over', async () => {
    const { runbookId } = await clientWithRun(sam, 'take-over');
    await claimStep(sam, await actOn(sam, runbookId, FIRST));
    await expect(done(dana, runbookId, FIRST)).rejects.toThrow(
      /^Sam claimed this step at .* Take the step over/,
    );
    await claimStep(dana, await actOn(dana, runbookId, FIRST));
    await expect(releaseStep(sam, await actOn(sam, runbookId, FIRST))).rejects.toThrow(/your name/);
    await done(dana, runbookId, FIRST);
    expect(await stepOf(runbookId, FIRST)).toMatchObject({ state: 'done', deed: { by: 'Dana' } });
  });
});

describe('one person in two windows', () => {
  test.each([
    ['claimed', /^You claimed this step at \d\d:\d\d, in another window or on another device\./],
    ['blocked', /^You marked this step blocked at /],
  ] as const)('is not told to give way to others by what they %s themselves', async (state, deed) => {
    const { runbookId } = await clientWithRun(sam, `own-${state}`);
    const [seen, act] = [await actOn(sam, runbookId, FIRST), await actOn(sam, runbookId, FIRST)];
    if (state === 'claimed') await claimStep(sam, act);
    else await holdStep(sam, { ...act, hold: state, reason: 'The Mac is away' });
    const refusal = await finishStep(sam, seen).catch((error: Error) => error.message);
    expect(refusal).toMatch(deed);
    expect(refusal).toMatch(/ Your tick was not recorded\. Look at the step again, then act\.$/);
  });
});

describe('acts', () => {
  test('the same act sent twice is one event', async () => {
    const { runbookId } = await clientWithRun(sam, 'twice');
    const act = await actOn(sam, runbookId, FIRST);
    await Promise.all([finishStep(sam, act), finishStep(sam, act)]);
    const { rows } = await db.ownerPool.query(
      'select count(*)::int as n from step_events where act_id = $1',
      [act.actId],
    );
    expect(rows[0].n).toBe(1);
  });

  test('an act id of another run is refused', async () => {
    const one = await clientWithRun(sam, 'act-one');
    const two = await clientWithRun(sam, 'act-two');
    const act = await actOn(sam, one.runbookId, FIRST);
    await finishStep(sam, act);
    const stolen = { ...(await actOn(sam, two.runbookId, FIRST)), actId: act.actId };
    await expect(finishStep(sam, stolen)).rejects.toMatchObject({ code: 'conflict' });
  });

  test('the first act starts the run and moves the client to installing, once', async () => {
    const { runbookId, clientId } = await clientWithRun(sam, 'first-act');
    await noteStep(sam, { ...(await actOn(sam, runbookId, FIRST)), note: 'Key under the mat' });
    await done(sam, runbookId, FIRST);
    const { rows } = await db.ownerPool.query(
      `select (select count(*)::int from step_events where runbook_id = $1 and kind = 'started') as started,
        (select stage from clients where id = $2) as stage`,
      [runbookId, clientId],
    );
    expect(rows[0]).toEqual({ started: 1, stage: 'installing' });
  });

  test('support cannot act, and a step of another component set is not found', async () => {
    const { runbookId } = await clientWithRun(sam, 'support-acts');
    await expect(done(support, runbookId, FIRST)).rejects.toMatchObject({ code: 'forbidden' });
    const act = { ...(await actOn(sam, runbookId, FIRST)), stepId: 'slack.verify' };
    await expect(finishStep(sam, act)).rejects.toMatchObject({ code: 'not-found' });
  });

  test('a crafted argument of any type is bad input, not a crash', async () => {
    for (const input of [
      null,
      7,
      'x',
      [],
      { runbookId: {} },
      { runbookId: 'x', stepId: 1, actId: [], revision: -1 },
    ]) {
      await expect(finishStep(sam, input)).rejects.toMatchObject({ code: 'invalid' });
    }
  });

  test('failed, blocked, skipped and waived need a reason', async () => {
    const { runbookId } = await clientWithRun(sam, 'reasons');
    for (const hold of ['failed', 'blocked', 'skipped', 'waived']) {
      const act = { ...(await actOn(admin, runbookId, FIRST)), hold, reason: '  ' };
      await expect(holdStep(admin, act)).rejects.toMatchObject({
        fieldErrors: { reason: expect.anything() },
      });
    }
  });

  test('a required step is not skipped by anybody and is waived by an admin only, audited', async () => {
    const { runbookId } = await clientWithRun(sam, 'waive');
    const reason = 'The client has no such port';
    const act = async (actor: Actor, hold: string) => ({
      ...(await actOn(actor, runbookId, FIRST)),
      hold,
      reason,
    });
    await expect(holdStep(admin, await act(admin, 'skipped'))).rejects.toMatchObject({ code: 'forbidden' });
    await expect(holdStep(sam, await act(sam, 'waived'))).rejects.toMatchObject({ code: 'forbidden' });
    await holdStep(admin, await act(admin, 'waived'));
    const { rows } = await db.ownerPool.query(
      `select actor_id from audit_events where action = 'step.waived' and runbook_id = $1`,
      [runbookId],
    );
    expect(rows).toEqual([{ actor_id: admin.id }]);
  });

  test('an undo opens the step again and leaves what happened in the log', async () => {
    const { runbookId } = await clientWithRun(sam, 'undo');
    await done(sam, runbookId, FIRST);
    await undoStep(dana, await actOn(dana, runbookId, FIRST));
    const run = await readRun(sam, runbookId);
    expect(run.steps.find((step) => step.stepId === FIRST)).toMatchObject({ state: 'todo', revision: 2 });
    expect(run.timeline.map(({ words }) => words)).toEqual([
      'opened it again',
      'marked it done',
      'started the run',
    ]);
  });

  test('a waiver is taken back by an admin only, and whoever may not is told so', async () => {
    const { runbookId } = await clientWithRun(sam, 'undo-waiver');
    await holdStep(admin, { ...(await actOn(admin, runbookId, FIRST)), hold: 'waived', reason: 'No port' });
    await expect(undoStep(sam, await actOn(sam, runbookId, FIRST))).rejects.toMatchObject({
      code: 'forbidden',
      message: 'Only an admin waives a required step, or takes that back. Ask one, and give the reason.',
    });
    expect(await stepOf(runbookId, FIRST)).toMatchObject({ state: 'waived' });
    await undoStep(admin, await actOn(admin, runbookId, FIRST));
    expect(await stepOf(runbookId, FIRST)).toMatchObject({ state: 'todo' });
  });

  test.each(['blocked', 'failed'] as const)(
    'a %s step is opened again, and its reason stays in the log',
    async (hold) => {
      const { runbookId } = await clientWithRun(sam, `undo-${hold}`);
      await holdStep(sam, { ...(await actOn(sam, runbookId, FIRST)), hold, reason: 'The Mac is away' });
      expect(await stepOf(runbookId, FIRST)).toMatchObject({ state: hold, reason: 'The Mac is away' });
      await undoStep(dana, await actOn(dana, runbookId, FIRST));
      expect(await stepOf(runbookId, FIRST)).toMatchObject({ state: 'todo', reason: null });
      const { timeline } = await readRun(sam, runbookId);
      expect(timeline.map(({ words }) => words)).toContain(`marked it ${hold}: The Mac is away`);
      await done(sam, runbookId, FIRST);
      expect(await stepOf(runbookId, FIRST)).toMatchObject({ state: 'done' });
    },
  );

  test('a run that has not begun says what its client lacks, and no longer once it has begun', async () => {
    const { runbookId, clientId } = await clientWithRun(sam, 'lacks');
    expect((await readRun(sam, runbookId)).missing).toBe('2 keys');
    await store(sam, clientId, 'openrouter.api-key', openRouterKey());
    expect((await readRun(sam, runbookId)).missing).toBe('1 key');
    await done(sam, runbookId, FIRST);
    expect((await readRun(sam, runbookId)).missing).toBeNull();
  });

  test('the log takes no change and no deletion from the application or from the owner', async () => {
    const { runbookId } = await clientWithRun(sam, 'log');
    await done(sam, runbookId, FIRST);
    for (const pool of [db.applicationPool, db.ownerPool]) {
      for (const table of ['step_events', 'runbook_steps']) {
        await expect(
          pool.query(`update ${table} set runbook_id = runbook_id where runbook_id = $1`, [runbookId]),
        ).rejects.toMatchObject({ code: '42501' });
        await expect(
          pool.query(`delete from ${table} where runbook_id = $1`, [runbookId]),
        ).rejects.toMatchObject({
          code: '42501',
        });
      }
    }
  });

  test('a note or a reason that holds a secret is refused, and nothing of it is kept', async () => {
    const { runbookId } = await clientWithRun(sam, 'note-secret');
    const secret = openRouterKey();
    await expect(
      noteStep(sam, { ...(await actOn(sam, runbookId, FIRST)), note: `use ${secret}` }),
    ).rejects.toMatchObject({ code: 'invalid' });
    await expect(
      holdStep(sam, { ...(await actOn(sam, runbookId, FIRST)), hold: 'blocked', reason: secret }),
    ).rejects.toMatchObject({ code: 'invalid' });
    const { rows } = await db.ownerPool.query('select reason from step_events where runbook_id = $1', [
      runbookId,
    ]);
    expect(JSON.stringify(rows)).not.toContain(secret);
  });
});
