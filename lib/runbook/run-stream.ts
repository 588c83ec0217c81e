import 'server-only';
import type { Actor } from '@/lib/auth/actor';
import { findLiveSession } from '@/lib/auth/live-session';
import { authorise, may } from '@/lib/auth/permissions';
import { database } from '@/lib/db/database';
import { MAX_CHANGES, presentCursor, readChanges } from '@/lib/runbook/read-changes';
import { advanced, type ChangesSince, type Cursor, cursorText } from '@/lib/runbook/run-change';
import { type HubViewer, runHub } from '@/lib/runbook/run-hub';
import { readRunRow } from '@/lib/runbook/run-rows';
import { serverSentEvent } from '@/lib/runbook/server-sent-event';
import { noteWatching, readWatchers } from '@/lib/runbook/watchers';
import { isUuid } from '@/lib/validate';

/** What may wait for a reader who takes nothing. Then the stream ends, and a page that lives asks anew. */
const MAX_WAITING_BYTES = 1_000_000;

/**
 * Everything that happens in a run from the cursor on, as server-sent events, until the page is closed or its person
 * may not see it any more. Throws `forbidden` or `not-found`.
 */
export async function openRunStream(
  actor: Actor,
  runbookId: string,
  from: Cursor | null,
  gone: AbortSignal,
): Promise<ReadableStream<Uint8Array>> {
  authorise(actor, 'run.read');
  const run = await readRunRow(database(), runbookId);
  let page: StreamPage | undefined;
  return new ReadableStream<Uint8Array>(
    {
      async start(controller) {
        page = new StreamPage(actor, from, controller);
        const opened = page;
        gone.addEventListener('abort', () => opened.end('restarting'), { once: true });
        opened.stays(await runHub().enter({ id: run.id, clientId: run.clientId }, opened));
      },
      cancel: () => page?.end('restarting'),
    },
    new ByteLengthQueuingStrategy({ highWaterMark: 0 }),
  );
}

/** A page at the other end of a stream. */
class StreamPage implements HubViewer {
  readonly userId: string;
  cursor: Cursor | null;
  readonly #sessionId: string | undefined;
  readonly #controller: ReadableStreamDefaultController<Uint8Array>;
  #over = false;
  #leave: () => void = () => undefined;

  constructor(actor: Actor, cursor: Cursor | null, controller: ReadableStreamDefaultController<Uint8Array>) {
    this.userId = actor.id;
    this.#sessionId = actor.sessionId;
    this.cursor = cursor;
    this.#controller = controller;
  }

  /** Keeps how to leave the hub; whoever closed the page before it was let in leaves at once. */
  stays(leave: () => void): void {
    this.#leave = leave;
    if (this.#over) leave();
  }

  send(bytes: Uint8Array): void {
    if (this.#over) return;
    this.#controller.enqueue(bytes);
    if ((this.#controller.desiredSize ?? 0) < -MAX_WAITING_BYTES) this.end('restarting');
  }

  end(why: 'signed-out' | 'restarting'): void {
    if (this.#over) return;
    this.#over = true;
    this.#leave();
    try {
      this.#controller.enqueue(serverSentEvent('end', { why }));
      this.#controller.close();
    } catch {
      // The reader is gone already.
    }
  }

  async mayStay(): Promise<boolean> {
    if (this.#sessionId === undefined) return false;
    const person = await findLiveSession({ userId: this.userId, sessionId: this.#sessionId });
    return person !== null && !person.owesSecondFactor && may(person, 'run.read');
  }
}

/**
 * The same for whoever asks again and again, since their stream does not get through. `pageId` is the page's own, by
 * which it counts as open. Throws `forbidden` or `not-found`.
 */
export async function changesSince(
  actor: Actor,
  runbookId: string,
  from: Cursor | null,
  pageId: string | null,
): Promise<ChangesSince> {
  authorise(actor, 'run.read');
  const run = await readRunRow(database(), runbookId);
  if (pageId !== null && isUuid(pageId)) await noteWatching(run.id, actor.id, pageId);
  const at = new Date().toISOString();
  const watchers = await readWatchers(run.id);
  const changes = from === null ? [] : await readChanges(run, from);
  if (from === null || changes.length > MAX_CHANGES) {
    const cursor = cursorText(await presentCursor(run));
    return { cursor, at, watchers, changes: from === null ? [] : null };
  }
  return { cursor: cursorText(changes.reduce(advanced, from)), at, watchers, changes };
}
