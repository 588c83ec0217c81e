import 'server-only';
import { type ListPage, ListRoom } from '@/lib/runbook/list-room';
import { quietly } from '@/lib/runbook/quietly';
import { type RunChannel, RunListener } from '@/lib/runbook/run-listener';
import { type RoomViewer, RunRoom } from '@/lib/runbook/run-room';
import type { RunRow } from '@/lib/runbook/run-rows';
import { serverSentEvent } from '@/lib/runbook/server-sent-event';
import type { HubPage } from '@/lib/runbook/stream-page';
import { keepWatching, noteWatching, stopWatching } from '@/lib/runbook/watchers';

/** An open page of a run. */
export interface HubViewer extends RoomViewer, HubPage {
  userId: string;
}

const BEAT_MILLIS = 15_000;
/** A page that is read again is gone and back within this time, and nobody else need hear of it. */
const LINGER_MILLIS = 4_000;
/** Many come at once when a server was restarted: who is here is then read once, not for each of them. */
const WATCHERS_PAUSE_MILLIS = 200;

/** One for the process: a connection that listens, a room for each run that is open here, and one for the lists. */
export class RunHub {
  readonly #rooms = new Map<string, RunRoom>();
  readonly #lists = new ListRoom();
  readonly #pages = new Map<HubViewer, { room: RunRoom; pageId: string | null }>();
  #listener: RunListener | null = null;
  #beats: NodeJS.Timeout | undefined;
  #looksAfter = false;
  #closed = false;

  /** Serves a page until `leave`. Rejects when the log cannot be read; the page then tries again. */
  async enter(run: Pick<RunRow, 'id' | 'clientId'>, viewer: HubViewer): Promise<() => void> {
    if (this.#closed) {
      viewer.end('restarting');
      return () => undefined;
    }
    const room = this.#rooms.get(run.id) ?? new RunRoom(run);
    this.#rooms.set(run.id, room);
    this.#start();
    this.#pages.set(viewer, { room, pageId: null });
    const leave = () => this.#leave(viewer);
    try {
      await room.enter(viewer);
    } catch (error) {
      leave();
      throw error;
    }
    // Whoever left meanwhile was let in after leaving.
    if (this.#pages.has(viewer)) void quietly(this.#noteWatching(room, viewer));
    else room.viewers.delete(viewer);
    return leave;
  }

  /** Serves a page that lists runs until `leave`. */
  enterLists(page: ListPage): () => void {
    if (this.#closed) {
      page.end('restarting');
      return () => undefined;
    }
    this.#start();
    this.#lists.enter(page);
    return () => {
      if (this.#lists.pages.delete(page)) this.#rest();
    };
  }

  /** Whether this instance hears what happens elsewhere. */
  get listening(): boolean {
    return this.#listener?.ready ?? false;
  }

  /** Gives every page a sign of life, then looks after who may stay, who is here and whether anything was missed. */
  async beat(): Promise<void> {
    const bytes = serverSentEvent('beat', { at: new Date().toISOString(), behind: !this.listening });
    for (const room of [...this.#rooms.values(), this.#lists]) room.send(bytes);
    if (this.#looksAfter) return;
    this.#looksAfter = true;
    try {
      await this.#sendAway();
      await quietly(keepWatching([...this.#pages.values()].flatMap(({ pageId }) => pageId ?? [])));
      for (const room of this.#rooms.values()) {
        await quietly(room.pump());
        await quietly(room.refreshWatchers());
      }
      await quietly(this.#lists.look());
      await this.#listener?.check();
    } finally {
      this.#looksAfter = false;
    }
  }

  /** Ends every stream, so that the server can stop; pages come back to whichever instance answers. */
  close(): void {
    this.#closed = true;
    for (const page of this.#everyPage()) page.end('restarting');
  }

  #everyPage(): HubPage[] {
    return [...this.#pages.keys(), ...this.#lists.pages];
  }

  #start(): void {
    this.#beats ??= setInterval(() => void quietly(this.beat()), BEAT_MILLIS).unref();
    this.#listener ??= new RunListener({
      onNotice: (channel, runbookId) => this.#heard(channel, runbookId),
      onReady: () => this.#catchUp(),
      onLost: () => void quietly(this.beat()),
    });
  }

  #heard(channel: RunChannel, runbookId: string): void {
    this.#lists.heard();
    const room = this.#rooms.get(runbookId);
    if (room === undefined) return;
    if (channel === 'run_changes') void quietly(room.pump());
    else setTimeout(() => void quietly(room.refreshWatchers()), WATCHERS_PAUSE_MILLIS).unref();
  }

  /** What happened while nobody listened was told to nobody: it is read. */
  #catchUp(): void {
    for (const room of this.#rooms.values()) {
      void quietly(room.pump());
      void quietly(room.refreshWatchers());
    }
    this.#lists.heard();
  }

  async #sendAway(): Promise<void> {
    try {
      for (const page of this.#everyPage()) {
        if (!(await page.mayStay())) page.end('signed-out');
      }
    } catch {
      // A database that does not answer sends nobody away; what they see is not new then either.
    }
  }

  async #noteWatching(room: RunRoom, viewer: HubViewer): Promise<void> {
    const pageId = await noteWatching(room.run.id, viewer.userId);
    if (this.#pages.has(viewer)) this.#pages.set(viewer, { room, pageId });
    else await stopWatching(pageId);
  }

  #leave(viewer: HubViewer): void {
    const page = this.#pages.get(viewer);
    if (page === undefined) return;
    const { room, pageId } = page;
    this.#pages.delete(viewer);
    room.viewers.delete(viewer);
    if (![...this.#pages.values()].some((other) => other.room === room)) this.#rooms.delete(room.run.id);
    if (pageId !== null) setTimeout(() => void quietly(stopWatching(pageId)), LINGER_MILLIS).unref();
    this.#rest();
  }

  /** Nobody is here to be told: nobody listens. */
  #rest(): void {
    if (this.#everyPage().length > 0) return;
    clearInterval(this.#beats);
    this.#beats = undefined;
    void this.#listener?.stop();
    this.#listener = null;
  }
}

/** Next bundles a module more than once, so the process's one hub hangs on the global object. */
const holder = globalThis as typeof globalThis & { jedBoardRunHub?: RunHub | undefined };

export function runHub(): RunHub {
  holder.jedBoardRunHub ??= new RunHub();
  return holder.jedBoardRunHub;
}
