import { beforeAll, expect, test } from 'vitest';
import type { Actor } from '@/lib/auth/actor';
import { parseBoardFilter } from '@/lib/clients/board-filter';
import { listBoardClients } from '@/lib/clients/board-queries';
import { readDue } from '@/lib/clients/due-queries';
import { addMachine } from '@/lib/clients/machine-commands';
import { listPlacements } from '@/lib/clients/placement-queries';
import { MACHINE_FIELD_NAMES } from '@/lib/clients/record-schema';
import { needsAttention } from '@/lib/clients/slot-attention';
import { listRedactedSlots } from '@/lib/clients/slot-queries';
import { copySecret } from '@/lib/runbook/copy-secret';
import { finishStep } from '@/lib/runbook/finish-step';
import { holdStep } from '@/lib/runbook/hold-step';
import { readRun } from '@/lib/runbook/queries';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';
import { actOn, clientWithRun, openRouterKey, person, type RunFixture, store } from './runbook-fixture';

const slotId = 'openrouter.api-key';
const stepId = 'openrouter.store-openrouter-api-key';

let board: TestDatabase;
let sam: Actor;
let support: Actor;

beforeAll(async () => {
  board = await testDatabase();
  sam = await person('Sam');
  support = await person('Sid', 'support');
});

async function runWithKey(slug: string): Promise<RunFixture> {
  const run = await clientWithRun(sam, slug, {
    componentIds: ['mac-identity', 'mac-accounts', 'openrouter'],
  });
  await store(sam, run.clientId, slotId, openRouterKey());
  const admin = await person('Ada', 'admin');
  for (;;) {
    const step = (await readRun(admin, run.runbookId)).steps.find((candidate) => candidate.stepId === stepId);
    const first = step?.waitsFor[0];
    if (first === undefined) return run;
    const act = await actOn(admin, run.runbookId, first.stepId);
    await holdStep(admin, { ...act, hold: 'waived', reason: 'Not part of this test' });
  }
}

const copy = ({ runbookId }: RunFixture) => copySecret(sam, { runbookId, stepId, slotId, form: 'value' });
const finish = async ({ runbookId }: RunFixture) => finishStep(sam, await actOn(sam, runbookId, stepId));

/** What the run, the record of the client and its machine say of the slot. */
async function gaps({ runbookId, clientId }: RunFixture) {
  const inRun = (await readRun(support, runbookId)).slots.find((slot) => slot.slotId === slotId)?.gap;
  const onRecord = (await listRedactedSlots(support, clientId)).find((slot) => slot.slotId === slotId);
  const onMachine = (await listPlacements(support, clientId)).find((row) => row.slotId === slotId);
  if (onRecord === undefined) throw new Error('The client has no such slot.');
  return { inRun: inRun ?? null, onRecord, onMachine };
}

test('copied and never marked is a gap in the run, on the record and on the machine, until its step is done', async () => {
  const run = await runWithKey('gap-unmarked');
  expect((await gaps(run)).inRun).toBeNull();
  await copy(run);
  const open = await gaps(run);
  expect(open.inRun).toMatchObject({ kind: 'unmarked', valueVersion: 1 });
  expect(open.onRecord.gaps).toEqual([{ machineName: 'gap-unmarked-mini-01', gap: open.inRun }]);
  expect(needsAttention(open.onRecord, new Date())).toBe(true);
  expect(open.onMachine).toMatchObject({ placed: null, storedVersion: 1, gap: { kind: 'unmarked' } });
  await finish(run);
  const marked = await gaps(run);
  expect(marked.inRun).toBeNull();
  expect(marked.onRecord.gaps).toEqual([]);
  expect(marked.onMachine).toMatchObject({ placed: { version: 1, by: 'Sam' }, gap: null });
});

