import { sql } from 'drizzle-orm';
import { beforeAll, expect, test } from 'vitest';
import { toAppError } from '@/lib/db/database-errors';
import { migrateDatabase } from '@/lib/db/migrate';
import { withOwner } from '@/lib/db/owner';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';
import { killBackend } from './fault-fixture';

let board: TestDatabase;

beforeAll(async () => {
  board = await testDatabase();
});

const errorOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

test('fault-owner: a command whose connection dies fails with "unavailable", and not as a crash', async () => {
  const error = await errorOf(
    withOwner(board.ownerUrl, async (owner) => {
      const { rows } = await owner.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
      await killBackend(board.superuserPool, rows[0]?.pid ?? 0);
      return owner.execute(sql`select 1`);
    }),
  );
  expect(toAppError(error)).toMatchObject({ code: 'unavailable' });
});

test('fault-owner: a migration whose connection dies fails so too, and the next one has nothing against it', async () => {
  const dying = migrateDatabase(board.ownerUrl, {
    afterwards: [
      async ({ client }) => {
        const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
        await killBackend(board.superuserPool, rows[0]?.pid ?? 0);
        await client.query('select 1');
      },
    ],
  });
  expect(toAppError(await errorOf(dying))).toMatchObject({ code: 'unavailable' });
  expect(await migrateDatabase(board.ownerUrl)).toEqual({ applied: 0 });
});
