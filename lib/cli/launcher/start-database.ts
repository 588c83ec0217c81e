import 'server-only';
import path from 'node:path';
import type { Cleanups } from '@/lib/cli/launcher/cleanups';
import { type Hold, type Holder, holdPatiently, socketPath } from '@/lib/cli/launcher/single-instance';
import { startEmbeddedPostgres } from '@/lib/db/embedded-postgres';
import { prepareRoles } from '@/lib/db/migrate';
import { makeDataFolder } from '@/lib/db/private-file';
import { applyEnvironment, env } from '@/lib/env';
import { AppError } from '@/lib/errors';

export interface StartedDatabase {
  /** A login for migrations. The runtime's login is in DATABASE_URL from now on. */
  migrationUrl: string;
  /** Where the data are, as a noun phrase. */
  place: string;
  /** Resolves when an embedded server has ended; never for a server of somebody else's. */
  ended: Promise<void>;
  hold: Hold | null;
  /** The embedded server's process. */
  pid: number | null;
}

/** Seconds that a start waits for a board that is stopping or for a command to finish. */
const PATIENCE_SECONDS = 30;

/**
 * Uses the server in DATABASE_URL, or takes the data folder and starts the embedded one. Throws AppError('conflict')
 * that names the running board when the folder is taken.
 */
export async function startDatabase(
  cleanups: Cleanups,
  state: 'starting' | 'command',
): Promise<StartedDatabase> {
  const { DATABASE_URL, MIGRATION_DATABASE_URL, BOARD_DATA_DIR } = env();
  if (DATABASE_URL !== undefined) {
    const migrationUrl = MIGRATION_DATABASE_URL ?? DATABASE_URL;
    await prepareRoles(migrationUrl, DATABASE_URL);
    return {
      migrationUrl,
      place: 'the server in DATABASE_URL',
      ended: new Promise(() => undefined),
      hold: null,
      pid: null,
    };
  }
  const held = await takeDataFolder(BOARD_DATA_DIR, state);
  cleanups.add(() => held.release());
  const server = await startEmbeddedPostgres({ dataDir: BOARD_DATA_DIR });
  cleanups.add(async () => {
    held.tell({ state: 'stopping' });
    await server.stop();
  });
  held.tell({ postgresPort: server.port });
  applyEnvironment({ BOARD_MODE: 'local', DATABASE_URL: server.applicationUrl });
  return {
    migrationUrl: server.ownerUrl,
    place: `PostgreSQL on port ${server.port}, ${whereData(server.clusterDir, BOARD_DATA_DIR)}`,
    ended: server.exited,
    hold: held,
    pid: server.pid,
  };
}

function whereData(clusterDir: string, dataDir: string): string {
  if (clusterDir.startsWith(dataDir)) return `data in ${shown(clusterDir)}`;
  return `data in ${clusterDir}, since it does not run as root and its user cannot reach ${shown(dataDir)}`;
}

/** As one would type it: inside the project without the way there. */
function shown(file: string): string {
  const relative = path.relative('', file);
  return relative.startsWith('..') ? file : relative;
}

async function takeDataFolder(dataDir: string, state: 'starting' | 'command'): Promise<Hold> {
  await makeDataFolder(dataDir);
  const outcome = await holdPatiently(socketPath(dataDir), state, ['stopping', 'command'], PATIENCE_SECONDS);
  if ('held' in outcome) return outcome.held;
  throw new AppError('conflict', alreadyRunning(outcome.holder, dataDir));
}

function alreadyRunning(holder: Holder, dataDir: string): string {
  const folder = shown(dataDir);
  if (holder.pid === 0)
    return `Something that does not answer holds the data in ${folder}: end it, then start again.`;
  if (holder.url === null)
    return `A board with the data in ${folder} is starting already (process ${holder.pid}).`;
  return `A board is running already at ${holder.url} (process ${holder.pid}): open it, or stop that process first.`;
}
