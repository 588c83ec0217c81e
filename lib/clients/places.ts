/** Somewhere a person can go, as a search from anywhere offers it. */
export interface Place {
  kind: 'page' | 'step' | 'client' | 'run' | 'slot' | 'component' | 'search';
  /** What it is called. */
  label: string;
  /** What tells it from others of its name. */
  detail: string;
  href: string;
}

/** A typed text longer than this finds nothing; no name is as long. */
export const MAX_SEARCH_CHARACTERS = 200;

/** Whether every word of the text begins a word of the label, whatever comes first: "slack tok" finds "Slack bot token". */
export function fitsWords(label: string, text: string): boolean {
  const own = wordsOf(label);
  const wanted = wordsOf(text);
  return wanted.length > 0 && wanted.every((word) => own.some((candidate) => candidate.startsWith(word)));
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
