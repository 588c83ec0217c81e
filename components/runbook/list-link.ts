import { spread } from './run-link';

const FIRST_PAUSE_MILLIS = 1_000;
const LONGEST_PAUSE_MILLIS = 60_000;
/** A proxy that lets the request through and keeps the answer to itself looks like this. */
const HELLO_MILLIS = 8_000;
/** The server gives a sign of life every 15 seconds. */
const SILENCE_MILLIS = 40_000;

interface ListLinkOptions {
  /** How the lists stood when what the page shows now was read. */
  shown: () => string;
  onMoved: (mark: string) => void;
}

/**
 * By which a page that lists runs hears that they moved. Whenever it connects it says what the page shows, so that
 * nothing is missed while it was cut off. Where no stream gets through it tries from time to time, and says nothing.
 */
export class ListLink {
  readonly #options: ListLinkOptions;
  #stream: EventSource | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;
  #isSignedOut = false;

  constructor(options: ListLinkOptions) {
    this.#options = options;
  }

  /** Opens the stream, or opens it anew at once when it was down. */
  open(): void {
    if (this.#isSignedOut || this.#stream !== null) return;
    clearTimeout(this.#timer);
    const from = new URLSearchParams({ from: this.#options.shown() });
    const stream = new EventSource(`/api/runbooks/events?${from}`);
    this.#stream = stream;
    this.#expect(HELLO_MILLIS);
    const on = (name: string, work: (data: unknown) => void) =>
      stream.addEventListener(name, (event: MessageEvent<string>) => {
        if (this.#stream !== stream) return;
        this.#expect(SILENCE_MILLIS);
        work(JSON.parse(event.data));
      });
    on('hello', () => {
      this.#failures = 0;
    });
    on('beat', () => undefined);
    on('moved', (data) => this.#options.onMoved((data as { mark: string }).mark));
    on('end', (data) => this.#ended((data as { why: string }).why));
    stream.onerror = () => {
      if (this.#stream === stream) this.#failed();
    };
  }

  /** Lets go of the connection; `open` takes it up again. */
  pause(): void {
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
    this.#again(Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS * 2 ** this.#failures));
    this.#failures += 1;
  }

  #ended(why: string): void {
    this.#isSignedOut = why === 'signed-out';
    if (this.#isSignedOut) this.pause();
    else this.#again(FIRST_PAUSE_MILLIS);
  }

  #again(afterMillis: number): void {
    this.pause();
    this.#timer = setTimeout(() => this.open(), spread(afterMillis));
  }
}
