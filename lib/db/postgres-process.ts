import 'server-only';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * Stops a server that an earlier, dead launcher left behind, cleanly (fast shutdown), and removes its lock file.
 * A process counts as that server only when its command line names this very cluster: numbers get reused.
 */
export async function stopLeftoverServer(clusterDir: string): Promise<void> {
  const lockFile = path.join(clusterDir, 'postmaster.pid');
  const lock = await readFile(lockFile, 'utf8').catch(() => null);
  const pid = Number.parseInt(lock ?? '', 10);
  if (lock === null || !(pid > 1)) return;
  if (commandLine(pid).includes(clusterDir)) {
    await stopServer(pid);
  } else {
    await rm(lockFile, { force: true });
  }
}

/** Fast shutdown of a postmaster; after 15 seconds an immediate one, from which the next start recovers. */
export async function stopServer(pid: number): Promise<void> {
  for (const [signal, seconds] of [
    ['SIGINT', 15],
    ['SIGQUIT', 5],
    ['SIGKILL', 5],
  ] as const) {
    if (!sendSignal(pid, signal)) return;
    for (const deadline = Date.now() + seconds * 1000; Date.now() < deadline; ) {
      if (!isAlive(pid)) return;
      await pause(20);
    }
  }
}

/** Whether a process with this number runs. One that has ended and was never collected by its parent does not. */
export function isAlive(pid: number): boolean {
  return sendSignal(pid, 0) && (process.platform !== 'linux' || commandLine(pid) !== '');
}

function sendSignal(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The command line of a running process, or an empty text. Slim Linux images have no `ps`, macOS has no /proc. */
function commandLine(pid: number): string {
  if (process.platform === 'linux') {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    } catch {
      return '';
    }
  }
  const shown = spawnSync('ps', ['-o', 'args=', '-ww', '-p', String(pid)], { encoding: 'utf8' });
  return shown.status === 0 ? shown.stdout : '';
}