test('a value replaced after it was marked leaves the old version on the machine', async () => {
  const run = await runWithKey('gap-rotated');
  await copy(run);
  await finish(run);
  await store(sam, run.clientId, slotId, openRouterKey());
  const { inRun, onMachine } = await gaps(run);
  expect(inRun).toMatchObject({ kind: 'old-version', pastedVersion: 1, valueVersion: 2, copiedAt: null });
  expect(onMachine).toMatchObject({ placed: { version: 1 }, storedVersion: 2 });
});

test('a value replaced between its copy and the tick is an old version, although the tick says the new one', async () => {
  const run = await runWithKey('gap-between');
  await copy(run);
  await store(sam, run.clientId, slotId, openRouterKey());
  await finish(run);
  const { inRun, onMachine } = await gaps(run);
  expect(onMachine?.placed?.version).toBe(2);
  expect(inRun).toMatchObject({ kind: 'old-version', pastedVersion: 1, valueVersion: 2 });
});

test('a copy on one machine is no gap of another machine of the same client', async () => {
  const run = await runWithKey('gap-machines');
  const fields = Object.fromEntries(MACHINE_FIELD_NAMES.map((field) => [field, '']));
  await addMachine(sam, run.clientId, { ...fields, name: 'gap-machines-mini-02' });
  await copy(run);
  const rows = (await listPlacements(support, run.clientId)).filter((row) => row.slotId === slotId);
  expect(rows.map((row) => row.machineName)).toEqual(['gap-machines-mini-01']);
});

/** The log cannot be changed by anybody the product knows, so a superuser moves its copies into the past. */
const copiedHoursAgo = (hours: number) =>
  board.superuserPool.query(
    `alter table audit_events disable trigger all;
     update audit_events set at = now() - make_interval(hours => ${hours}) where action = 'credential.revealed';
     alter table audit_events enable trigger all`,
  );

/** What the strip on the board says, of a client alone with it. */
async function dueOf({ clientId }: RunFixture) {
  await board.ownerPool.query(
    'update clients set offboarded_at = now(), purge_after = now() where id <> $1 and offboarded_at is null',
    [clientId],
  );
  const { gaps, namedGaps } = await readDue(support);
  const { clients } = await listBoardClients(support, parseBoardFilter({ view: 'table', due: 'gap' }));
  return { gaps, kinds: namedGaps.map(({ kind }) => kind), clients: clients.map(({ id }) => id), namedGaps };
}

test('what was copied is due half a day later, by its slot, until its step is done', async () => {
  const run = await runWithKey('gap-due');
  await copy(run);
  expect(await dueOf(run)).toMatchObject({ gaps: 0, clients: [] });
  await copiedHoursAgo(13);
  expect(await dueOf(run)).toMatchObject({
    gaps: 1,
    namedGaps: [{ kind: 'unmarked', clientSlug: 'gap-due', slotId, slotKey: 'OPENROUTER_API_KEY' }],
    clients: [run.clientId],
  });
  await finish(run);
  expect(await dueOf(run)).toMatchObject({ gaps: 0, clients: [] });
});

test('an old version on the machine is due at once, until the new one is marked; a client that left is nobody’s', async () => {
  const run = await runWithKey('gap-due-old');
  await copy(run);
  await finish(run);
  expect(await dueOf(run)).toMatchObject({ gaps: 0 });
  await store(sam, run.clientId, slotId, openRouterKey());
  expect(await dueOf(run)).toMatchObject({ gaps: 1, kinds: ['old-version'], clients: [run.clientId] });
  await board.ownerPool.query('update clients set offboarded_at = now(), purge_after = now()');
  expect((await readDue(support)).gaps).toBe(0);
});

test('a value replaced between its copy and the tick is due as an old version', async () => {
  const run = await runWithKey('gap-due-between');
  await copy(run);
  await store(sam, run.clientId, slotId, openRouterKey());
  await finish(run);
  expect(await dueOf(run)).toMatchObject({ gaps: 1, kinds: ['old-version'] });
});
