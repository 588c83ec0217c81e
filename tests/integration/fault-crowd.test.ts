import { beforeAll, expect, test } from 'vitest';
import { verifyAudit } from '@/lib/audit/verify';
import type { Actor } from '@/lib/auth/actor';
import { secretFromInput, storeCredential } from '@/lib/clients/store-credential';
import { addClient, addPerson, OPENROUTER_SLOT, openRouterKey, reveal } from '@/tests/support/fixtures';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';

const PEOPLE = 20;
const CLIENTS = 10;

let board: TestDatabase;
let admin: Actor;
const people: Actor[] = [];
const keys = new Map<string, string>();

beforeAll(async () => {
  board = await testDatabase();
  admin = (await addPerson(board.db, 'admin')).actor;
  while (people.length < PEOPLE) people.push((await addPerson(board.db, 'consultant')).actor);
  while (keys.size < CLIENTS) {
    const [{ id }, key] = [await addClient(board.db, admin), openRouterKey()];
    await storeCredential(admin, {
      clientId: id,
      slotId: OPENROUTER_SLOT,
      value: secretFromInput(key),
      source: 'typed',
    });
    keys.set(id, key);
  }
});

test('twenty people who reveal ten clients’ values all at once get 200 values and leave 200 events in whole chains', async () => {
  const asked = people.flatMap((actor) => [...keys.keys()].map((clientId) => ({ actor, clientId })));
  const revealed = await Promise.all(asked.map(({ actor, clientId }) => reveal(actor, clientId)));
  expect(revealed.map((value) => value.reveal())).toEqual(asked.map(({ clientId }) => keys.get(clientId)));
  const { rows } = await board.ownerPool.query<{ actor: string; client: string }>(
    `select actor_id as actor, client_id as client from audit_events where action = 'credential.revealed'`,
  );
  const told = rows.map(({ actor, client }) => `${actor} ${client}`);
  expect(told.sort()).toEqual(asked.map(({ actor, clientId }) => `${actor.id} ${clientId}`).sort());
  expect((await verifyAudit(admin)).findings).toEqual([]);
  const gaps = await board.ownerPool.query(
    'select chain from audit_events group by chain having max(chain_seq) <> count(*)',
  );
  expect(gaps.rows).toEqual([]);
});
