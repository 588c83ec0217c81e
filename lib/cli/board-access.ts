import 'server-only';
import { setTimeout as pause } from 'node:timers/promises';
import { afterMigration } from '@/lib/cli/after-migration';
import { Cleanups } from '@/lib/cli/launcher/cleanups';
import { ask, type Holder, socketPath } from '@/lib/cli/launcher/single-instance';
import { startDatabase } from '@/lib/cli/launcher/start-database';
import { completeLocalEnvironment } from '@/lib/cli/local-environment';
import { readEmbeddedAddresses } from '@/lib/db/embedded-postgres';
import { migrateDatabase } from '@/lib/db/migrate';
import { closeApplicationPool } from '@/lib/db/pool';
import { applyEnvironment, env } from '@/lib/env';

const PATIENCE_SECONDS = 120;

export interface BoardAccess {
  /** Where the running board serves its pages; null when none is known of. */
  url: string | null;
  /** A login that may take on the owner role. */
  migrationUrl: string;
}

/**
 * Runs a command's work with the database at hand: the one in DATABASE_URL, that of the board that is running, or
 * else the embedded one, started for as long as the work takes. `work` is told the address of a running board, and
 * where to log in for what only the owner of the tables may do.
 */
export async function withBoard<T>(work: (board: BoardAccess) => Promise<T>): Promise<T> {
  const cleanups = new Cleanups();
  cleanups.add(closeApplicationPool);
  const giveUp = () => void cleanups.run().finally(() => process.exit(130));
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, giveUp);
  try {
    const board = await connect(cleanups);
    await completeLocalEnvironment();
    return await work(board);
  } finally {
    await cleanups.run();
  }
}

async function connect(cleanups: Cleanups): Promise<BoardAccess> {
  const { DATABASE_URL, MIGRATION_DATABASE_URL, BOARD_DATA_DIR } = env();
  if (DATABASE_URL !== undefined) return { url: null, migrationUrl: MIGRATION_DATABASE_URL ?? DATABASE_URL };
  const holder = await settledHolder(BOARD_DATA_DIR);
  if (holder?.state === 'running' && holder.postgresPort !== null) {
    const { applicationUrl, ownerUrl } = await readEmbeddedAddresses(BOARD_DATA_DIR, holder.postgresPort);
    applyEnvironment({ BOARD_MODE: 'local', DATABASE_URL: applicationUrl });
    return { url: holder.url, migrationUrl: ownerUrl };
  }
  const database = await startDatabase(cleanups, 'command');
  await migrateDatabase(database.migrationUrl, { afterwards: afterMigration });
  return { url: null, migrationUrl: database.migrationUrl };
}

/** Who holds the data folder, once nobody is about to start or to stop. */
async function settledHolder(dataDir: string): Promise<Holder | null> {
  for (const deadline = Date.now() + PATIENCE_SECONDS * 1000; ; ) {
    const holder = await ask(socketPath(dataDir));
    const passes =
      holder?.state === 'starting' || holder?.state === 'stopping' || holder?.state === 'command';
    if (!passes || Date.now() > deadline) return holder;
    await pause(100);
  }
}
