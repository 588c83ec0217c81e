import { beforeAll, expect, test } from 'vitest';
import type { Actor } from '@/lib/auth/actor';
import { secretFromInput, storeCredential } from '@/lib/clients/store-credential';
import { applicationPool } from '@/lib/db/pool';
import { addClient, addPerson, OPENROUTER_SLOT, openRouterKey } from '@/tests/support/fixtures';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';

let board: TestDatabase;
let consultant: Actor;

beforeAll(async () => {
  board = await testDatabase();
  consultant = (await addPerson(board.db, 'consultant')).actor;
});

test('the first values of a process are stored though every connection of its pool waits inside a transaction', async () => {
  const { max } = applicationPool().options;
  const clients = [];
  for (let count = 0; count < 2 * max; count += 1) clients.push(await addClient(board.db, consultant));
  const outcomes = await Promise.allSettled(
    clients.map((client) =>
      storeCredential(consultant, {
        clientId: client.id,
        slotId: OPENROUTER_SLOT,
        value: secretFromInput(openRouterKey()),
        source: 'typed',
      }),
    ),
  );
  expect(outcomes.filter((outcome) => outcome.status === 'rejected')).toEqual([]);
  const { rows } = await board.ownerPool.query('select sum(encryptions)::int as counted from key_usage');
  expect(rows[0].counted).toBeGreaterThanOrEqual(clients.length);
});
