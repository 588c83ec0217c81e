import { v7 as uuidV7 } from 'uuid';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { Actor } from '@/lib/auth/actor';
import { readDue } from '@/lib/clients/due-queries';
import { setVaultReference } from '@/lib/clients/vault-reference';
import { holdStep, undoStep } from '@/lib/runbook/hold-step';
import { placeSlot, unplaceSlot } from '@/lib/runbook/place-slot';
import { readRun } from '@/lib/runbook/queries';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';
import { actOn, clientWithRun, person, type RunFixture } from './runbook-fixture';

const REFERENCE = { reference: 'op://Client/Slack/bot token', label: 'Slack app' };
const slotId = 'slack.bot-token';

let board: TestDatabase;
let sam: Actor;
let run: RunFixture;

beforeAll(async () => {
  board = await testDatabase();
  sam = await person('Sam');
});

beforeEach(async () => {
  await board.ownerPool.query(
    'update clients set offboarded_at = now(), purge_after = now() where offboarded_at is null',
  );
  run = await clientWithRun(sam, `due-${uuidV7().slice(-8)}`, {
    componentIds: ['mac-identity', 'mac-accounts', 'slack'],
  });
});

const install = () =>
  board.ownerPool.query('update clients set installed_at = now() where id = $1', [run.clientId]);

async function block(): Promise<string> {
  const [step] = (await readRun(sam, run.runbookId)).steps;
  if (step === undefined) throw new Error('The run has no step.');
  const act = await actOn(sam, run.runbookId, step.stepId);
  await holdStep(sam, { ...act, hold: 'blocked', reason: 'Waits for the provider' });
  return step.stepId;
}

/** The log cannot be changed by anybody the product knows, so a superuser moves the event into the past. */
async function blockedDaysAgo(days: number): Promise<string> {
  const stepId = await block();
  await board.superuserPool.query(
    `alter table step_events disable trigger all;
     update step_events set at = now() - make_interval(days => ${days}) where kind = 'blocked';
     alter table step_events enable trigger all`,
  );
  return stepId;
}

test('a step counts as stuck once it has been blocked for more than three days, and not before', async () => {
  await blockedDaysAgo(2);
  expect((await readDue(sam)).blocked).toBe(0);
});

test('a step that has been stuck for longer counts, and no more once it is open again', async () => {
  const stepId = await blockedDaysAgo(4);
  expect((await readDue(sam)).blocked).toBe(1);
  await undoStep(sam, await actOn(sam, run.runbookId, stepId));
  expect((await readDue(sam)).blocked).toBe(0);
});

test('a stuck step of a closed, a superseded or an offboarded client’s run is nobody’s to do', async () => {
  await blockedDaysAgo(4);
  for (const gone of [
    'runbooks set closed_at = now()',
    'runbooks set superseded_at = now(), closed_at = null',
  ]) {
    await board.ownerPool.query(`update ${gone}`);
    expect((await readDue(sam)).blocked).toBe(0);
  }
  await board.ownerPool.query('update runbooks set superseded_at = null');
  expect((await readDue(sam)).blocked).toBe(1);
  await board.ownerPool.query('update clients set offboarded_at = now(), purge_after = now()');
  expect((await readDue(sam)).blocked).toBe(0);
});

test('a stuck step of an offboarding goes on to be somebody’s to do until the purge', async () => {
  await blockedDaysAgo(4);
  await board.ownerPool.query(`update runbooks set kind = 'offboarding' where id = $1`, [run.runbookId]);
  await board.ownerPool.query('update clients set offboarded_at = now(), purge_after = now() where id = $1', [
    run.clientId,
  ]);
  expect((await readDue(sam)).blocked).toBe(1);
  await board.ownerPool.query('update clients set purged_at = now(), kdf_salt = null where id = $1', [
    run.clientId,
  ]);
  expect((await readDue(sam)).blocked).toBe(0);
});

async function slotStep(): Promise<string> {
  const { steps } = await readRun(sam, run.runbookId);
  const step = steps.find((candidate) => candidate.slots.some((slot) => slot.slotId === slotId));
  if (step === undefined) throw new Error('No step mentions the slot.');
  return step.stepId;
}

test('a reference counts once its client is installed and nobody marked it as pasted', async () => {
  await setVaultReference(sam, { clientId: run.clientId, slotId }, REFERENCE);
  expect((await readDue(sam)).unpasted).toBe(0);
  await install();
  expect((await readDue(sam)).unpasted).toBe(1);
});

test('a tick takes it off the list, the tick taken back or another place puts it on again', async () => {
  await setVaultReference(sam, { clientId: run.clientId, slotId }, REFERENCE);
  const place = { ...(await actOn(sam, run.runbookId, await slotStep())), slotId, signedInAs: '' };
  await placeSlot(sam, place);
  await install();
  const due = async () => (await readDue(sam)).unpasted;
  expect(await due()).toBe(0);
  await setVaultReference(sam, { clientId: run.clientId, slotId }, { ...REFERENCE, label: 'Other label' });
  expect(await due()).toBe(0);
  await setVaultReference(
    sam,
    { clientId: run.clientId, slotId },
    { ...REFERENCE, reference: 'op://New/x/y' },
  );
  expect(await due()).toBe(1);
  await unplaceSlot(sam, { ...place, actId: uuidV7() });
  expect(await due()).toBe(1);
  await placeSlot(sam, { ...place, actId: uuidV7() });
  expect(await due()).toBe(0);
});
