import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { Actor } from '@/lib/auth/actor';
import { copyFromRecord } from '@/lib/clients/copy-from-record';
import { copySecret } from '@/lib/runbook/copy-secret';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';
import { clientWithRun, openRouterKey, person, type RunFixture, store } from './runbook-fixture';

const SLOT = 'openrouter.api-key';

let board: TestDatabase;
let sam: Actor;
let support: Actor;
let run: RunFixture;
let secret: string;
let count = 0;

beforeAll(async () => {
  board = await testDatabase();
  sam = await person('Sam');
  support = await person('Sid', 'support');
});

beforeEach(async () => {
  count += 1;
  run = await clientWithRun(sam, `closed-${count}`, {
    componentIds: ['mac-identity', 'mac-accounts', 'openrouter'],
  });
  secret = openRouterKey();
  await store(sam, run.clientId, SLOT, secret);
});

const end = (column: 'closed_at' | 'superseded_at') =>
  board.ownerPool.query(`update runbooks set ${column} = now() where id = $1`, [run.runbookId]);

const copy = (actor: Actor, form: 'value' | 'line') =>
  copySecret(actor, {
    runbookId: run.runbookId,
    stepId: 'openrouter.store-openrouter-api-key',
    slotId: SLOT,
    form,
  });

async function reveals(): Promise<unknown[]> {
  const { rows } = await board.ownerPool.query(
    `select action, outcome, actor_id as by, runbook_id as run, step_id as step from audit_events
     where client_id = $1 and action like 'credential.reveal%' order by seq`,
    [run.clientId],
  );
  return rows;
}

test.each(['closed_at', 'superseded_at'] as const)(
  'a run with %s gives no value in either form, and each attempt is on record',
  async (column) => {
    await expect(copy(sam, 'value')).resolves.toBe(secret);
    await end(column);
    for (const form of ['value', 'line'] as const) {
      await expect(copy(sam, form)).rejects.toMatchObject({
        code: 'conflict',
        message: 'Not copied: this run is over. Copy the value from the client’s credentials page.',
      });
    }
    const refused = {
      action: 'credential.reveal-refused',
      outcome: 'refused',
      by: sam.id,
      run: run.runbookId,
      step: 'openrouter.store-openrouter-api-key',
    };
    expect((await reveals()).slice(1)).toEqual([refused, refused]);
  },
);

test('support is refused for its role on a closed run as on an open one, once on record', async () => {
  await end('closed_at');
  await expect(copy(support, 'value')).rejects.toMatchObject({ code: 'forbidden' });
  expect(await reveals()).toMatchObject([{ action: 'credential.reveal-refused', by: support.id }]);
});

test('the client’s record still gives the value, without the run in its event', async () => {
  await end('closed_at');
  const place = { clientId: run.clientId, slotId: SLOT };
  await expect(copyFromRecord(sam, place)).resolves.toBe(secret);
  expect(await reveals()).toMatchObject([{ action: 'credential.revealed', run: null }]);
});
