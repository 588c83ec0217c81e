import 'server-only';
import type { Actor } from '@/lib/auth/actor';
import { findLiveSession } from '@/lib/auth/live-session';
import { may } from '@/lib/auth/permissions';
import { serverSentEvent } from '@/lib/runbook/server-sent-event';

/** An open page that this instance serves, as the hub sees it. */
export interface HubPage {
  send: (bytes: Uint8Array) => void;
  /** Whether the person may still see runs; asked with every beat. Rejects where that cannot be told. */
  mayStay: () => Promise<boolean>;
  end: (why: 'signed-out' | 'restarting') => void;
}

/** What may wait for a reader who takes nothing. Then the stream ends, and a page that lives asks anew. */
const MAX_WAITING_BYTES = 1_000_000;

/** A page at the other end of a stream. */
export class StreamPage implements HubPage {
  readonly userId: string;
  readonly #sessionId: string | undefined;
  #controller: ReadableStreamDefaultController<Uint8Array> | null = null;
  #over = false;
  #leave: () => void = () => undefined;

  constructor(actor: Actor) {
    this.userId = actor.id;
    this.#sessionId = actor.sessionId;
  }

  /** The stream to the page, from when `enter` lets it into the hub until the page is closed or sent away. */
  stream(gone: AbortSignal, enter: () => Promise<() => void>): ReadableStream<Uint8Array> {
    return new ReadableStream<Uint8Array>(
      {
        start: async (controller) => {
          this.#controller = controller;
          gone.addEventListener('abort', () => this.end('restarting'), { once: true });
          this.#stays(await enter());
        },
        cancel: () => this.end('restarting'),
      },
      new ByteLengthQueuingStrategy({ highWaterMark: 0 }),
    );
  }

  send(bytes: Uint8Array): void {
    if (this.#over) return;
    this.#controller?.enqueue(bytes);
    if ((this.#controller?.desiredSize ?? 0) < -MAX_WAITING_BYTES) this.end('restarting');
  }

  end(why: 'signed-out' | 'restarting'): void {
    if (this.#over) return;
    this.#over = true;
    this.#leave();
    try {
      this.#controller?.enqueue(serverSentEvent('end', { why }));
      this.#controller?.close();
    } catch {
      // The reader is gone already.
    }
  }

  async mayStay(): Promise<boolean> {
    if (this.#sessionId === undefined) return false;
    const person = await findLiveSession({ userId: this.userId, sessionId: this.#sessionId });
    return person !== null && !person.owesSecondFactor && may(person, 'run.read');
  }

  /** Keeps how to leave the hub; whoever closed the page before it was let in leaves at once. */
  #stays(leave: () => void): void {
    this.#leave = leave;
    if (this.#over) leave();
  }
}
