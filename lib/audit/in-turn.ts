const last = new Map<string, Promise<unknown>>();

/**
 * Runs what asks for the same thing one after the other within this process, in the order in which it was asked.
 * Where all would want one row of the database, waiting here costs no connection and wakes nobody up in vain.
 */
export async function inTurn<T>(what: string, work: () => Promise<T>): Promise<T> {
  const before = last.get(what);
  const mine = before === undefined ? work() : before.then(work);
  // Whoever comes next waits for the end, whatever it was.
  const ended = mine.catch(() => undefined);
  last.set(what, ended);
  try {
    return await mine;
  } finally {
    if (last.get(what) === ended) last.delete(what);
  }
}
