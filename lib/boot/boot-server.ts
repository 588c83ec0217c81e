import 'server-only';
import { env } from '@/lib/env';
import { AppError } from '@/lib/errors';
import { startJobs, stopJobs } from '@/lib/jobs/runtime';
import { appVault } from '@/lib/keys/app-vault';
import { logger } from '@/lib/logger';
import { runHub } from '@/lib/runbook/run-hub';

/**
 * What has to be right before the server answers: the configuration, the database, the master key and the job
 * queue. Anything wrong ends the process with one sentence, since a server without its key would fail at the first
 * secret instead.
 */
export async function bootServer(): Promise<void> {
  // The development server is a child of Next's own program, which may be killed and leave it behind.
  process.once('disconnect', () => process.exit(1));
  process.channel?.unref();
  try {
    env();
    const vault = await appVault();
    await startJobs();
    process.once('SIGTERM', () => void stopJobs());
    // A server that stops waits for its open answers, and those of open runs have no end of their own.
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => runHub().close());
    logger().debug({ keyVersion: vault.activeKeyVersion }, 'the server is ready');
  } catch (error) {
    process.stderr.write(`${sentence(error)}\n`);
    process.exit(1);
  }
}

function sentence(error: unknown): string {
  if (error instanceof AppError) return error.message;
  return 'The database cannot be reached or is not set up: check DATABASE_URL, then run npm run board -- migrate.';
}
