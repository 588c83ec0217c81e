/** Where the reader's hand is: what has the focus, else the step in the middle of the screen. */
function heldElement(): Element | null {
  const focused = document.activeElement;
  if (focused !== null && focused.closest('#steps') !== null && isOnScreen(focused)) return focused;
  const middle = document.elementFromPoint(window.innerWidth / 2, window.innerHeight / 2);
  return middle?.closest('#steps form, #steps summary, #steps li') ?? null;
}

function isOnScreen(element: Element): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < window.innerHeight;
}

/**
 * Notes where the reader is before something changes that they did not do. The answer puts the page back under their
 * hand, however much grew or shrank above it.
 */
export function keepPlace(): () => void {
  const held = heldElement();
  if (held === null) return () => undefined;
  const before = held.getBoundingClientRect().top;
  return () => {
    if (!held.isConnected) return;
    const moved = held.getBoundingClientRect().top - before;
    if (Math.abs(moved) >= 1) window.scrollBy({ top: moved, behavior: 'instant' });
  };
}
