/** A copy of one's own is heard of just before its answer comes: drawing that first would keep the clipboard waiting. */
const GATHER_MILLIS = 100;

/** Hands on at once what came within a tenth of a second, in its order. */
export class Gather<Item> {
  readonly #handOn: (items: Item[]) => void;
  #items: Item[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(handOn: (items: Item[]) => void) {
    this.#handOn = handOn;
  }

  add(items: readonly Item[]): void {
    this.#items.push(...items);
    this.#timer ??= setTimeout(() => this.#hand(), GATHER_MILLIS);
  }

  /** Nobody is there any more to be handed anything. */
  stop(): void {
    clearTimeout(this.#timer);
  }

  #hand(): void {
    const items = this.#items;
    this.#items = [];
    this.#timer = undefined;
    this.#handOn(items);
  }
}
