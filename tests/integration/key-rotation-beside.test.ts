import { beforeAll, expect, test } from 'vitest';
import type { Actor } from '@/lib/auth/actor';
import { revealCredential } from '@/lib/clients/reveal-credential';
import { secretFromInput, storeCredential } from '@/lib/clients/store-credential';
import { bundleCeremony, startCeremony } from '@/tests/support/ceremony-process';
import { addClient, addPerson, OPENROUTER_SLOT, openRouterKey } from '@/tests/support/fixtures';
import { keepKeysInFiles } from '@/tests/support/keys-in-files';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';
import { openAll, seedValues } from '@/tests/support/stored-values';

const ROUNDS = 6;

let board: TestDatabase;
let program: string;
let consultant: Actor;

beforeAll(async () => {
  board = await testDatabase();
  const folder = await keepKeysInFiles(board);
  consultant = (await addPerson(board.db, 'consultant')).actor;
  program = await bundleCeremony(folder);
});

/** Stores and reveals one client's value over and over, as people do on a running board; gives how often. */
async function workOn(clientId: string, goOn: () => boolean): Promise<number> {
  let rounds = 0;
  for (; goOn(); rounds += 1) {
    const value = openRouterKey();
    const place = { clientId, slotId: OPENROUTER_SLOT };
    await storeCredential(consultant, { ...place, value: secretFromInput(value), source: 'typed' });
    expect((await revealCredential(consultant, place)).reveal()).toBe(value);
  }
  return rounds;
}

test('people store and reveal without noticing while another process rotates and re-encrypts around them', async () => {
  const values = await seedValues(board.db, 4);
  const clients = await Promise.all([1, 2, 3].map(() => addClient(board.db, consultant)));
  const ceremony = startCeremony(program, board.ownerUrl, ROUNDS);
  await ceremony.begun;
  let running = true;
  const ended = ceremony.ended.finally(() => {
    running = false;
  });
  const worked = await Promise.all(clients.map(({ id }) => workOn(id, () => running)));
  expect(await ended).toMatchObject({ code: 0, stderr: '' });
  expect(Math.min(...worked)).toBeGreaterThan(0);
  const keys = await board.ownerPool.query('select max(version) as newest from master_keys');
  expect(keys.rows).toEqual([{ newest: ROUNDS + 1 }]);
  const older = await board.ownerPool.query(
    `select 1 from client_credentials where key_version not in (select version from master_keys where state = 'active')`,
  );
  expect(older.rowCount).toBe(0);
  expect(await openAll(board.db)).toEqual(new Map([...(await openAll(board.db)), ...values]));
}, 120_000);
