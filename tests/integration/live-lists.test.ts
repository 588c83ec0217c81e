import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Actor } from '@/lib/auth/actor';
import { claimStep } from '@/lib/runbook/claim-step';
import { finishStep } from '@/lib/runbook/finish-step';
import { readListsMark } from '@/lib/runbook/lists-mark';
import { RunHub, runHub } from '@/lib/runbook/run-hub';
import type { EventReader } from '@/tests/support/event-reader';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';
import { killBackend } from './fault-fixture';
import { FIRST, listeningBackend, note, Pages } from './live-fixture';
import { actOn, clientWithRun, person } from './runbook-fixture';

const browser = vi.hoisted(() => ({ cookie: '' }));
// Outside of a server nobody holds the present request; what it says is the browser's.
vi.mock('next/headers', () => ({
  headers: async () =>
    new Headers({ host: 'localhost:3000', 'x-forwarded-proto': 'http', cookie: browser.cookie }),
  cookies: async () => ({ get: () => undefined }),
}));

let db: TestDatabase;
let sam: Actor;
let support: Actor;
const pages = new Pages(browser);

beforeAll(async () => {
  db = await testDatabase();
  sam = await person('Sam');
  support = await person('Sid', 'support');
});

afterEach(() => pages.close());

const marks = ({ heard }: EventReader) =>
  heard.flatMap(({ event, data }) => (event === 'moved' ? [data.mark] : []));

/** Waits until the page was told of the present state. */
async function upToDate(page: EventReader): Promise<string> {
  const mark = await readListsMark(sam);
  while (marks(page).at(-1) !== mark) await page.next('moved');
  return mark;
}

describe('live lists: what a page hears that lists runs', () => {
  test('a claim, a tick, and somebody who opens or leaves a run, whichever run it is, for support too', async () => {
    const { runbookId } = await clientWithRun(sam, 'lists-claim');
    const other = await clientWithRun(sam, 'lists-tick');
    const page = await pages.list(support, await readListsMark(support));
    await claimStep(sam, await actOn(sam, runbookId, FIRST));
    const claimed = await upToDate(page);
    await finishStep(sam, await actOn(sam, other.runbookId, FIRST));
    const ticked = await upToDate(page);
    expect(ticked).not.toBe(claimed);
    await pages.watch(sam, runbookId);
    await page.next('moved');
    expect(marks(page).at(-1)).not.toBe(ticked);
    await pages.close(1);
    while (marks(page).at(-1) !== ticked) await page.next('moved');
  });

  test('what happened between the reading of the list and its stream is told; when nothing did, nothing', async () => {
    const { runbookId } = await clientWithRun(sam, 'lists-gap');
    const before = await readListsMark(sam);
    await note(sam, runbookId, 'in between');
    const late = await pages.list(sam, before);
    const mark = await upToDate(late);
    const early = await pages.list(sam, mark);
    await runHub().beat();
    await early.next('beat');
    expect(marks(early)).toEqual([]);
    await note(sam, runbookId, 'afterwards');
    const after = await upToDate(early);
    expect(marks(early)).toEqual([after]);
  });

  test('an act is told that got its number before another one and was committed after it', async () => {
    const [one, other] = [await clientWithRun(sam, 'lists-slow'), await clientWithRun(sam, 'lists-quick')];
    const client = await db.applicationPool.connect();
    await client.query('begin');
    await client.query(
      `insert into step_events (runbook_id, step_id, kind, actor_id, reason) values ($1, $2, 'noted', $3, 'slow')`,
      [one.runbookId, FIRST, sam.id],
    );
    await note(sam, other.runbookId, 'quick');
    const page = await pages.list(sam, await readListsMark(sam));
    await client.query('commit');
    client.release();
    const after = await upToDate(page);
    expect(marks(page)).toEqual([after]);
  });

  test('many acts at once are told a few times, and the last time is after the last of them', async () => {
    const { runbookId } = await clientWithRun(sam, 'lists-crowd');
    const page = await pages.list(sam, await readListsMark(sam));
    const begun = performance.now();
    for (let index = 0; index < 20; index += 1) await note(sam, runbookId, `note ${index}`);
    await upToDate(page);
    const mostOften = 2 + (performance.now() - begun) / 1_000;
    expect(marks(page).length).toBeLessThanOrEqual(mostOften);
    expect(mostOften).toBeLessThan(20);
  });

  test('when the database cuts the listening connection off, what happened meanwhile is told', async () => {
    const { runbookId } = await clientWithRun(sam, 'lists-cut-off');
    const page = await pages.list(sam, await readListsMark(sam));
    await killBackend(db.superuserPool, await listeningBackend(db));
    await note(sam, runbookId, 'meanwhile');
    await upToDate(page);
  });

  test('nothing of a client, a run or a person is in what is sent', async () => {
    const { runbookId } = await clientWithRun(sam, 'lists-silent');
    const page = await pages.list(support, '');
    await note(sam, runbookId, 'the lists-silent note');
    await upToDate(page);
    await runHub().beat();
    await page.next('beat');
    const said = { hello: {}, moved: { mark: expect.stringMatching(/^-?\d+$/) } };
    const beat = { at: expect.stringMatching(/Z$/), behind: expect.any(Boolean) };
    for (const { event, id, data } of page.heard) {
      expect({ event, id, data }).toEqual({ event, id: null, data: { ...said, beat }[event] });
    }
    expect(new Set(page.heard.map(({ event }) => event))).toEqual(new Set(['hello', 'moved', 'beat']));
  });
});

describe('live lists: who may listen', () => {
  test('nobody without a session', async () => {
    expect((await pages.askLists(null, '')).response.status).toBe(401);
  });

  test.each([
    ['signs out', `update user_sessions set revoked_at = now() where user_id = $1`],
    ['is disabled', `update users set disabled_at = now() where id = $1`],
  ])('the stream of somebody who %s ends with the next beat, and nobody else’s', async (_, statement) => {
    const { runbookId } = await clientWithRun(sam, `lists-leaver-${Math.random().toString(36).slice(2)}`);
    const leaver = await person('Lee');
    const [page, stays] = [await pages.list(leaver, ''), await pages.list(sam, '')];
    await db.ownerPool.query(statement, [leaver.id]);
    await runHub().beat();
    expect((await page.next('end')).data).toEqual({ why: 'signed-out' });
    await page.ended;
    await note(sam, runbookId, 'not for Lee');
    const after = await upToDate(stays);
    expect(marks(page)).not.toContain(after);
  });

  test('a stopping server ends every stream and takes no new one', () => {
    const hub = new RunHub();
    const ends: string[] = [];
    const page = () => ({
      mark: '',
      mayStay: async () => true,
      send: () => undefined,
      end: (why: string) => void ends.push(why),
    });
    const leave = hub.enterLists(page());
    hub.close();
    leave();
    hub.enterLists(page());
    expect(ends).toEqual(['restarting', 'restarting']);
  });
});
