import 'server-only';
import type { Actor } from '@/lib/auth/actor';
import { authorise } from '@/lib/auth/permissions';
import type { ListPage } from '@/lib/runbook/list-room';
import { runHub } from '@/lib/runbook/run-hub';
import { StreamPage } from '@/lib/runbook/stream-page';

/**
 * Says to a page that lists runs when its list is not what it was at `mark`, as server-sent events, until the page is
 * closed or its person may not see runs any more. Throws `forbidden`.
 */
export function openListStream(actor: Actor, mark: string, gone: AbortSignal): ReadableStream<Uint8Array> {
  authorise(actor, 'run.read');
  const page = new ListStreamPage(actor, mark);
  return page.stream(gone, async () => runHub().enterLists(page));
}

class ListStreamPage extends StreamPage implements ListPage {
  mark: string;

  constructor(actor: Actor, mark: string) {
    super(actor);
    this.mark = mark;
  }
}
