import 'server-only';
import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';

const holderSchema = z.object({
  pid: z.number(),
  /** `starting` and `stopping` pass by themselves; a `command` holds the folder for as long as it runs. */
  state: z.enum(['starting', 'running', 'stopping', 'command']),
  url: z.string().nullable(),
  postgresPort: z.number().nullable(),
});
export type Holder = z.infer<typeof holderSchema>;

export interface Hold {
  /** Changes what others are told who ask. */
  tell: (news: Partial<Omit<Holder, 'pid'>>) => void;
  release: () => Promise<void>;
}

export type HoldOutcome = { held: Hold } | { holder: Holder };

// macOS allows 103, and the guard's name is longer by six.
const SOCKET_PATH_BYTES = 96;
const ANSWER_SECONDS = 3;
/** Nobody there, just gone, or too many asking at once: look again. */
const PASSING = new Set(['ENOENT', 'ECONNRESET', 'EPIPE', 'EAGAIN']);

/**
 * Where the holder of a folder answers. In the folder itself, so that two shells with another TMPDIR still meet;
 * a folder whose path is too long for a socket has it in the temporary folder.
 */
export function socketPath(folder: string): string {
  const inside = path.join(folder, 'board.sock');
  if (Buffer.byteLength(inside) <= SOCKET_PATH_BYTES) return inside;
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 16);
  return path.join(tmpdir(), `jed-board-${name}.sock`);
}

/** Takes the address, or says who has it. A socket whose process died is taken over. */
export async function hold(address: string, state: Holder['state']): Promise<HoldOutcome> {
  const told: Holder = { pid: process.pid, state, url: null, postgresPort: null };
  while (true) {
    const server = await listen(address, told);
    if (server !== null) {
      return { held: { tell: (news) => Object.assign(told, news), release: () => close(server) } };
    }
    const found = await probe(address);
    if (typeof found === 'object') return { holder: found };
    if (found === 'dead') await removeDead(address);
  }
}

/** Like `hold`, but waits while the holder only starts, stops or runs a command. */
export async function holdPatiently(
  address: string,
  state: Holder['state'],
  waitFor: readonly Holder['state'][],
  seconds: number,
): Promise<HoldOutcome> {
  for (const deadline = Date.now() + seconds * 1000; ; ) {
    const outcome = await hold(address, state);
    if ('held' in outcome || !waitFor.includes(outcome.holder.state) || Date.now() > deadline) return outcome;
    await pause(100);
  }
}

/** Null when somebody has the address, or had and died. */
async function listen(address: string, told: Holder | null): Promise<Server | null> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.end(JSON.stringify(told));
  });
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(null) : reject(error),
    );
    server.listen(address, () => {
      server.unref();
      resolve(server);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}

/** What the holder says; null when nobody listens. */
export async function ask(address: string): Promise<Holder | null> {
  const found = await probe(address);
  return typeof found === 'object' ? found : null;
}

/** Who listens and does not answer holds it all the same. `dead` is a socket file that outlived its process. */
function probe(address: string): Promise<Holder | 'dead' | 'absent'> {
  return new Promise((resolve, reject) => {
    let text = '';
    let outcome: 'reached' | 'dead' | 'absent' = 'absent';
    const socket = connect(address, () => {
      outcome = 'reached';
    });
    socket.setTimeout(ANSWER_SECONDS * 1000, () => socket.destroy());
    socket.on('data', (chunk) => {
      text += chunk.toString('utf8');
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED' || error.code === 'ENOTSOCK') outcome = 'dead';
      else if (!PASSING.has(error.code ?? '')) reject(error);
    });
    socket.on('close', () => resolve(outcome === 'reached' ? parseHolder(text) : outcome));
  });
}

function parseHolder(text: string): Holder {
  const silent: Holder = { pid: 0, state: 'running', url: null, postgresPort: null };
  try {
    return holderSchema.parse(JSON.parse(text));
  } catch {
    return silent;
  }
}

/**
 * Two starts may both find the same dead socket, and the slower one must not remove the faster one's new socket:
 * hence one remover at a time, and it looks again.
 */
async function removeDead(address: string): Promise<void> {
  const guardAddress = `${address}.guard`;
  const guard = await listen(guardAddress, null);
  if (guard === null) {
    if ((await probe(guardAddress)) === 'dead') await rm(guardAddress, { force: true });
    return;
  }
  try {
    if ((await probe(address)) === 'dead') await rm(address, { force: true });
  } finally {
    await close(guard);
  }
}
