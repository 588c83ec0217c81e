import { beforeAll, expect, test } from 'vitest';
import type { Actor } from '@/lib/auth/actor';
import { readCatalogue } from '@/lib/catalogue/queries';
import { readSteps } from '@/lib/runbook/run-rows';
import { slotIdsOf } from '@/lib/runbook/run-slots';
import { lookAtStepSlot, readStepSlot } from '@/lib/runbook/step-slot';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';
import { clientWithRun, openRouterKey, person, type RunFixture, store } from './runbook-fixture';

let board: TestDatabase;
let sam: Actor;
let run: RunFixture;

beforeAll(async () => {
  board = await testDatabase();
  sam = await person('Sam');
  run = await clientWithRun(sam, 'step-slots');
});

test('every slot that a step mentions is found in it, with its tag and key, and no other is', async () => {
  const { runbookId, clientId } = run;
  const slots = (await readCatalogue()).components.flatMap((component) => component.slots);
  const mentioned = new Set<string>();
  for (const step of await readSteps(board.db, runbookId)) {
    const ids = slotIdsOf(step);
    for (const slotId of ids) {
      mentioned.add(slotId);
      const { key, tag, exported } = slots.find(({ id }) => id === slotId) ?? {};
      const slot = { slotId, key, tag, exported, runbookId, clientId, over: false };
      const place = { runbookId, stepId: step.stepId, slotId };
      expect(await readStepSlot(board.db, place)).toEqual(slot);
      expect((await lookAtStepSlot(sam, place)).slot).toEqual(slot);
    }
    const elsewhere = slots.find(({ id }) => !ids.includes(id) && mentioned.has(id)) ?? slots.at(-1);
    const place = { runbookId, stepId: step.stepId, slotId: elsewhere?.id ?? '' };
    await expect(readStepSlot(board.db, place)).rejects.toMatchObject({ code: 'not-found' });
    await expect(lookAtStepSlot(sam, place)).rejects.toMatchObject({ code: 'not-found' });
  }
  expect(mentioned.size).toBeGreaterThan(3);
});

test('whoever may not decrypt is told of the slot, and nothing of its value is read for them', async () => {
  const place = {
    runbookId: run.runbookId,
    stepId: 'openrouter.store-openrouter-api-key',
    slotId: 'openrouter.api-key',
  };
  await store(sam, run.clientId, place.slotId, openRouterKey());
  expect((await lookAtStepSlot(sam, place)).seen?.value).not.toBeNull();
  expect(await lookAtStepSlot(await person('Ines', 'support'), place)).toEqual({
    slot: expect.objectContaining({ slotId: place.slotId, clientId: run.clientId }),
  });
});

test('a slot that left the catalogue, and one whose component left, is in no step any more', async () => {
  const place = {
    runbookId: run.runbookId,
    stepId: 'openrouter.store-openrouter-api-key',
    slotId: 'openrouter.api-key',
  };
  for (const [table, id] of [
    ['component_credential_slots', 'openrouter.api-key'],
    ['components', 'openrouter'],
  ]) {
    await board.ownerPool.query(`update ${table} set retired_at = now() where id = $1`, [id]);
    await expect(readStepSlot(board.db, place)).rejects.toMatchObject({ code: 'not-found' });
    await board.ownerPool.query(`update ${table} set retired_at = null where id = $1`, [id]);
  }
  expect((await readStepSlot(board.db, place)).key).toBe('OPENROUTER_API_KEY');
});
