import 'server-only';
import type { Actor } from '@/lib/auth/actor';
import { authorise } from '@/lib/auth/permissions';
import { database } from '@/lib/db/database';
import { MAX_CHANGES, presentCursor, readChanges } from '@/lib/runbook/read-changes';
import { advanced, type ChangesSince, type Cursor, cursorText } from '@/lib/runbook/run-change';
import { type HubViewer, runHub } from '@/lib/runbook/run-hub';
import { readRunRow } from '@/lib/runbook/run-rows';
import { StreamPage } from '@/lib/runbook/stream-page';
import { noteWatching, readWatchers } from '@/lib/runbook/watchers';
import { isUuid } from '@/lib/validate';

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
  const { id, clientId } = await readRunRow(database(), runbookId);
  const page = new RunStreamPage(actor, from);
  return page.stream(gone, () => runHub().enter({ id, clientId }, page));
}

class RunStreamPage extends StreamPage implements HubViewer {
  cursor: Cursor | null;

  constructor(actor: Actor, cursor: Cursor | null) {
    super(actor);
    this.cursor = cursor;
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
