import { setTimeout as pause } from 'node:timers/promises';
import { beforeAll, expect, test } from 'vitest';
import { systemActor } from '@/lib/auth/actor';
import { credentialTable } from '@/lib/clients/rewrap-credentials';
import { databaseOver } from '@/lib/db/database';
import { rewrapValues } from '@/lib/keys/rewrap';
import { bundleCeremony, startCeremony } from '@/tests/support/ceremony-process';
import { keepKeysInFiles } from '@/tests/support/keys-in-files';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';
import { openAll, seedValues } from '@/tests/support/stored-values';

const KILLS = 50;
const AT_ONCE = 5;
const CLIENTS = 8;
/** Rotating and re-encrypting takes about this long here, so that a kill may hit any moment of it. */
const LONGEST_LIFE_MS = 400;

let board: TestDatabase;
let program: string;
let values: Map<string, string>;

beforeAll(async () => {
  board = await testDatabase();
  const folder = await keepKeysInFiles(board);
  values = await seedValues(board.db, CLIENTS);
  program = await bundleCeremony(folder);
});

async function killOne(): Promise<string | null> {
  const { child, begun, ended } = startCeremony(program, board.ownerUrl, 1_000);
  await begun;
  // The moment of the kill is what is tried out; nothing is waited for.
  await pause(Math.random() * LONGEST_LIFE_MS);
  child.kill('SIGKILL');
  return (await ended).signal;
}

async function states(): Promise<{ state: string; versions: number }[]> {
  const found = await board.ownerPool.query(
    'select state, count(*)::int as versions from master_keys group by state order by state',
  );
  return found.rows;
}

test(`killed with -9 at ${KILLS} random moments of rotating and re-encrypting, five at a time, every value opens`, async () => {
  for (let killed = 0; killed < KILLS; killed += AT_ONCE) {
    const ends = await Promise.all(Array.from({ length: AT_ONCE }, killOne));
    expect(ends).toEqual(Array(AT_ONCE).fill('SIGKILL'));
    expect((await states())[0]).toEqual({ state: 'active', versions: 1 });
    expect(await openAll(board.db)).toEqual(values);
  }
}, 180_000);

test('and the next run ends the work: every value once, under the active version, with its rotations on record', async () => {
  const report = await rewrapValues(systemActor('cli'), databaseOver(board.ownerPool), [credentialTable]);
  expect(report.unopened).toEqual([]);
  const rows = await board.ownerPool.query(
    `select count(*)::int as values, count(*) filter (where k.state = 'active')::int as active,
       max(value_version) as value_version
     from client_credentials c join master_keys k on k.version = c.key_version`,
  );
  expect(rows.rows).toEqual([{ values: values.size, active: values.size, value_version: 1 }]);
  expect(await openAll(board.db)).toEqual(values);
  const rotations = await board.ownerPool.query(
    `select (select count(*) from audit_events where action = 'master-key.rotated')::int as recorded,
       (select max(version) - 1 from master_keys) as made`,
  );
  expect(rotations.rows[0].recorded).toBe(rotations.rows[0].made);
  expect(rotations.rows[0].made).toBeGreaterThan(0);
});
