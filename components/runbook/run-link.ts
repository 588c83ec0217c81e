import {
  advanced,
  type ChangesSince,
  type Cursor,
  cursorText,
  isNewTo,
  parseCursor,
  type RunChange,
  type Watchers,
} from '@/lib/runbook/run-change';
import { randomId } from './random-id';

/**
 * `live` hears everything at once; `behind` is connected to a server that does not hear; `asking` is cut off from the
 * stream and asks from time to time; `offline` gets no answer at all; `paused` rests while nobody looks.
 */
export type LinkState = 'connecting' | 'live' | 'behind' | 'asking' | 'offline' | 'signed-out' | 'paused';

export const ASK_SECONDS = 10;
const FAILURES_UNTIL_ASKING = 3;
/** While it asks, it tries the stream again after so many answers: once a minute. */
const ASKS_UNTIL_STREAM = 6;
const FIRST_PAUSE_MILLIS = 1_000;
/** A proxy that lets the request through and keeps the answer to itself looks like this. */
const HELLO_MILLIS = 8_000;
/** The server gives a sign of life every 15 seconds. */
const SILENCE_MILLIS = 40_000;

interface RunLinkOptions {
  /** Of the run's `events` and `changes`, without a slash at the end. */
  address: string;
  from: Cursor;
  onChanges: (changes: RunChange[]) => void;
  onWatchers: (watchers: Watchers) => void;
  /** What time it is on the server, as an ISO text. */
  onClock: (at: string) => void;
  /** Too much was missed: the page has to be read again. */
  onStale: () => void;
  onState: (state: LinkState) => void;
}

/** A page's line to its run: streamed where that works, asked for where it does not, and always from where it was. */
export class RunLink {
  readonly #options: RunLinkOptions;
  readonly #pageId = randomId();
  #cursor: Cursor;
  #stream: EventSource | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;
  #asks = 0;
  #state: LinkState = 'connecting';

  constructor(options: RunLinkOptions) {
    this.#options = options;
    this.#cursor = options.from;
  }

  /** Opens the stream, or opens it anew at once when it was down. */
  open(): void {
    if (this.#state === 'signed-out' || this.#stream !== null) return;
    clearTimeout(this.#timer);
    const stream = new EventSource(`${this.#options.address}/events?after=${cursorText(this.#cursor)}`);
    this.#stream = stream;
    this.#expect(HELLO_MILLIS);
    const on = (name: string, work: (data: unknown, id: string) => void) =>
      stream.addEventListener(name, (event: MessageEvent<string>) => {
        if (this.#stream !== stream) return;
        this.#expect(SILENCE_MILLIS);
        work(JSON.parse(event.data), event.lastEventId);
      });
    on('hello', (data) => {
      this.#failures = 0;
      this.#options.onClock((data as { at: string }).at);
      this.#be('live');
    });
    on('change', (data) => this.#take([data as RunChange]));
    on('watchers', (data) => this.#options.onWatchers(data as Watchers));
    on('beat', (data) => this.#be((data as { behind: boolean }).behind ? 'behind' : 'live'));
    on('stale', (_, id) => this.#missedTooMuch(id));
    on('end', (data) => this.#ended((data as { why: string }).why));
    stream.onerror = () => {
      if (this.#stream === stream) this.#failed();
    };
  }

  /** Lets go of the connection while nobody looks; `open` goes on from where it was. */
  pause(): void {
    this.#close();
    if (this.#state !== 'signed-out') this.#be('paused');
  }

  stop(): void {
    this.#close();
  }

  #close(): void {
    this.#stream?.close();
    this.#stream = null;
    clearTimeout(this.#timer);
    clearTimeout(this.#silence);
  }

  #expect(withinMillis: number): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#failed(), withinMillis);
  }

  #failed(): void {
    this.#close();
    this.#failures += 1;
    if (this.#failures >= FAILURES_UNTIL_ASKING) return void this.#ask();
    if (this.#state === 'live' || this.#state === 'behind') this.#be('connecting');
    const pause = FIRST_PAUSE_MILLIS * 2 ** (this.#failures - 1);
    this.#timer = setTimeout(() => this.open(), spread(pause));
  }

  #ended(why: string): void {
    this.#close();
    if (why === 'signed-out') this.#be('signed-out');
    else this.#timer = setTimeout(() => this.open(), spread(FIRST_PAUSE_MILLIS));
  }

  async #ask(): Promise<void> {
    const state = await this.#answer();
    if (this.#stream !== null || this.#state === 'paused') return;
    this.#be(state);
    if (state === 'signed-out') return;
    this.#asks += 1;
    const again = () => (this.#asks % ASKS_UNTIL_STREAM === 0 ? this.open() : void this.#ask());
    this.#timer = setTimeout(again, ASK_SECONDS * 1000);
  }

  async #answer(): Promise<LinkState> {
    try {
      const query = `after=${cursorText(this.#cursor)}&page=${this.#pageId}`;
      const response = await fetch(`${this.#options.address}/changes?${query}`, { cache: 'no-store' });
      if (response.status === 401 || response.status === 403) return 'signed-out';
      if (!response.ok) return 'offline';
      const { changes, cursor, at, watchers } = (await response.json()) as ChangesSince;
      this.#options.onClock(at);
      this.#options.onWatchers(watchers);
      if (changes === null) this.#missedTooMuch(cursor);
      else this.#take(changes);
      return 'asking';
    } catch {
      return 'offline';
    }
  }

  #take(changes: RunChange[]): void {
    const fresh = changes.filter((change) => isNewTo(this.#cursor, change));
    if (fresh.length === 0) return;
    this.#cursor = fresh.reduce(advanced, this.#cursor);
    this.#options.onChanges(fresh);
  }

  #missedTooMuch(cursor: string): void {
    this.#cursor = parseCursor(cursor) ?? this.#cursor;
    this.#options.onStale();
  }

  #be(state: LinkState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#options.onState(state);
  }
}

/** Between half and the whole: many pages that lost the same server do not come back in step. */
export function spread(millis: number): number {
  return millis * (0.5 + Math.random() / 2);
}
