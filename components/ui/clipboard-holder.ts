/**
 * Who wrote to the clipboard last, on this page. Whoever means to empty it later asks first whether what is in there
 * is still theirs: browsers seldom let a page look.
 */
let holder = 0;
const listeners = new Set<() => void>();

/** Called once the clipboard took something; returns the ticket of that copy. */
export function takeClipboard(): number {
  holder += 1;
  for (const listener of [...listeners]) listener();
  return holder;
}

/** Tells each time that something of this page was copied; returns what ends the telling. */
export function onTaken(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** Whether nothing of this page has been copied since. */
export function holdsClipboard(ticket: number): boolean {
  return ticket === holder;
}
