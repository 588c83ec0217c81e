import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
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

function boardEnvironment(dataDir: string, variables: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !NOT_INHERITED.has(name) && !name.startsWith('OIDC_'),
  );
  return {
    ...(Object.fromEntries(inherited) as NodeJS.ProcessEnv),
    BOARD_DATA_DIR: dataDir,
    MASTER_KEY_PROVIDER: 'file',
    ...variables,
  };
}

/**
 * Starts the product as `npm start` does, on a data folder of its own, and resolves when it says that it is ready.
 * What it prints from then on lies beside the folder, in `<folder>.log`. `variables` are for this board alone.
 */
export async function startBoardProcess(
  dataDir: string,
  given: readonly string[] = [],
  variables: Readonly<Record<string, string>> = {},
): Promise<BoardProcess> {
  const child: ChildProcessByStdio<null, Readable, Readable> = spawn(
    path.join(root, 'node_modules/.bin/tsx'),
    ['--conditions=react-server', 'lib/cli/board.ts', 'start', '--json', ...given],
    {
      cwd: root,
      env: boardEnvironment(dataDir, variables),
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const log = createWriteStream(`${dataDir}.log`, { mode: 0o600 });
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  const complaints: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => complaints.push(line));
  const ready = await Promise.race([readDocument(child.stdout), once(child, 'exit').then(() => null)]);
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

/** The first JSON document of the output, which goes on to be read by others. */
function readDocument(output: Readable): Promise<Record<string, unknown>> {
  return new Promise((resolve) => {
    let text = '';
    output.on('data', function collect(chunk) {
      text += String(chunk);
      try {
        resolve(JSON.parse(text) as Record<string, unknown>);
        output.off('data', collect);
      } catch {
        // Not whole yet.
      }
    });
  });
}
