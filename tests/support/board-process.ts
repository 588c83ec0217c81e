import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

const root = path.resolve(import.meta.dirname, '..', '..');

export interface BoardProcess {
  url: string;
  setupUrl: string | null;
  /** The demo's people, with the passwords that are said once. */
  people: { name: string; email: string; role: 'admin' | 'consultant' | 'support'; password: string }[];
  child: ChildProcess;
  stop: () => Promise<void>;
}

/** Variables a test run must not inherit: they would point the started board at somebody's real data. */
const NOT_INHERITED = new Set([
  'DATABASE_URL',
  'MIGRATION_DATABASE_URL',
  'AUTH_URL',
  'NODE_ENV',
  'BOARD_MODE',
  'PORT',
]);

function boardEnvironment(dataDir: string): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !NOT_INHERITED.has(name));
  return {
    ...(Object.fromEntries(inherited) as NodeJS.ProcessEnv),
    BOARD_DATA_DIR: dataDir,
    MASTER_KEY_PROVIDER: 'file',
  };
}

/** Starts the product as `npm start` does, on a data folder of its own, and resolves when it says that it is ready. */
export async function startBoardProcess(
  dataDir: string,
  given: readonly string[] = [],
): Promise<BoardProcess> {
  const child: ChildProcessByStdio<null, Readable, Readable> = spawn(
    path.join(root, 'node_modules/.bin/tsx'),
    ['--conditions=react-server', 'lib/cli/board.ts', 'start', '--json', ...given],
    {
      cwd: root,
      env: boardEnvironment(dataDir),
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const complaints: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => complaints.push(line));
  const ready = await Promise.race([readDocument(child), once(child, 'exit').then(() => null)]);
  if (ready === null) throw new Error(`The board did not start: ${complaints.slice(-5).join(' | ')}`);
  return {
    url: String(ready.url),
    setupUrl: typeof ready.setupUrl === 'string' ? ready.setupUrl : null,
    people: (ready.people ?? []) as BoardProcess['people'],
    child,
    stop: async () => {
      if (child.exitCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

/** The first JSON document on standard output. */
async function readDocument(
  child: ChildProcessByStdio<null, Readable, Readable>,
): Promise<Record<string, unknown>> {
  let text = '';
  for await (const chunk of child.stdout) {
    text += String(chunk);
    try {
      return JSON.parse(text) as Record<string, unknown>;
    } catch {
      // Not whole yet.
    }
  }
  throw new Error('The board ended before it said that it is ready.');
}
