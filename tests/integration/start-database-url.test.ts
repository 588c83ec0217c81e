import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@/lib/db/embedded-postgres';
import { runBoard, startBoard } from '@/tests/support/start';

let folder: string;
let server: EmbeddedPostgres;
let admin: Client;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'jed-board-url-'));
  // As root, PostgreSQL runs as another user, who must be able to pass.
  await chmod(folder, 0o711);
  server = await startEmbeddedPostgres({ dataDir: path.join(folder, 'server'), durable: false });
  const maintenance = Object.assign(new URL(server.superuserUrl), { pathname: '/postgres' });
  admin = new Client({ connectionString: maintenance.toString() });
  await admin.connect();
  // As a hosting company would give it out: a login that may make roles, and an empty database of its own.
  await admin.query('drop database jed_board');
  await admin.query('drop role jed_board_app');
  await admin.query('drop role jed_board_owner');
  await admin.query(`create role hosted login createrole password 'of-this-test'`);
  await admin.query('create database hosted owner hosted');
  await admin.query(`create role plain login password 'of-this-test'`);
  await admin.query('create database plain owner plain');
});

afterAll(async () => {
  await admin.end();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const address = (login: string) =>
  Object.assign(new URL(server.superuserUrl), {
    username: login,
    password: 'of-this-test',
    pathname: `/${login}`,
  });

test('with a login that may not make roles, the refusal holds the statements for an administrator', async () => {
  const migrate = runBoard(['migrate'], {
    BOARD_MODE: 'local',
    BOARD_DATA_DIR: path.join(folder, 'data'),
    DATABASE_URL: address('plain').toString(),
  });
  expect(await migrate.exited).toBe(1);
  expect(migrate.stderr()).toContain('create role jed_board_owner; create role jed_board_app;');
  expect(migrate.stderr()).not.toContain('of-this-test');
});

test('with one login in DATABASE_URL, tables belong to the owner role and the product writes as the application role', async () => {
  const environment = {
    BOARD_MODE: 'local',
    BOARD_DATA_DIR: path.join(folder, 'data'),
    DATABASE_URL: address('hosted').toString(),
  };
  const migrate = runBoard(['migrate'], environment);
  expect([await migrate.exited, migrate.stderr()]).toEqual([0, '']);
  const database = new Client({
    connectionString: Object.assign(new URL(server.superuserUrl), { pathname: '/hosted' }).toString(),
  });
  await database.connect();
  try {
    const owners = await database.query(
      `select distinct tableowner from pg_tables where schemaname in ('public', 'pgboss', 'drizzle')`,
    );
    await database.query('alter table one_time_links add column written_as text default current_user');
    const started = await startBoard(environment);
    const written = await database.query('select distinct written_as from one_time_links');
    await started.interrupt();
    expect(owners.rows).toEqual([{ tableowner: 'jed_board_owner' }]);
    expect(started.board.setupUrl).not.toBeNull();
    expect(written.rows).toEqual([{ written_as: 'jed_board_app' }]);
  } finally {
    await database.end();
  }
});
