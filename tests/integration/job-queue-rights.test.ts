import PgBoss from 'pg-boss';
import { beforeAll, expect, test } from 'vitest';
import { JOB_SCHEMA, prepareJobQueues } from '@/lib/db/job-schema';
import { migrateDatabase } from '@/lib/db/migrate';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';

let board: TestDatabase;

beforeAll(async () => {
  board = await testDatabase();
  const prepare = () =>
    migrateDatabase(board.ownerUrl, { afterwards: [(owner) => prepareJobQueues(owner, ['purge'])] });
  await prepare();
  await prepare();
});

test('the application role runs and schedules jobs on tables that the owner made', async () => {
  const errors: unknown[] = [];
  const boss = new PgBoss({ connectionString: board.applicationUrl, schema: JOB_SCHEMA, migrate: false });
  boss.on('error', (error) => errors.push(error));
  await boss.start();
  try {
    await boss.schedule('purge', '0 3 * * *', {});
    await boss.send('purge', { asked: true });
    const jobs = await boss.fetch<{ asked: boolean }>('purge');
    await boss.complete(
      'purge',
      jobs.map((job) => job.id),
    );
    expect(jobs.map((job) => job.data)).toEqual([{ asked: true }]);
    expect(errors).toEqual([]);
  } finally {
    await boss.stop({ graceful: false });
  }
});

test('the application role cannot make a queue of its own', async () => {
  await expect(
    board.applicationPool.query(`select ${JOB_SCHEMA}.create_queue('another', '{}')`),
  ).rejects.toMatchObject({ code: '42501' });
});
