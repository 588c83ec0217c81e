import { NextRequest } from 'next/server';
import { GET as getChanges } from '@/app/api/runbooks/[id]/changes/route';
import { GET as getEvents } from '@/app/api/runbooks/[id]/events/route';
import { GET as getListEvents } from '@/app/api/runbooks/events/route';
import type { Actor } from '@/lib/auth/actor';
import { makeTicket } from '@/lib/auth/session-ticket';
import { noteStep } from '@/lib/runbook/note-step';
import type { ChangesSince } from '@/lib/runbook/run-change';
import { postToCallback } from '@/tests/support/browser-cookie';
import { type EventReader, readEvents } from '@/tests/support/event-reader';
import type { TestDatabase } from '@/tests/support/postgres';
import { actOn } from './runbook-fixture';

export const FIRST = 'mac-identity.private-history';

interface Place {
  after?: string;
  lastEventId?: string;
}

interface Asked {
  /** Kept as a server keeps it: Node forgets to pass an abort on once the request is collected. */
  request: NextRequest;
  response: Response;
  leave: () => void;
}

/** The open pages of a test, with whose cookie the next request comes. */
export class Pages {
  readonly #browser: { cookie: string };
  #open: (Asked & { reader: EventReader })[] = [];

  constructor(browser: { cookie: string }) {
    this.#browser = browser;
  }

  async ask(actor: Actor | null, runbookId: string, place: Place = {}): Promise<Asked> {
    await this.#browseAs(actor);
    const gone = new AbortController();
    const { after, lastEventId } = place;
    const address = `${SITE}/${runbookId}/events${after === undefined ? '' : `?after=${after}`}`;
    const headers = new Headers(lastEventId === undefined ? {} : { 'Last-Event-ID': lastEventId });
    const request = new NextRequest(address, { headers, signal: gone.signal });
    return { request, response: await getEvents(request, at(runbookId)), leave: () => gone.abort() };
  }

  /** An open page of the run, once it has been told where it stands. */
  async watch(actor: Actor, runbookId: string, place: Place = {}): Promise<EventReader> {
    return this.#kept(await this.ask(actor, runbookId, place));
  }

  async askLists(actor: Actor | null, mark: string): Promise<Asked> {
    await this.#browseAs(actor);
    const gone = new AbortController();
    const request = new NextRequest(`${SITE}/events?from=${mark}`, { signal: gone.signal });
    return { request, response: await getListEvents(request), leave: () => gone.abort() };
  }

  /** An open page that lists runs and was made when they stood so. */
  async list(actor: Actor, mark: string): Promise<EventReader> {
    return this.#kept(await this.askLists(actor, mark));
  }

  async changesSince(actor: Actor, runbookId: string, query: string): Promise<ChangesSince> {
    await this.#browseAs(actor);
    const response = await getChanges(
      new NextRequest(`${SITE}/${runbookId}/changes?${query}`),
      at(runbookId),
    );
    return (await response.json()) as ChangesSince;
  }

  /** Closes the pages, or those opened after the first `keep`. */
  async close(keep = 0): Promise<void> {
    for (const { reader, leave } of this.#open.splice(keep)) {
      leave();
      await reader.ended;
    }
  }

  async #kept(asked: Asked): Promise<EventReader> {
    const reader = readEvents(asked.response.body);
    this.#open.push({ ...asked, reader });
    await reader.next('hello');
    return reader;
  }

  async #browseAs(actor: Actor | null): Promise<void> {
    this.#browser.cookie = '';
    if (actor === null) return;
    const ticket = makeTicket({ userId: actor.id, sessionId: actor.sessionId ?? '' });
    this.#browser.cookie = (await postToCallback({ ticket })).join('; ');
  }
}

const SITE = 'http://localhost:3000/api/runbooks';
const at = (id: string) => ({ params: Promise.resolve({ id }) });

export async function note(actor: Actor, runbookId: string, text: string): Promise<void> {
  await noteStep(actor, { ...(await actOn(actor, runbookId, FIRST)), note: text });
}

export const notesOf = ({ heard }: EventReader) =>
  heard.flatMap(({ event, data }) => (event === 'change' && data.kind === 'noted' ? [data.text] : []));

/** Waits until the page has heard a note, without asking for the order of anything. */
export async function hear(reader: EventReader, text: string): Promise<void> {
  while (!notesOf(reader).includes(text)) await reader.next('change');
}

/** The server process that listens for this process's hub. */
export async function listeningBackend(db: TestDatabase): Promise<number> {
  for (;;) {
    const { rows } = await db.superuserPool.query<{ pid: number }>(
      `select pid from pg_stat_activity where datname = current_database() and state = 'idle' and query like 'listen %'`,
    );
    if (rows[0] !== undefined) return rows[0].pid;
  }
}
