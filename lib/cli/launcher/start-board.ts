import 'server-only';
import { ensureSetupLink } from '@/lib/auth/setup-link';
import { buildPages } from '@/lib/cli/launcher/build-pages';
import { Cleanups } from '@/lib/cli/launcher/cleanups';
import { type NextProcess, runNext, untilAnswering } from '@/lib/cli/launcher/next-process';
import { choosePort } from '@/lib/cli/launcher/port';
import { type StartedDatabase, startDatabase } from '@/lib/cli/launcher/start-database';
import { stopSignal } from '@/lib/cli/launcher/stop-signal';
import { completeLocalEnvironment } from '@/lib/cli/local-environment';
import { complain } from '@/lib/cli/output';
import { prepareDatabase } from '@/lib/cli/prepare-database';
import { closeApplicationPool } from '@/lib/db/pool';
import type { DemoPerson } from '@/lib/demo/people';
import { env } from '@/lib/env';
import { AppError } from '@/lib/errors';

export interface StartOptions {
  /** Serve with hot reload instead of the built pages. */
  dev: boolean;
  /** Fill an empty database with the demo first. */
  demo: boolean;
  /** Each step's one line. */
  say: (line: string) => void;
  onReady: (board: RunningBoard) => void;
}

export interface RunningBoard {
  url: string;
  /** The address that makes the first admin, while there is none. */
  setupUrl: string | null;
  /** The demo's people, with passwords that are known now and never again. */
  people: DemoPerson[];
  /** Process numbers, by what each one does. */
  processes: { launcher: number; web: number; postgres: number | null };
}

const STOP_GRACE_SECONDS = 10;
const DEFAULT_PORT = 3000;

/**
 * Starts everything, serves until Ctrl-C, and stops everything, the database last. Rejects with an AppError whose
 * sentence says what kept the board from starting or why it ended by itself.
 */
export async function startBoard(options: StartOptions): Promise<void> {
  const signal = stopSignal();
  const cleanups = new Cleanups();
  try {
    await runUntilStopped(options, signal, cleanups);
  } catch (error) {
    if (!signal.aborted) throw error;
    options.say('Stopping.');
  } finally {
    await cleanups.run();
  }
  options.say('Stopped. Your data are kept.');
}

async function runUntilStopped(
  options: StartOptions,
  signal: AbortSignal,
  cleanups: Cleanups,
): Promise<void> {
  const { say } = options;
  const database = await startDatabase(cleanups, 'starting');
  say(`Database: ${database.place}.`);
  await completeLocalEnvironment();
  signal.throwIfAborted();
  await prepare(database, say);
  signal.throwIfAborted();
  const people = options.demo ? await seed(say) : [];
  signal.throwIfAborted();
  if (!options.dev) await buildPages(signal, say);
  const { next, url } = await serve(options, signal, cleanups);
  database.hold?.tell({ state: 'running', url });
  options.onReady({
    url,
    setupUrl: await setupUrl(url),
    people,
    processes: { launcher: process.pid, web: next.child.pid ?? 0, postgres: database.pid },
  });
  await untilSomethingEnds(next, database, signal);
}

async function prepare(database: StartedDatabase, say: StartOptions['say']): Promise<void> {
  const { applied, masterKey } = await prepareDatabase(database.migrationUrl);
  say(applied === 0 ? 'Tables: up to date.' : `Tables: ${applied} migrations applied.`);
  say(
    `Master key: ${masterKey.created ? 'made' : 'found'}, version ${masterKey.activeVersion} in ${masterKey.place}.`,
  );
  if (masterKey.warning !== null) complain(`Warning: ${masterKey.warning}`);
}

async function seed(say: StartOptions['say']): Promise<DemoPerson[]> {
  const { seedDemo } = await import('@/lib/demo/seed');
  const { people } = await seedDemo();
  say(people.length === 0 ? 'Demo: there already.' : 'Demo: made.');
  return people;
}

async function serve(
  options: StartOptions,
  signal: AbortSignal,
  cleanups: Cleanups,
): Promise<{ next: NextProcess; url: string }> {
  const { BOARD_HOST: host, PORT, AUTH_URL } = env();
  const port = await choosePort(host, PORT);
  if (PORT === undefined && port !== DEFAULT_PORT)
    options.say(`Port ${DEFAULT_PORT} is taken, so this is ${port}.`);
  const next = runNext(
    [options.dev ? 'dev' : 'start', '-p', String(port), '-H', host],
    // The owner's login stays here: the server of the pages has no use for it.
    { NODE_ENV: options.dev ? 'development' : 'production', MIGRATION_DATABASE_URL: undefined },
    complain,
  );
  cleanups.add(() => next.stop(STOP_GRACE_SECONDS));
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  await untilAnswering(next, `http://${reachable}:${port}/api/health`, signal);
  const shown = host === '127.0.0.1' || reachable !== host ? 'localhost' : host;
  return { next, url: AUTH_URL === undefined ? `http://${shown}:${port}` : new URL(AUTH_URL).origin };
}

async function setupUrl(url: string): Promise<string | null> {
  const path = await ensureSetupLink();
  await closeApplicationPool();
  return path === null ? null : `${url}${path}`;
}

async function untilSomethingEnds(
  next: NextProcess,
  database: StartedDatabase,
  signal: AbortSignal,
): Promise<void> {
  const aborted = new Promise<'asked'>((resolve) => {
    signal.addEventListener('abort', () => resolve('asked'));
    if (signal.aborted) resolve('asked');
  });
  const what = await Promise.race([
    aborted,
    next.exited.then(() => 'pages' as const),
    database.ended.then(() => 'database' as const),
  ]);
  signal.throwIfAborted();
  if (what === 'pages')
    throw new AppError('unexpected', 'The web server ended by itself: start the board again.');
  throw new AppError(
    'unexpected',
    'PostgreSQL ended by itself: start the board again; nothing that was saved is lost.',
  );
}
