import { createContext, useContext } from 'react';

/** Less than this is the way of a message, not a clock. */
const SAME_MILLIS = 1_000;

/**
 * The server's clock, as the page's line to it tells: what happened in a run carries its time, and a device whose own
 * clock is wrong would count from it wrongly. Until something was heard, the device's clock has to do.
 */
export class ServerClock {
  #aheadMillis = 0;
  readonly #listeners = new Set<() => void>();

  /** Takes what time it is there, as an ISO text. */
  readonly heard = (at: string): void => {
    const aheadMillis = Date.now() - Date.parse(at);
    if (Number.isNaN(aheadMillis) || Math.abs(aheadMillis - this.#aheadMillis) < SAME_MILLIS) return;
    this.#aheadMillis = aheadMillis;
    for (const listener of this.#listeners) listener();
  };

  now(): number {
    return Date.now() - this.#aheadMillis;
  }

  /** Tells each time that the page had another time before. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

const ClockContext = createContext(new ServerClock());

export const ServerClockProvider = ClockContext.Provider;

/** The clock of the server that the run's times are from. */
export function useServerClock(): ServerClock {
  return useContext(ClockContext);
}
