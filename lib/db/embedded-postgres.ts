import 'server-only';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { z } from 'zod';
import { findPostgresPlace, type PostgresPlace } from '@/lib/db/postgres-place';
import { stopLeftoverServer, stopServer } from '@/lib/db/postgres-process';
import { makeDataFolder, readPrivateFile, writePrivateFile } from '@/lib/db/private-file';
import { ensureRoles } from '@/lib/db/roles';
import { childEnvironment } from '@/lib/env';
import { AppError } from '@/lib/errors';

const passwordsSchema = z.object({
  superuser: z.string(),
  owner: z.string(),
  application: z.string(),
});
type Passwords = z.infer<typeof passwordsSchema>;

export interface EmbeddedAddresses {
  superuserUrl: string;
  ownerUrl: string;
  applicationUrl: string;
}

export interface EmbeddedPostgres extends EmbeddedAddresses {
  port: number;
  pid: number;
  /** Where the data lies when that is not the given folder. */
  clusterDir: string;
  /** Resolves when the server has ended, for whatever reason. */
  exited: Promise<void>;
  stop: () => Promise<void>;
}

interface EmbeddedOptions {
  /** Absolute path. Data go to its `postgres` folder, passwords to `postgres.json`. */
  dataDir: string;
  /** False only for throw-away test databases: faster, and lost in a power cut. */
  durable?: boolean;
}

const DATABASE_NAME = 'jed_board';
const START_DEADLINE_SECONDS = 60;

/**
 * Starts the embedded PostgreSQL on a free port of 127.0.0.1, making its data, roles and database on the first
 * start. A server that a dead launcher left on the same data is shut down cleanly before.
 * The caller holds the data folder's lock. Throws AppError('configuration') with a sentence that says what to do.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const { dataDir, durable = true } = options;
  await makeDataFolder(dataDir);
  const place = await findPostgresPlace(dataDir);
  await stopLeftoverServer(place.clusterDir);
  const isNew = (await stat(place.clusterDir).catch(() => null)) === null;
  const passwords = await loadPasswords(dataDir, isNew ? null : place.clusterDir);
  if (isNew) await initialise(place, passwords.superuser, durable);
  const logFile = path.join(dataDir, 'postgres.log');
  const { child, port } = await launch(place, logFile, durable);
  const addresses = embeddedAddresses(port, passwords);
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const pid = child.pid ?? 0;
  const stop = async () => {
    await stopServer(pid);
    await exited;
  };
  try {
    await prepareDatabase(addresses.superuserUrl, passwords);
  } catch (error) {
    await stop();
    throw error;
  }
  return { ...addresses, port, pid, clusterDir: place.clusterDir, exited, stop };
}

/** The addresses of a server that runs on `port`, with the passwords kept in `dataDir`. */
export async function readEmbeddedAddresses(dataDir: string, port: number): Promise<EmbeddedAddresses> {
  return embeddedAddresses(port, await loadPasswords(dataDir, dataDir));
}

function embeddedAddresses(port: number, passwords: Passwords): EmbeddedAddresses {
  const address = (user: string, password: string) =>
    `postgresql://${user}:${password}@127.0.0.1:${port}/${DATABASE_NAME}`;
  return {
    superuserUrl: address('postgres', passwords.superuser),
    ownerUrl: address('jed_board_owner', passwords.owner),
    applicationUrl: address('jed_board_app', passwords.application),
  };
}

/** Made once for data that are not there yet (`existing` null); for existing data they must be there. */
async function loadPasswords(dataDir: string, existing: string | null): Promise<Passwords> {
  const file = path.join(dataDir, 'postgres.json');
  const kept = await readPrivateFile(file);
  if (kept !== null) return passwordsSchema.parse(JSON.parse(kept));
  if (existing !== null) {
    throw new AppError(
      'configuration',
      `${file} is missing, and with it the passwords of the database in ${existing}: ` +
        'put it back from a backup, or remove that folder to begin with nothing.',
    );
  }
  const random = () => randomBytes(24).toString('base64url');
  const passwords = { superuser: random(), owner: random(), application: random() };
  await writePrivateFile(file, JSON.stringify(passwords));
  return passwords;
}

