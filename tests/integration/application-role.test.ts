import { beforeAll, expect, test } from 'vitest';
import { database } from '@/lib/db/database';
import { createApplicationPool } from '@/lib/db/pool';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';

let board: TestDatabase;

beforeAll(async () => {
  board = await testDatabase();
});

test('the product speaks to the database as the application role', async () => {
  const found = await database().execute('select current_user as role');
  expect(found.rows).toEqual([{ role: 'jed_board_app' }]);
});

test('a pool with a stronger login drops to the application role before its first statement and after a reset', async () => {
  await board.superuserPool.query(
    `create role one_login login password 'of-this-test' in role jed_board_owner, jed_board_app`,
  );
  const url = Object.assign(new URL(board.applicationUrl), {
    username: 'one_login',
    password: 'of-this-test',
  });
  const pool = createApplicationPool(url.toString(), 1);
  try {
    const first = await pool.query('select current_user as role, session_user as login');
    await pool.query('reset role');
    const afterReset = await pool.query('select current_user as role');
    expect(first.rows).toEqual([{ role: 'jed_board_app', login: 'one_login' }]);
    expect(afterReset.rows).toEqual([{ role: 'jed_board_app' }]);
  } finally {
    await pool.end();
    await board.superuserPool.query('drop role one_login');
  }
});

test('the application role cannot create a table', async () => {
  await expect(board.applicationPool.query('create table public.extra (id int)')).rejects.toMatchObject({
    code: '42501',
  });
});
