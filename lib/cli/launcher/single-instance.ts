import 'server-only';
import { createHash } from 'node:crypto';
import { link, rename, rm } from 'node:fs/promises';
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

const SOCKET_PATH_BYTES = 100;
const ANSWER_SECONDS = 3;

/**
 * Where the holder of a folder answers. In the folder itself, so that two shells with another TMPDIR still meet;
 * a folder whose path is too long for a socket (104 bytes on macOS) has it in the temporary folder.
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
      const release = () => new Promise<void>((resolve) => server.close(() => resolve()));
      return { held: { tell: (news) => Object.assign(told, news), release } };
    }
    const holder = await ask(address);
    if (holder !== null) return { holder };
    await removeStale(address);
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

async function listen(address: string, told: Holder): Promise<Server | null> {
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

/** What the holder says; null when nobody listens. Who listens and does not answer holds it all the same. */
export async function ask(address: string): Promise<Holder | null> {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(address);
    socket.setTimeout(ANSWER_SECONDS * 1000, () => socket.destroy());
    socket.on('data', (chunk) => {
      text += chunk.toString('utf8');
    });
    let reached = false;
    socket.on('connect', () => {
      reached = true;
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(reached ? parseHolder(text) : null));
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
 * hence moved aside, asked once more, and put back when it turns out to be alive.
 */
async function removeStale(address: string): Promise<void> {
  const aside = `${address}.${process.pid}`;
  try {
    await rename(address, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if ((await ask(aside)) !== null) await link(aside, address).catch(() => undefined);
  await rm(aside, { force: true });
}
