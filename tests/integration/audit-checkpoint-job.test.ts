import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { recordAuditEvent } from '@/lib/audit/append';
import { listCheckpoints } from '@/lib/audit/checkpoint-folder';
import { publicKeyOf } from '@/lib/audit/signing-key';
import { verifyCheckpoints } from '@/lib/audit/verify-checkpoints';
import type { Actor } from '@/lib/auth/actor';
import { startJobs, stopJobs } from '@/lib/jobs/runtime';
import { checkpointPlace } from '@/lib/keys/checkpoint-place';
import { addPerson } from '@/tests/support/fixtures';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';

let board: TestDatabase;
let admin: Actor;

beforeAll(async () => {
  board = await testDatabase();
  admin = (await addPerson(board.db, 'admin')).actor;
});

afterEach(stopJobs);

const numbers = () => listCheckpoints(checkpointPlace().folder);
const settled = async () => {
  const { rows } = await board.ownerPool.query<{ open: number }>(
    `select count(*)::int as open from pgboss.job where name = 'audit-checkpoint' and state <> 'completed'`,
  );
  return rows[0]?.open === 0;
};
const untilSettled = () =>
  vi.waitFor(async () => expect(await settled()).toBe(true), { timeout: 25_000, interval: 100 });

test('a board that starts writes a checkpoint, with a key of its own making', async () => {
  await startJobs();
  await untilSettled();
  expect(await numbers()).toEqual([1]);
  const { folder, signer } = checkpointPlace();
  const report = await verifyCheckpoints(admin, { folder, publicKey: await publicKeyOf(signer) });
  expect(report).toMatchObject({ sound: 1, findings: [] });
});

test('one that starts again writes another only if something has happened', async () => {
  await startJobs();
  await untilSettled();
  expect(await numbers()).toEqual([1]);
  await stopJobs();
  await recordAuditEvent(admin, { action: 'audit.exported' });
  await startJobs();
  await untilSettled();
  expect(await numbers()).toEqual([1, 2]);
});

test('the hour is in the schedule', async () => {
  await startJobs();
  const { rows } = await board.ownerPool.query(
    `select cron from pgboss.schedule where name = 'audit-checkpoint'`,
  );
  expect(rows).toEqual([{ cron: '7 * * * *' }]);
});
