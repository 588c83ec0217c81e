import { beforeAll, beforeEach, expect, test } from 'vitest';
import { refusal as answered } from '@/app/api/runbooks/[id]/refusal';
import { runAction } from '@/lib/action-result';
import { exportAudit } from '@/lib/audit/export';
import { auditFilterSchema } from '@/lib/audit/filter';
import type { Actor } from '@/lib/auth/actor';
import { invitePerson } from '@/lib/auth/people-commands';
import { secretFromInput, storeCredential } from '@/lib/clients/store-credential';
import { addClient, addPerson, OPENROUTER_SLOT, openRouterKey, reveal } from '@/tests/support/fixtures';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';

let board: TestDatabase;
let ines: Actor;
let clientId: string;

beforeAll(async () => {
  board = await testDatabase();
  const admin = (await addPerson(board.db, 'admin')).actor;
  clientId = (await addClient(board.db, admin)).id;
});
beforeEach(async () => {
  ines = (await addPerson(board.db, 'support')).actor;
});

async function eventsOf(actor: Actor) {
  const { rows } = await board.ownerPool.query(
    `select action, outcome, detail->>'permission' as permission, address, audit_events::text as row
       from audit_events where actor_id = $1 order by seq`,
    [actor.id],
  );
  return rows;
}

test('whoever asks for what their role may not is refused, and is on record with what it was', async () => {
  const invited = await runAction(() =>
    invitePerson(ines, { name: 'Friend', email: 'friend@example.org', role: 'admin' }),
  );
  expect(invited).toMatchObject({ status: 'failed', code: 'forbidden' });
  expect(await eventsOf(ines)).toMatchObject([
    { action: 'person.refused', outcome: 'refused', permission: 'people.manage', address: '192.0.2.1' },
  ]);
});

test('nothing of what they sent is on record', async () => {
  const value = openRouterKey();
  await runAction(() =>
    storeCredential(ines, {
      clientId,
      slotId: OPENROUTER_SLOT,
      value: secretFromInput(value),
      source: 'typed',
    }),
  );
  const [event] = await eventsOf(ines);
  expect(event).toMatchObject({ permission: 'credential.store' });
  expect(event.row).not.toContain(value);
});

test('a request of a program is on record too, and answered as before', async () => {
  const filter = auditFilterSchema.parse({});
  const error = await exportAudit(ines, { filter, timeZone: 'UTC', format: 'csv' }).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect((await answered(error)).status).toBe(403);
  expect(await eventsOf(ines)).toMatchObject([{ action: 'person.refused' }]);
});

test('a refused copy has its own event, and not a second one', async () => {
  await runAction(() => reveal(ines, clientId));
  expect((await eventsOf(ines)).map(({ action }) => action)).toEqual(['credential.reveal-refused']);
});

test('a log that cannot be written lets nothing through', async () => {
  await board.ownerPool.query('revoke insert on audit_events from jed_board_app');
  const invited = await runAction(() =>
    invitePerson(ines, { name: 'Friend', email: 'friend@example.org', role: 'admin' }),
  );
  await board.ownerPool.query('grant insert on audit_events to jed_board_app');
  expect(invited).toMatchObject({ status: 'failed', code: 'forbidden' });
  expect(await eventsOf(ines)).toEqual([]);
});
