/** A list that changes more often than this cannot be read. */
const PAUSE_MILLIS = 2_000;
/** Everybody hears of a tick at the same moment: they do not all ask at once. */
const SPREAD_MILLIS = 400;
const LOOK_AGAIN_MILLIS = 500;

interface RefreshPaceOptions {
  /** Begins to read the page anew; `arrived` is called once it is there. */
  refresh: () => void;
  /** What the page shows now. */
  shown: () => string;
  /** Whether the page has to stay as it is for now: somebody is in the middle of something, or nobody looks. */
  isBusy: () => boolean;
}

/** Decides when a page that heard of something new is read anew: one at a time, not too often, and never in between. */
export class RefreshPace {
  readonly #options: RefreshPaceOptions;
  #wanted: string | null = null;
  #isUnderWay = false;
  #begunAt = Number.NEGATIVE_INFINITY;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: RefreshPaceOptions) {
    this.#options = options;
  }

  /** There is something else to be shown than the page shows. */
  ask(mark: string): void {
    this.#wanted = mark;
    this.#plan();
  }

  /** What was begun is on the page, or came to nothing. */
  arrived(): void {
    this.#isUnderWay = false;
    this.#plan();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#wanted = null;
  }

  #plan(): void {
    if (this.#wanted === null || this.#isUnderWay) return;
    clearTimeout(this.#timer);
    const wait = Math.max(Math.random() * SPREAD_MILLIS, this.#begunAt + PAUSE_MILLIS - performance.now());
    this.#timer = setTimeout(() => this.#begin(), wait);
  }

  #begin(): void {
    // Somebody came back to the tab meanwhile, or did something here: the page shows it already.
    if (this.#wanted === this.#options.shown()) this.#wanted = null;
    if (this.#wanted === null) return;
    if (this.#options.isBusy()) {
      this.#timer = setTimeout(() => this.#begin(), LOOK_AGAIN_MILLIS);
      return;
    }
    this.#wanted = null;
    this.#isUnderWay = true;
    this.#begunAt = performance.now();
    this.#options.refresh();
  }
}
