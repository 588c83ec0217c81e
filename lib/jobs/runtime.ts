import 'server-only';
import type PgBoss from 'pg-boss';
import { systemActor } from '@/lib/auth/actor';
import { forgetOldAttempts } from '@/lib/auth/forget-attempts';
import { databaseErrorCode } from '@/lib/db/database-errors';
import { jobQueue } from '@/lib/jobs/boss';
import { CHECKPOINT_QUEUE, RETENTION_QUEUE } from '@/lib/jobs/queues';
import { runCheckpoint } from '@/lib/jobs/run-checkpoint';
import { logger } from '@/lib/logger';
import { runRetention } from '@/lib/retention/run-retention';

const EVERY_FIVE_MINUTES = '*/5 * * * *';
const EVERY_HOUR = '7 * * * *';
const POLLING_SECONDS = 5;

/** Next bundles a module more than once, so the process's one worker hangs on the global object. */
const holder = globalThis as typeof globalThis & { jedBoardJobs?: Promise<PgBoss> | undefined };

/**
 * Starts this instance's share of the scheduled work. Safe to call twice and with any number of instances: the
 * queue hands a job to one of them, and a purge holds its client's lock. Throws when the queue cannot be reached.
 */
export async function startJobs(): Promise<void> {
  holder.jedBoardJobs ??= start().catch((error: unknown) => {
    holder.jedBoardJobs = undefined;
    throw error;
  });
  await holder.jedBoardJobs;
}

/** Takes no more jobs, and waits for the running one. */
export async function stopJobs(): Promise<void> {
  const running = holder.jedBoardJobs;
  holder.jedBoardJobs = undefined;
  await (await running)?.stop({ graceful: true });
}

async function start(): Promise<PgBoss> {
  const boss = jobQueue({ supervise: true, schedule: true });
  boss.on('error', (error) =>
    logger().error({ code: databaseErrorCode(error) ?? 'unknown' }, 'the job queue failed'),
  );
  await boss.start();
  await boss.work(RETENTION_QUEUE, { pollingIntervalSeconds: POLLING_SECONDS }, async () => {
    await runRetention(systemActor('job'));
    await forgetOldAttempts();
  });
  await boss.schedule(RETENTION_QUEUE, EVERY_FIVE_MINUTES, {});
  await boss.work(CHECKPOINT_QUEUE, { pollingIntervalSeconds: POLLING_SECONDS }, () => runCheckpoint());
  await boss.schedule(CHECKPOINT_QUEUE, EVERY_HOUR, {});
  await boss.send(CHECKPOINT_QUEUE, {});
  // What fell due while the board was down is purged at once.
  await boss.send(RETENTION_QUEUE, {});
  return boss;
}
