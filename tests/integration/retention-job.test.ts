import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { Actor } from '@/lib/auth/actor';
import { startJobs, stopJobs } from '@/lib/jobs/runtime';
import { offboardClient } from '@/lib/retention/commands';
import { addClientWithValues, addPerson } from '@/tests/support/fixtures';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';

let board: TestDatabase;
let admin: Actor;

beforeAll(async () => {
  board = await testDatabase();
  admin = (await addPerson(board.db, 'admin')).actor;
});

afterEach(stopJobs);

async function isPurged(clientId: string): Promise<boolean> {
  const { rows } = await board.ownerPool.query('select purged_at from clients where id = $1', [clientId]);
  return rows[0]?.purged_at !== null;
}

const becomesPurged = (clientId: string) =>
  vi.waitFor(async () => expect(await isPurged(clientId)).toBe(true), { timeout: 25_000, interval: 100 });

test('what fell due while the board was down is purged when it starts, without anybody asking', async () => {
  const client = await addClientWithValues(board.db, admin);
  await offboardClient(admin, client.id, { retentionDays: 0, slug: client.slug });
  await startJobs();
  await becomesPurged(client.id);
});

test('a running board purges at the date by itself', async () => {
  await startJobs();
  const client = await addClientWithValues(board.db, admin);
  await offboardClient(admin, client.id, { retentionDays: 0, slug: client.slug });
  await becomesPurged(client.id);
  const { rows } = await board.ownerPool.query(
    `select via, actor_id from audit_events where client_id = $1 and action = 'client.purged'`,
    [client.id],
  );
  expect(rows).toEqual([{ via: 'job', actor_id: '00000000-0000-0000-0000-000000000000' }]);
});

test('offboarding asks the queue for a run at exactly the purge date', async () => {
  const client = await addClientWithValues(board.db, admin);
  const { purgeAfter } = await offboardClient(admin, client.id, { retentionDays: 12 });
  const { rows } = await board.ownerPool.query(
    `select start_after from pgboss.job where name = 'retention' and state = 'created' and start_after = $1`,
    [purgeAfter],
  );
  expect(rows).toHaveLength(1);
});
