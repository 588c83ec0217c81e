import type { RunEventKind } from '@/lib/runbook/run-events';

/** How far somebody has read: a run's own log, and the audit log's events about its secrets. */
export interface Cursor {
  log: number;
  secrets: number;
}

/** One thing that happened in a run, as it travels to every open page. Everybody who may open the run may see it. */
export interface RunChange {
  source: keyof Cursor;
  seq: number;
  /** `copied` and `stored` are about a slot; everything else is an event of the run's log. */
  kind: RunEventKind | 'copied' | 'stored';
  stepId: string | null;
  /** The step's revision after it; null for what changes no state. */
  revision: number | null;
  by: string;
  byId: string;
  /** An ISO text, by the database's clock. */
  at: string;
  /** When it was done by the clock of a device that had no network, where that is so; an ISO text. */
  doneAt?: string | undefined;
  /** What a timeline says after the name. */
  words: string;
  /** The reason of a hold, or the text of a note. */
  text: string | null;
  /** For `checked`. */
  matched: boolean | null;
}

/** Who has the run open, longest first. */
export interface Watchers {
  count: number;
  /** The first few of them. */
  people: { id: string; name: string; since: string }[];
}

/** The answer to whoever asks again and again because their stream does not get through. */
export interface ChangesSince {
  cursor: string;
  /** The server's clock, as an ISO text. */
  at: string;
  watchers: Watchers;
  /** Null when there are too many: the page has to be read again. */
  changes: RunChange[] | null;
}

/** As it stands in an event's id and in an address: `12.5`. */
export function cursorText({ log, secrets }: Cursor): string {
  return `${log}.${secrets}`;
}

const CURSOR = /^(\d{1,15})\.(\d{1,15})$/;

/** Reads such a text; null for anything else. */
export function parseCursor(text: string | null | undefined): Cursor | null {
  const [, log, secrets] = CURSOR.exec(text ?? '') ?? [];
  return log === undefined || secrets === undefined ? null : { log: Number(log), secrets: Number(secrets) };
}

/** Whether whoever read as far as the cursor has not seen the change yet. */
export function isNewTo(cursor: Cursor, change: Pick<RunChange, 'source' | 'seq'>): boolean {
  return change.seq > cursor[change.source];
}

/** The cursor after the change. */
export function advanced(cursor: Cursor, change: Pick<RunChange, 'source' | 'seq'>): Cursor {
  return isNewTo(cursor, change) ? { ...cursor, [change.source]: change.seq } : cursor;
}