/** Makes the cluster beside its final place and moves it there, so that a crash in between leaves nothing behind. */
async function initialise(place: PostgresPlace, password: string, durable: boolean): Promise<void> {
  const partial = `${place.clusterDir}.new`;
  const passwordFile = `${place.clusterDir}.password`;
  await rm(partial, { recursive: true, force: true });
  await writeFile(passwordFile, password, { mode: 0o600 });
  try {
    await mkdir(partial, { mode: 0o700 });
    if (place.runAs !== null) {
      for (const file of [partial, passwordFile]) await chown(file, place.runAs.uid, place.runAs.gid);
    }
    const flags = ['--username=postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
    const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
    const made = spawnSync(
      path.join(place.binDir, 'initdb'),
      [...flags, ...locale, '--no-instructions', ...(durable ? [] : ['--no-sync']), '-D', partial],
      { ...place.runAs, cwd: '/', env: serverEnvironment(), encoding: 'utf8' },
    );
    if (made.status !== 0) {
      const reason = (made.stderr ?? '').trim().split('\n').at(-1) ?? '';
      throw new AppError('configuration', `The database could not be made in ${place.clusterDir}: ${reason}`);
    }
    await rename(partial, place.clusterDir);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

/** Hardly any environment: PG* variables and secrets of ours are nothing to the server. */
function serverEnvironment(): NodeJS.ProcessEnv {
  const { NODE_ENV, PATH } = childEnvironment();
  return { NODE_ENV, PATH, LC_ALL: 'C' };
}

/** Starts the server; tries again while remains of a killed one still hold its shared memory. */
async function launch(place: PostgresPlace, logFile: string, durable: boolean) {
  const deadline = Date.now() + START_DEADLINE_SECONDS * 1000;
  while (true) {
    const port = await freePort();
    const child = await spawnServer(place, port, logFile, durable);
    if (await isReady(child, place.clusterDir, deadline)) return { child, port };
    const log = (await readFile(logFile, 'utf8').catch(() => '')).slice(-2_000);
    const mayPass = /still in use|Address already in use/.test(log);
    if (!mayPass || Date.now() > deadline) {
      throw new AppError('configuration', `PostgreSQL did not start: read the end of ${logFile}.`);
    }
    await pause(200);
  }
}

async function spawnServer(place: PostgresPlace, port: number, logFile: string, durable: boolean) {
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // A failed statement's text and the row it failed on do not belong in a log.
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const log = await open(logFile, 'w', 0o600);
  try {
    return spawn(path.join(place.binDir, 'postgres'), ['-D', place.clusterDir, ...args], {
      ...place.runAs,
      cwd: '/',
      env: serverEnvironment(),
      stdio: ['ignore', log.fd, log.fd],
      // A session of its own: Ctrl-C in the terminal is for the launcher, which stops the server last.
      detached: true,
    });
  } finally {
    await log.close();
  }
}

/** Ready is what the eighth line of the server's lock file says (postmaster's own protocol with pg_ctl). */
async function isReady(child: ChildProcess, clusterDir: string, deadline: number): Promise<boolean> {
  let ended = false;
  child.once('exit', () => {
    ended = true;
  });
  child.once('error', () => {
    ended = true;
  });
  while (!ended && Date.now() < deadline) {
    const lock = await readFile(path.join(clusterDir, 'postmaster.pid'), 'utf8').catch(() => '');
    const lines = lock.split('\n');
    if (Number(lines[0]) === child.pid && lines[7]?.trim() === 'ready') return true;
    await pause(15);
  }
  if (!ended && child.pid !== undefined) await stopServer(child.pid);
  return false;
}

/** A port of 127.0.0.1 that is free at this moment. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port was assigned');
  return address.port;
}

/** Roles and database, as the superuser; everything after this runs without one. */
async function prepareDatabase(superuserUrl: string, passwords: Passwords): Promise<void> {
  const maintenance = new URL(superuserUrl);
  maintenance.pathname = '/postgres';
  await withClient(maintenance.toString(), async (client) => {
    const existing = await client.query('select 1 from pg_database where datname = $1', [DATABASE_NAME]);
    if (existing.rowCount === 0) await client.query(`create database ${DATABASE_NAME}`);
  });
  await withClient(superuserUrl, (client) => ensureRoles(client, { passwords }));
}

async function withClient(connectionString: string, work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
