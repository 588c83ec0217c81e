import 'server-only';
import { presentListsMark } from '@/lib/runbook/lists-mark';
import { quietly } from '@/lib/runbook/quietly';
import { serverSentEvent } from '@/lib/runbook/server-sent-event';
import type { HubPage } from '@/lib/runbook/stream-page';

/** An open page that lists runs. */
export interface ListPage extends HubPage {
  /** How the lists stood when the page was made, or when it was last told that they moved. */
  mark: string;
}

/** One run that is worked on moves every few seconds, and many at once; nobody reads a list more often than this. */
const PAUSE_MILLIS = 1_000;

/**
 * The open pages of this instance that list runs. They hear that something moved and never what: each reads its list
 * again, and sees there what its person may see.
 */
export class ListRoom {
  readonly pages = new Set<ListPage>();
  #turn: Promise<unknown> = Promise.resolve();
  #lookedAt = Number.NEGATIVE_INFINITY;
  #later: NodeJS.Timeout | undefined;

  /** Lets a page in, and looks whether anything moved since it was made. */
  enter(page: ListPage): void {
    this.pages.add(page);
    page.send(serverSentEvent('hello', {}));
    this.heard();
  }

  /** Something may have moved: looks at once, or when the last look is long enough ago, for all that came meanwhile. */
  heard(): void {
    if (this.#later !== undefined || this.pages.size === 0) return;
    const wait = Math.max(0, this.#lookedAt + PAUSE_MILLIS - performance.now());
    this.#later = setTimeout(() => {
      this.#later = undefined;
      void quietly(this.look());
    }, wait).unref();
  }

  /** Tells every page that was made from, or told of, another state than the present one. One look at a time. */
  look(): Promise<void> {
    const done = this.#turn.then(async () => {
      if (this.pages.size === 0) return;
      this.#lookedAt = performance.now();
      const mark = await presentListsMark();
      const moved = serverSentEvent('moved', { mark });
      for (const page of this.pages) {
        if (page.mark === mark) continue;
        page.mark = mark;
        page.send(moved);
      }
    });
    this.#turn = done.catch(() => undefined);
    return done;
  }

  send(bytes: Uint8Array): void {
    for (const page of this.pages) page.send(bytes);
  }
}
