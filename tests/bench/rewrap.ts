import { randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import { systemActor } from '@/lib/auth/actor';
import { credentialTable } from '@/lib/clients/rewrap-credentials';
import { database, databaseOver } from '@/lib/db/database';
import { rewrapValues } from '@/lib/keys/rewrap';
import { rotateMasterKey } from '@/lib/keys/rotate-key';
import { seedValues } from '@/tests/support/stored-values';
import type { BenchBoard } from './bench-board';
import { ratio, round } from './measure';

const CLIENTS = 200;
const BATCH = 200;
const TURNS = 3;

/**
 * Re-encrypting values after a rotation, as `key rewrap` does it, beside the same batches of updates with random bytes
 * on a copy of the table. In turns; the middle turn counts.
 */
export async function measureRewrap(board: BenchBoard): Promise<object> {
  const values = (await seedValues(database(), CLIENTS)).size;
  await board.owner.query('create table bench_credentials (like client_credentials including all)');
  await board.owner.query('insert into bench_credentials select * from client_credentials');
  const rates: { rewrap: number; bare: number }[] = [];
  for (let turn = 0; turn < TURNS; turn += 1) {
    await rotateMasterKey(systemActor('cli'), databaseOver(board.owner));
    const began = performance.now();
    const { rewrapped } = await rewrapValues(systemActor('cli'), databaseOver(board.owner), [
      credentialTable,
    ]);
    const rewrap = (rewrapped / (performance.now() - began)) * 1000;
    rates.push({ rewrap, bare: await bareUpdates(board.owner) });
  }
  await board.owner.query('drop table bench_credentials');
  const middle = rates.toSorted((one, other) => one.rewrap / one.bare - other.rewrap / other.bare)[
    Math.floor(TURNS / 2)
  ];
  if (middle === undefined) throw new Error('Nothing was measured.');
  return {
    values,
    rewrapPerSecond: round(middle.rewrap),
    bareUpdatesPerSecond: round(middle.bare),
    rateOfBareUpdates: ratio(middle.rewrap, middle.bare),
  };
}

/** Rows a second: locked in batches, each written by a prepared statement of its own, a commit a batch. */
async function bareUpdates(owner: Pool): Promise<number> {
  const client = await owner.connect();
  const envelope = randomBytes(106);
  let done = 0;
  const began = performance.now();
  try {
    for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
      await client.query('begin');
      const { rows } = await client.query<{ id: string }>({
        name: 'bench-batch',
        text: 'select * from bench_credentials where id > $1 order by id limit $2 for update skip locked',
        values: [after, BATCH],
      });
      for (const { id } of rows) {
        await client.query({
          name: 'bench-update',
          // The table holds an envelope's own version against the column.
          text: `update bench_credentials set key_version = key_version + 1,
            envelope = overlay($2::bytea placing int4send(key_version + 1) from 2 for 4) where id = $1`,
          values: [id, envelope],
        });
      }
      await client.query('commit');
      done += rows.length;
      const last = rows.at(-1)?.id;
      if (last === undefined) break;
      after = last;
    }
  } finally {
    client.release();
  }
  return (done / (performance.now() - began)) * 1000;
}
