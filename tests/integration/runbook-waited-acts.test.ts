import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '@/lib/auth/actor';
import { database } from '@/lib/db/database';
import { runbooks, stepEvents } from '@/lib/db/schema/runbook';
import { claimStep } from '@/lib/runbook/claim-step';
import { finishStep } from '@/lib/runbook/finish-step';
import { holdStep } from '@/lib/runbook/hold-step';
import { noteStep } from '@/lib/runbook/note-step';
import { readRun } from '@/lib/runbook/queries';
import { readChanges } from '@/lib/runbook/read-changes';
import { testDatabase } from '@/tests/support/postgres';
import { actOn, clientWithRun, person } from './runbook-fixture';

let sam: Actor;
let dana: Actor;

beforeAll(async () => {
  await testDatabase();
  sam = await person('Sam');
  dana = await person('Dana');
});

const FIRST = 'mac-identity.private-history';
const MODEL = 'mac-identity.read-model';
/** By a device whose clock is years behind. */
const doneAt = '2021-03-01T09:30:00.000Z';

async function lines(runbookId: string, stepId: string) {
  const { timeline } = await readRun(sam, runbookId);
  return timeline.filter((entry) => entry.stepId === stepId).toReversed();
}

describe('acts that waited on a device for the network', () => {
  test('come in the order of their arrival, and the device’s own time stands beside it', async () => {
    const { runbookId, clientId } = await clientWithRun(sam, 'waited-order');
    const act = await actOn(sam, runbookId, FIRST);
    await noteStep(dana, { ...(await actOn(dana, runbookId, FIRST)), note: 'Meanwhile' });
    await finishStep(sam, { ...act, doneAt });
    const [note, done] = await lines(runbookId, FIRST);
    expect(note).toMatchObject({ words: 'noted: Meanwhile', doneAt: undefined });
    expect(done).toMatchObject({ words: 'marked it done', doneAt: new Date(doneAt) });
    expect(done?.at.getTime()).toBeGreaterThan(note?.at.getTime() ?? Number.POSITIVE_INFINITY);
    const heard = await readChanges({ id: runbookId, clientId }, { log: 0, secrets: 0 });
    expect(heard.find(({ kind }) => kind === 'done')?.doneAt).toBe(doneAt);
    expect(heard.find(({ kind }) => kind === 'noted')?.doneAt).toBeUndefined();
  });

  test('sent twice, even at the same moment, each is recorded once', async () => {
    const { runbookId } = await clientWithRun(sam, 'waited-twice');
    const note = { ...(await actOn(sam, runbookId, FIRST)), note: 'Written in the cellar', doneAt };
    const done = { ...(await actOn(sam, runbookId, FIRST)), doneAt };
    await Promise.all([noteStep(sam, note), noteStep(sam, note)]);
    await Promise.all([finishStep(sam, done), finishStep(sam, done)]);
    await noteStep(sam, note);
    expect((await lines(runbookId, FIRST)).map(({ words }) => words)).toEqual([
      'noted: Written in the cellar',
      'marked it done',
    ]);
  });

  test('a chain on one step arrives whole, and out of order the later one is refused until its turn', async () => {
    const { runbookId } = await clientWithRun(sam, 'waited-chain');
    const claim = { ...(await actOn(sam, runbookId, FIRST)), doneAt };
    const finish = { ...(await actOn(sam, runbookId, FIRST)), revision: claim.revision + 1, doneAt };
    await expect(finishStep(sam, finish)).rejects.toMatchObject({ code: 'conflict' });
    await claimStep(sam, claim);
    await finishStep(sam, finish);
    expect((await lines(runbookId, FIRST)).map(({ words }) => words)).toEqual([
      'took the step',
      'marked it done',
    ]);
  });

  test('one that somebody was faster with names them, and the next step’s goes through', async () => {
    const { runbookId } = await clientWithRun(sam, 'waited-conflict');
    const late = [await actOn(sam, runbookId, FIRST), await actOn(sam, runbookId, MODEL)];
    await holdStep(dana, {
      ...(await actOn(dana, runbookId, FIRST)),
      hold: 'blocked',
      reason: 'The client has the password',
    });
    await expect(finishStep(sam, { ...late[0], doneAt })).rejects.toThrow(
      /^Dana marked this step blocked at/,
    );
    await claimStep(sam, { ...late[1], doneAt });
    expect(await lines(runbookId, MODEL)).toHaveLength(1);
  });

  test.each([
    ['closed', { closedAt: new Date() }, /This run is closed/],
    ['replaced by a newer runbook', { supersededAt: new Date() }, /newer runbook has taken the place/],
  ])(
    'on a run that was %s meanwhile nothing is recorded, except what was recorded before',
    async (...given) => {
      const [title, end, words] = given;
      const { runbookId } = await clientWithRun(sam, `waited-${title.slice(0, 6)}`);
      const known = { ...(await actOn(sam, runbookId, FIRST)), doneAt };
      await claimStep(sam, known);
      const late = { ...(await actOn(sam, runbookId, FIRST)), doneAt };
      await database().update(runbooks).set(end).where(eq(runbooks.id, runbookId));
      await expect(finishStep(sam, late)).rejects.toThrow(words);
      await expect(claimStep(sam, known)).resolves.toBeUndefined();
      const rows = await database().select().from(stepEvents).where(eq(stepEvents.runbookId, runbookId));
      expect(rows.map(({ kind }) => kind)).toEqual(['started', 'claimed']);
    },
  );

  test('a time that is none is refused before anything is written', async () => {
    const { runbookId } = await clientWithRun(sam, 'waited-odd');
    const act = { ...(await actOn(sam, runbookId, FIRST)), doneAt: 'yesterday' };
    await expect(claimStep(sam, act)).rejects.toMatchObject({ code: 'invalid' });
    expect(await lines(runbookId, FIRST)).toEqual([]);
  });
});
