/** Times of single pieces of work, in milliseconds. */
export interface Timings {
  count: number;
  p50Millis: number;
  p95Millis: number;
  p99Millis: number;
  /** Pieces of work done per second, all workers together. */
  perSecond: number;
  /** Processor time that this process spent on one piece, in milliseconds. */
  ownCpuMillis: number;
}

/** Does `count` pieces of work, `workers` at once, and times each. `work` is told which worker it is. */
async function timed(
  workers: number,
  count: number,
  work: (worker: number) => Promise<unknown>,
): Promise<Timings> {
  const millis: number[] = [];
  let left = count;
  const began = performance.now();
  const cpuBefore = process.cpuUsage();
  await Promise.all(
    Array.from({ length: workers }, async (_, worker) => {
      while (left > 0) {
        left -= 1;
        const start = performance.now();
        await work(worker);
        millis.push(performance.now() - start);
      }
    }),
  );
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  return {
    count,
    p50Millis: round(percentile(millis, 0.5)),
    p95Millis: round(percentile(millis, 0.95)),
    p99Millis: round(percentile(millis, 0.99)),
    perSecond: round(count / seconds),
    ownCpuMillis: round((user + system) / 1000 / count),
  };
}

/** As `timed`, after as many pieces again as it takes for code and caches to be warm. */
export async function timedWarm(
  workers: number,
  count: number,
  work: (worker: number) => Promise<unknown>,
): Promise<Timings> {
  await timed(workers, Math.ceil(count / 4), work);
  return timed(workers, count, work);
}

/** What several kinds of work took in turns. */
export interface Comparison<Name extends string> {
  /** The timings of each kind's turn with the middle median. */
  taken: Record<Name, Timings>;
  /** The rate of one kind as a share of another's: of each turn on its own, and of these the middle one. */
  rateOf: (one: Name, other: Name) => number;
}

/** Several kinds of work in turns, so that whatever else the computer does meets them alike. */
export async function compared<Name extends string>(
  kinds: Readonly<Record<Name, () => Promise<Timings>>>,
  turns: number,
): Promise<Comparison<Name>> {
  const names = Object.keys(kinds) as Name[];
  const all = Object.fromEntries(names.map((name) => [name, [] as Timings[]])) as Record<Name, Timings[]>;
  for (let turn = 0; turn < turns; turn += 1) {
    for (const name of names) all[name].push(await kinds[name]());
  }
  const middle = (of: Timings[]) =>
    of.toSorted((one, other) => one.p50Millis - other.p50Millis)[Math.floor(of.length / 2)];
  return {
    taken: Object.fromEntries(names.map((name) => [name, middle(all[name])])) as Record<Name, Timings>,
    rateOf: (one, other) => {
      const rates = all[one].map(({ perSecond }, turn) => perSecond / (all[other][turn]?.perSecond ?? 0));
      return ratio(percentile(rates, 0.5), 1);
    },
  };
}

/** How many times as long, to two places. */
export function ratio(one: number, other: number): number {
  return Math.round((one / other) * 100) / 100;
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

export function round(value: number): number {
  return Math.round(value * 100) / 100;
}
