import { beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '@/lib/auth/actor';
import { captureSlotValue, noteSlotReference } from '@/lib/runbook/capture-slot';
import { finishStep } from '@/lib/runbook/finish-step';
import { holdStep } from '@/lib/runbook/hold-step';
import { placeSlot, unplaceSlot } from '@/lib/runbook/place-slot';
import { readRun } from '@/lib/runbook/queries';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';
import { actOn, clientWithRun, openRouterKey, person, store } from './runbook-fixture';

let db: TestDatabase;
let sam: Actor;
let dana: Actor;
let support: Actor;

beforeAll(async () => {
  db = await testDatabase();
  sam = await person('Sam');
  dana = await person('Dana');
  support = await person('Sid', 'support');
});

const finish = async (actor: Actor, runbookId: string, stepId: string) =>
  finishStep(actor, await actOn(actor, runbookId, stepId));

async function slotOf(actor: Actor, runbookId: string, slotId: string) {
  return (await readRun(actor, runbookId)).slots.find((slot) => slot.slotId === slotId);
}

/** Settles what comes first, so that the test reaches its step. */
async function settleBefore(runbookId: string, stepId: string): Promise<void> {
  const admin = await person('Ada', 'admin');
  for (;;) {
    const run = await readRun(admin, runbookId);
    const step = run.steps.find((candidate) => candidate.stepId === stepId);
    const first = step?.waitsFor[0];
    if (first === undefined) return;
    const act = await actOn(admin, runbookId, first.stepId);
    const required = run.steps.find((candidate) => candidate.stepId === first.stepId)?.required;
    await holdStep(admin, {
      ...act,
      hold: required === true ? 'waived' : 'skipped',
      reason: 'Not part of this test',
    });
  }
}

describe('values of ours', () => {
  test('count as placed with their version when their step is done, and again after a rotation', async () => {
    const { runbookId, clientId } = await clientWithRun(sam, 'placed', {
      componentIds: ['mac-identity', 'mac-accounts', 'openrouter'],
    });
    const step = 'openrouter.store-openrouter-api-key';
    await settleBefore(runbookId, step);
    await expect(finish(sam, runbookId, step)).rejects.toThrow(/there is no value for OPENROUTER_API_KEY/);
    await store(sam, clientId, 'openrouter.api-key', openRouterKey());
    await store(sam, clientId, 'openrouter.api-key', openRouterKey());
    await finish(sam, runbookId, step);
    expect((await slotOf(sam, runbookId, 'openrouter.api-key'))?.placement).toMatchObject({
      valueVersion: 2,
      by: 'Sam',
    });
  });

  test('that are dead after use are spent when their step is done, with an audit event', async () => {
    const { runbookId, clientId } = await clientWithRun(sam, 'spent', {
      componentIds: ['mac-identity', 'mac-accounts', 'tailscale'],
    });
    await store(sam, clientId, 'tailscale.auth-key', `tskey-auth-${'k1'.repeat(8)}-${'S2'.repeat(12)}`);
    await settleBefore(runbookId, 'tailscale.join');
    await finishStep(sam, {
      ...(await actOn(sam, runbookId, 'tailscale.join')),
      answers: { 'machine.tailscaleName': 'spent-mini-01' },
    });
    expect((await slotOf(sam, runbookId, 'tailscale.auth-key'))?.stored?.spent).toBe(true);
    const { rows } = await db.ownerPool.query(
      `select slot_id, value_version from audit_events where client_id = $1 and action = 'credential.spent'`,
      [clientId],
    );
    expect(rows).toEqual([{ slot_id: 'tailscale.auth-key', value_version: 1 }]);
  });

  test('that come to exist during the run are stored from their step and from no other', async () => {
    const { runbookId, clientId } = await clientWithRun(sam, 'captured', {
      componentIds: ['mac-identity', 'mac-accounts', 'filevault'],
      settings: { 'filevault.recovery-custody': 'ours' },
    });
    const place = { runbookId, stepId: 'filevault.turn-on-ours', slotId: 'filevault.recovery-key-ours' };
    const key = 'AB12-CD34-EF56-GH78-JK90-LM12';
    await expect(captureSlotValue(sam, { ...place, stepId: 'filevault.state' }, key)).rejects.toMatchObject({
      code: 'not-found',
    });
    await expect(captureSlotValue(support, place, key)).rejects.toMatchObject({ code: 'forbidden' });
    const spaced = captureSlotValue(sam, place, `${key}\n`);
    await expect(spaced).rejects.toMatchObject({ fieldErrors: { trim: ['Tick this to remove it.'] } });
    const trimmed = await captureSlotValue(sam, { ...place, trim: 'yes' }, `${key}\n`);
    expect(trimmed).toMatchObject({ characters: 29, valueVersion: 1 });
    const { rows } = await db.ownerPool.query(
      `select runbook_id, step_id from audit_events where client_id = $1 and action = 'credential.stored'`,
      [clientId],
    );
    expect(rows).toEqual([{ runbook_id: runbookId, step_id: place.stepId }]);
  });
});

describe("the client's values", () => {
  const step = 'filevault.turn-on-client';
  const slotId = 'filevault.recovery-key-client';
  const components = { componentIds: ['mac-identity', 'mac-accounts', 'filevault'] };

  test('are ticked as pasted by one person, unticked as an event, and their step waits for the tick', async () => {
    const { runbookId, clientId } = await clientWithRun(sam, 'ticked', components);
    await settleBefore(runbookId, step);
    await expect(finish(sam, runbookId, step)).rejects.toThrow(/tick “Mark pasted”/);
    const tick = async (actor: Actor) => ({ ...(await actOn(actor, runbookId, step)), slotId });
    await placeSlot(sam, await tick(sam));
    await expect(placeSlot(dana, await tick(dana))).rejects.toThrow(/^Sam ticked this already/);
    await unplaceSlot(dana, await tick(dana));
    await placeSlot(dana, await tick(dana));
    await finish(sam, runbookId, step);
    const { rows } = await db.ownerPool.query(
      `select action from audit_events where client_id = $1 and slot_id = $2 order by seq`,
      [clientId, slotId],
    );
    expect(rows.map((row) => row.action)).toEqual([
      'placement.marked',
      'placement.unmarked',
      'placement.marked',
    ]);
  });

  test('are never taken as values, whatever the request says', async () => {
    const { runbookId } = await clientWithRun(sam, 'no-values', components);
    await expect(
      captureSlotValue(sam, { runbookId, stepId: step, slotId }, 'AB12-CD34-EF56-GH78-JK90-LM12'),
    ).rejects.toMatchObject({ code: 'invalid' });
  });

  test('get their vault reference during the run too, which support does not see', async () => {
    const { runbookId } = await clientWithRun(sam, 'referenced', components);
    const place = { runbookId, stepId: step, slotId };
    await noteSlotReference(sam, {
      ...place,
      reference: 'op://Harbor/Mac mini/recovery key',
      label: 'Mac mini',
    });
    expect((await slotOf(sam, runbookId, slotId))?.reference?.reference).toBe(
      'op://Harbor/Mac mini/recovery key',
    );
    expect((await slotOf(support, runbookId, slotId))?.reference).toBeNull();
  });

  test('a sign-in wants the name it was made with, and a secret is not a name', async () => {
    const { runbookId } = await clientWithRun(sam, 'sign-in', {
      componentIds: ['mac-identity', 'mac-accounts'],
      settings: { 'mac-accounts.apple-account': 'apple' },
    });
    const act = async () => ({
      ...(await actOn(sam, runbookId, 'mac-accounts.apple-sign-in')),
      slotId: 'mac-accounts.apple-account',
    });
    await expect(placeSlot(sam, await act())).rejects.toMatchObject({
      fieldErrors: { signedInAs: expect.anything() },
    });
    await expect(placeSlot(sam, { ...(await act()), signedInAs: openRouterKey() })).rejects.toMatchObject({
      fieldErrors: { signedInAs: expect.anything() },
    });
    await placeSlot(sam, { ...(await act()), signedInAs: 'owner@harbor.example' });
    const slot = await slotOf(sam, runbookId, 'mac-accounts.apple-account');
    expect(slot?.placement?.signedInAs).toBe('owner@harbor.example');
    const { rows } = await db.ownerPool.query('select detail from step_events where runbook_id = $1', [
      runbookId,
    ]);
    expect(JSON.stringify(rows)).not.toContain('owner@harbor.example');
  });

  test("a slot of another client's run is not found", async () => {
    const { runbookId } = await clientWithRun(sam, 'stranger', {
      componentIds: ['mac-identity', 'mac-accounts'],
    });
    const act = { ...(await actOn(sam, runbookId, 'mac-identity.name')), slotId };
    await expect(placeSlot(sam, act)).rejects.toMatchObject({ code: 'not-found' });
  });
});
