import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import type { RunningBoard } from '@/lib/cli/launcher/start-board';
import { readEmbeddedAddresses } from '@/lib/db/embedded-postgres';
import { isAlive } from '@/lib/db/postgres-process';

const ROOT = path.resolve(import.meta.dirname, '../..');

export interface CommandRun {
  child: ChildProcess;
  /** What it has written so far. */
  stdout: () => string;
  stderr: () => string;
  exited: Promise<number | null>;
}

export interface StartedBoard extends CommandRun {
  board: RunningBoard;
  /** Ctrl-C: the terminal sends the signal to the whole process group. */
  interrupt: () => Promise<number | null>;
}

const BOARD = ['--conditions=react-server', '--import', 'tsx', 'lib/cli/board.ts'];

/** Runs `board …` as a shell would, in a process group of its own and with no configuration but the given one. */
export function runBoard(args: readonly string[], environment: Record<string, string>): CommandRun {
  return run(process.execPath, [...BOARD, ...args], environment);
}

function run(program: string, args: readonly string[], environment: Record<string, string>): CommandRun {
  const { PATH = '', HOME = '', NODE_ENV } = process.env;
  const child = spawn(program, args, {
    cwd: ROOT,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    // A key in a file, since a test has no business in the developer's own keyring.
    env: { NODE_ENV, PATH, HOME, MASTER_KEY_PROVIDER: 'file', LOG_LEVEL: 'warn', ...environment },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const exited = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  return { child, stdout: () => stdout, stderr: () => stderr, exited };
}

/** Starts a board and resolves when it serves; rejects with what it wrote when it ends before. */
export function startBoard(environment: Record<string, string>): Promise<StartedBoard> {
  return untilReady(runBoard(['start', '--json'], environment));
}

/** The same by `npm start`, with npm and its shell in the same process group. */
export function startBoardByNpm(environment: Record<string, string>): Promise<StartedBoard> {
  return untilReady(run('npm', ['start', '--silent', '--', '--json'], environment));
}

async function untilReady(started: CommandRun): Promise<StartedBoard> {
  let ended = false;
  void started.exited.then(() => {
    ended = true;
  });
  while (!ended) {
    const board = parseBoard(started.stdout());
    if (board !== null) {
      const interrupt = () => {
        process.kill(-(started.child.pid ?? 0), 'SIGINT');
        return started.exited;
      };
      return { ...started, board, interrupt };
    }
    await pause(25);
  }
  throw new Error(`The board did not start:\n${started.stdout()}${started.stderr()}`);
}

function parseBoard(text: string): RunningBoard | null {
  try {
    return JSON.parse(text) as RunningBoard;
  } catch {
    return null;
  }
}

/** Which of a board's processes still run. */
export function survivors({ processes }: RunningBoard): string[] {
  return Object.entries(processes)
    .filter(([, pid]) => pid !== null && isAlive(pid))
    .map(([name]) => name);
}

/** Waits until none of a board's processes runs any more; the test's time limit is the deadline. */
export async function untilGone(pid: number | null): Promise<void> {
  while (pid !== null && isAlive(pid)) await pause(20);
}

/** One statement on a running board's embedded database, as its superuser. */
export async function queryBoard<R extends object>(dataDir: string, statement: string): Promise<R[]> {
  const lock = await readFile(path.join(dataDir, 'postgres/postmaster.pid'), 'utf8');
  const { superuserUrl } = await readEmbeddedAddresses(dataDir, Number(lock.split('\n')[3]));
  const client = new Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    return (await client.query<R>(statement)).rows;
  } finally {
    await client.end();
  }
}
