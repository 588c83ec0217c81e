import 'server-only';
import { type ChildProcess, fork } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { childEnvironment } from '@/lib/env';

export interface NextProcess {
  child: ChildProcess;
  /** Resolves to the exit code, null after a signal. */
  exited: Promise<number | null>;
  /** Asks it to finish, and after `graceSeconds` no longer asks. */
  stop: (graceSeconds: number) => Promise<void>;
}

/** What Next says about itself at every start; the launcher says it in words of its own. */
const BANNER = /^\s*(▲ Next\.js|- (Local|Network|Environments|Experiments)|✓ (Starting|Ready|Running)|$)/u;

/**
 * Runs Next's own program (`start`, `dev` or `build`) as a child in a session of its own, so that Ctrl-C reaches
 * the launcher only, which then stops things in order. `onLine` gets each line that is no banner.
 */
export function runNext(
  args: readonly string[],
  changes: Readonly<Record<string, string | undefined>>,
  onLine: (line: string) => void,
): NextProcess {
  const program = createRequire(import.meta.url).resolve('next/dist/bin/next');
  const preload = path.join(import.meta.dirname, 'exit-with-parent.mjs');
  const child = fork(program, args, {
    // Not this process's own flags: Next brings its own conditions, and tsx would slow it down.
    execArgv: ['--import', `${pathToFileURL(preload).href}?launcher=${process.pid}`],
    env: childEnvironment({ NEXT_TELEMETRY_DISABLED: '1', ...changes }),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: true,
  });
  for (const stream of [child.stdout, child.stderr]) forwardLines(stream, onLine);
  const exited = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => resolve(code));
    child.once('error', () => resolve(1));
  });
  return { child, exited, stop: (graceSeconds) => stopChild(child, exited, graceSeconds) };
}

function forwardLines(stream: Readable | null, onLine: (line: string) => void): void {
  if (stream === null) return;
  createInterface({ input: stream }).on('line', (line) => {
    if (!BANNER.test(stripVTControlCharacters(line))) onLine(line);
  });
}

async function stopChild(child: ChildProcess, exited: Promise<unknown>, graceSeconds: number): Promise<void> {
  child.kill('SIGTERM');
  const timer = new AbortController();
  const patience = pause(graceSeconds * 1000, 'late', { signal: timer.signal }).catch(() => 'in time');
  if ((await Promise.race([exited, patience])) === 'late') child.kill('SIGKILL');
  timer.abort();
  await exited;
}

/** Resolves once the server answers a request, whatever it answers; rejects when it ends before or on `signal`. */
export async function untilAnswering(next: NextProcess, url: string, signal: AbortSignal): Promise<void> {
  let ended = false;
  void next.exited.then(() => {
    ended = true;
  });
  while (!ended) {
    signal.throwIfAborted();
    try {
      await fetch(url, { redirect: 'manual', signal });
      return;
    } catch {
      await pause(50);
    }
  }
  throw new Error('the web server ended before it answered');
}
