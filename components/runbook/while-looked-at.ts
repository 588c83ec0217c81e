/** A browser opens six connections to one place, for all its tabs: a page that nobody looks at gives its own back. */
const HIDDEN_MILLIS = 60_000;

interface Line {
  /** Opens the line, where it is not open. */
  open: () => void;
  pause: () => void;
}

/**
 * Keeps a page's line to the board open while somebody looks at the page and, where `untouchedMillis` is given, has
 * touched it within that time. Returns what ends that; the line itself stays as it is.
 */
export function whileLookedAt(line: Line, untouchedMillis?: number): () => void {
  let resting: ReturnType<typeof setTimeout> | undefined;
  const look = () => {
    clearTimeout(resting);
    const isVisible = document.visibilityState === 'visible';
    if (isVisible) line.open();
    const millis = isVisible ? untouchedMillis : HIDDEN_MILLIS;
    if (millis !== undefined) resting = setTimeout(() => line.pause(), millis);
  };
  const leave = () => line.pause();
  const over = new AbortController();
  const { signal } = over;
  look();
  document.addEventListener('visibilitychange', look, { signal });
  for (const name of ['online', 'pageshow']) window.addEventListener(name, look, { signal });
  window.addEventListener('pagehide', leave, { signal });
  if (untouchedMillis !== undefined) {
    for (const name of ['pointerdown', 'keydown']) window.addEventListener(name, look, { signal });
  }
  return () => {
    clearTimeout(resting);
    over.abort();
  };
}
