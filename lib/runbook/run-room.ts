import 'server-only';
import { MAX_CHANGES, presentCursor, readChanges } from '@/lib/runbook/read-changes';
import { advanced, type Cursor, cursorText, isNewTo, type RunChange } from '@/lib/runbook/run-change';
import type { RunRow } from '@/lib/runbook/run-rows';
import { serverSentEvent } from '@/lib/runbook/server-sent-event';
import { readWatchers } from '@/lib/runbook/watchers';

/** Somebody's open page, as a room sees it. */
export interface RoomViewer {
  /** How far the page has read; null until the room has told it where it stands. */
  cursor: Cursor | null;
  send: (bytes: Uint8Array) => void;
}

/**
 * One run's open pages on this instance. What is read from the log is read once for all of them, and turned into
 * bytes once; each gets what it has not seen. Work is done in turn, so that nothing overtakes anything.
 */
export class RunRoom {
  readonly run: Pick<RunRow, 'id' | 'clientId'>;
  readonly viewers = new Set<RoomViewer>();
  #cursor: Cursor | null = null;
  #turn: Promise<unknown> = Promise.resolve();
  #pumpIsDue = false;
  #watchersAreDue = false;
  #watchers = serverSentEvent('watchers', { count: 0, people: [] });
  #watchersText = '';

  constructor(run: Pick<RunRow, 'id' | 'clientId'>) {
    this.run = run;
  }

  /** Lets a page in: tells it where it stands, what it missed, and from then on everything once. */
  async enter(viewer: RoomViewer): Promise<void> {
    await this.#inTurn(async () => {
      this.#cursor ??= viewer.cursor ?? (await presentCursor(this.run));
      const reached = this.#cursor;
      const missed = viewer.cursor === null ? [] : await this.#missed(viewer.cursor, reached);
      viewer.cursor ??= reached;
      viewer.send(serverSentEvent('hello', { at: now(), cursor: cursorText(viewer.cursor) }));
      viewer.send(this.#watchers);
      if (missed === null) this.#stale([viewer], reached);
      else this.#tell([viewer], missed, viewer.cursor);
      this.viewers.add(viewer);
    });
  }

  /** Reads what is new and hands it on. Asked for several times before it begins, it is done once. */
  async pump(): Promise<void> {
    if (this.#pumpIsDue) return;
    this.#pumpIsDue = true;
    await this.#inTurn(async () => {
      this.#pumpIsDue = false;
      if (this.#cursor === null) return;
      const changes = await readChanges(this.run, this.#cursor);
      if (changes.length > MAX_CHANGES) {
        this.#cursor = await presentCursor(this.run);
        this.#stale(this.viewers, this.#cursor);
        return;
      }
      this.#cursor = this.#tell(this.viewers, changes, this.#cursor);
    });
  }

  /** Reads who has the run open, and says so where that changed. */
  async refreshWatchers(): Promise<void> {
    if (this.#watchersAreDue) return;
    this.#watchersAreDue = true;
    await this.#inTurn(async () => {
      this.#watchersAreDue = false;
      const watchers = await readWatchers(this.run.id);
      const text = JSON.stringify(watchers);
      if (text === this.#watchersText) return;
      this.#watchersText = text;
      this.#watchers = serverSentEvent('watchers', watchers);
      this.send(this.#watchers);
    });
  }

  send(bytes: Uint8Array): void {
    for (const viewer of this.viewers) viewer.send(bytes);
  }

  /** What a page missed up to where the room is; the rest it gets with everybody. Null when that is too much. */
  async #missed(from: Cursor, reached: Cursor): Promise<RunChange[] | null> {
    if (from.log >= reached.log && from.secrets >= reached.secrets) return [];
    const changes = await readChanges(this.run, from);
    if (changes.length > MAX_CHANGES) return null;
    return changes.filter((change) => !isNewTo(reached, change));
  }

  #tell(viewers: Iterable<RoomViewer>, changes: readonly RunChange[], from: Cursor): Cursor {
    let cursor = from;
    for (const change of changes) {
      cursor = advanced(cursor, change);
      const bytes = serverSentEvent('change', change, cursorText(cursor));
      for (const viewer of viewers) {
        if (viewer.cursor === null || !isNewTo(viewer.cursor, change)) continue;
        viewer.cursor = advanced(viewer.cursor, change);
        viewer.send(bytes);
      }
    }
    return cursor;
  }

  #stale(viewers: Iterable<RoomViewer>, cursor: Cursor): void {
    const bytes = serverSentEvent('stale', {}, cursorText(cursor));
    for (const viewer of viewers) {
      viewer.cursor = cursor;
      viewer.send(bytes);
    }
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }
}

const now = () => new Date().toISOString();
