import { beforeAll, expect, test } from 'vitest';
import type { Actor } from '@/lib/auth/actor';
import { addMachine } from '@/lib/clients/machine-commands';
import { listPlacements } from '@/lib/clients/placement-queries';
import { MACHINE_FIELD_NAMES } from '@/lib/clients/record-schema';
import { needsAttention } from '@/lib/clients/slot-attention';
import { listRedactedSlots } from '@/lib/clients/slot-queries';
import { copySecret } from '@/lib/runbook/copy-secret';
import { finishStep } from '@/lib/runbook/finish-step';
import { holdStep } from '@/lib/runbook/hold-step';
import { readRun } from '@/lib/runbook/queries';
import { testDatabase } from '@/tests/support/postgres';
import { actOn, clientWithRun, openRouterKey, person, type RunFixture, store } from './runbook-fixture';

const slotId = 'openrouter.api-key';
const stepId = 'openrouter.store-openrouter-api-key';

let sam: Actor;
let support: Actor;

beforeAll(async () => {
  await testDatabase();
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
