import { setTimeout as pause } from 'node:timers/promises';

/** Whoever waits longer goes on beside the others: a database that hangs must not make each wait for all before. */
const PATIENCE_SECONDS = 2;

const last = new Map<string, Promise<unknown>>();

/**
 * Runs what asks for the same thing one after the other within this process, in the order in which it was asked.
 * Where all would want one row of the database, waiting here costs no connection and wakes nobody up in vain. It
 * spares work and promises nothing: what must not happen twice at once is locked in the database. `work` is told
 * whether it had to wait.
 */
export async function inTurn<T>(what: string, work: (hasWaited: boolean) => Promise<T>): Promise<T> {
  const before = last.get(what);
  const mine = before === undefined ? work(false) : waited(before).then(() => work(true));
  // Whoever comes next waits for the end, whatever it was.
  const ended = mine.catch(() => undefined);
  last.set(what, ended);
  try {
    return await mine;
  } finally {
    if (last.get(what) === ended) last.delete(what);
  }
}

async function waited(before: Promise<unknown>): Promise<void> {
  const done = new AbortController();
  const patience = pause(PATIENCE_SECONDS * 1000, undefined, { signal: done.signal, ref: false });
  await Promise.race([before, patience.catch(() => undefined)]);
  done.abort();
}
