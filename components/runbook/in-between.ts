const FIELDS = 'input, select, textarea, [contenteditable]';
/** Whoever rests so long while typing reads, and a search field that only has the focus is nobody's work. */
const REST_MILLIS = 3_000;
/** A browser that does not know one of them leaves it out. */
const OPEN = ':is(dialog[open], :popover-open)';

/** Whether the page has to stay as it is: nobody looks, there is no network, or somebody types or has something open. */
export function watchInBetween(): { isBusy: () => boolean; stop: () => void } {
  let typedAt = Number.NEGATIVE_INFINITY;
  const over = new AbortController();
  const note = ({ target }: Event) => {
    if (target instanceof Element && target.matches(FIELDS)) typedAt = performance.now();
  };
  for (const name of ['keydown', 'input', 'pointerdown']) {
    document.addEventListener(name, note, { capture: true, signal: over.signal });
  }
  const isTyping = () =>
    document.activeElement?.matches(FIELDS) === true && performance.now() - typedAt < REST_MILLIS;
  return {
    isBusy: () =>
      document.visibilityState !== 'visible' ||
      // Without a network, reading the page again would be leaving it.
      !navigator.onLine ||
      isTyping() ||
      document.querySelector(OPEN) !== null,
    stop: () => over.abort(),
  };
}
