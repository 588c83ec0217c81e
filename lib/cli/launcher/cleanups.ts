import 'server-only';

/** What has been started and must be stopped, in reverse order; each once, whatever another one does. */
export class Cleanups {
  readonly #stack: (() => Promise<void>)[] = [];

  add(stop: () => Promise<void>): void {
    this.#stack.push(stop);
  }

  /** Runs them all, newest first, and rejects with the first failure after the last one ran. */
  async run(): Promise<void> {
    const failures: unknown[] = [];
    for (let stop = this.#stack.pop(); stop !== undefined; stop = this.#stack.pop()) {
      await stop().catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw failures[0];
  }
}
