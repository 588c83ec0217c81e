import { v7 as uuidV7 } from 'uuid';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Actor } from '@/lib/auth/actor';
import { finishStep } from '@/lib/runbook/finish-step';
import { RunHub, runHub } from '@/lib/runbook/run-hub';
import type { EventReader } from '@/tests/support/event-reader';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';
import { FIRST, hear, note, notesOf, Pages } from './live-fixture';
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
let dana: Actor;
let support: Actor;
const pages = new Pages(browser);

beforeAll(async () => {
  db = await testDatabase();
  sam = await person('Sam');
  dana = await person('Dana');
  support = await person('Sid', 'support');
});

afterEach(() => pages.close());

describe('live: who may listen', () => {
  test('nobody without a session, nobody to a run that is not there', async () => {
    const { runbookId } = await clientWithRun(sam, 'live-refused');
    expect((await pages.ask(null, runbookId)).response.status).toBe(401);
    for (const id of [uuidV7(), 'x', '../audit']) {
      expect((await pages.ask(sam, id)).response.status).toBe(404);
    }
  });

  test.each([
    ['signs out', `update user_sessions set revoked_at = now() where user_id = $1`],
    ['is disabled', `update users set disabled_at = now() where id = $1`],
  ])('the stream of somebody who %s ends with the next beat', async (_, statement) => {
    const { runbookId } = await clientWithRun(sam, `live-leaver-${uuidV7().slice(-6)}`);
    const leaver = await person('Lee');
    const page = await pages.watch(leaver, runbookId);
    const stays = await pages.watch(sam, runbookId);
    await db.ownerPool.query(statement, [leaver.id]);
    await runHub().beat();
    expect((await page.next('end')).data).toEqual({ why: 'signed-out' });
    await page.ended;
    await note(sam, runbookId, 'not for Lee');
    await hear(stays, 'not for Lee');
    expect(notesOf(page)).toEqual([]);
  });

  test('a stopping server ends every stream and takes no new one', async () => {
    const { runbookId, clientId } = await clientWithRun(sam, 'live-stop');
    const hub = new RunHub();
    const ends: string[] = [];
    const viewer = () => ({
      userId: sam.id,
      cursor: null,
      mayStay: async () => true,
      send: () => undefined,
      end: (why: string) => void ends.push(why),
    });
    const leave = await hub.enter({ id: runbookId, clientId }, viewer());
    hub.close();
    leave();
    await hub.enter({ id: runbookId, clientId }, viewer());
    expect(ends).toEqual(['restarting', 'restarting']);
  });
});

describe('live: who is here', () => {
  const names = (data: Record<string, unknown>) =>
    (data.people as { name: string }[]).map(({ name }) => name).toSorted();

  async function until(page: EventReader, wanted: string[]): Promise<void> {
    for (;;) if (names((await page.next('watchers')).data).join() === wanted.join()) return;
  }

  test('each person once, on whichever page or instance, and gone when their last page is', async () => {
    const { runbookId } = await clientWithRun(sam, 'live-people');
    const page = await pages.watch(sam, runbookId);
    const pageOfDana = await pages.watch(dana, runbookId);
    await pages.watch(dana, runbookId);
    await until(page, ['Dana', 'Sam']);
    const asking = await pages.changesSince(support, runbookId, `page=${uuidV7()}`);
    expect(asking.watchers.people.map(({ name }) => name).toSorted()).toEqual(['Dana', 'Sam', 'Sid']);
    await until(page, ['Dana', 'Sam', 'Sid']);
    await pages.close(1);
    await until(page, ['Sam', 'Sid']);
    await pageOfDana.ended;
  });

  test('what a killed server left runs out by itself', async () => {
    const { runbookId } = await clientWithRun(sam, 'live-killed');
    await db.ownerPool.query(
      `insert into run_viewers (id, runbook_id, user_id, expires_at) values ($1, $2, $3, now() + interval '1 hour')`,
      [uuidV7(), runbookId, dana.id],
    );
    const page = await pages.watch(sam, runbookId);
    await until(page, ['Dana', 'Sam']);
    await db.ownerPool.query(
      `update run_viewers set expires_at = now() - interval '1 second' where user_id = $1`,
      [dana.id],
    );
    await runHub().beat();
    await until(page, ['Sam']);
  });

  test('a page cannot take over the place of somebody else’s', async () => {
    const { runbookId } = await clientWithRun(sam, 'live-place');
    const pageId = uuidV7();
    await pages.changesSince(sam, runbookId, `page=${pageId}`);
    await pages.changesSince(dana, runbookId, `page=${pageId}`);
    const { rows } = await db.ownerPool.query('select user_id from run_viewers where id = $1', [pageId]);
    expect(rows).toEqual([{ user_id: sam.id }]);
  });
});

describe('live: two people at once', () => {
  test('both pages hear of the one tick that was recorded, and the other person is told what to do', async () => {
    const { runbookId } = await clientWithRun(sam, 'live-conflict');
    const page = await pages.watch(sam, runbookId);
    const acts = [await actOn(sam, runbookId, FIRST), await actOn(dana, runbookId, FIRST)];
    const results = await Promise.allSettled([finishStep(sam, acts[0]), finishStep(dana, acts[1])]);
    const refused = results.find((result) => result.status === 'rejected');
    expect(refused?.reason.message).toMatch(
      /^(Sam|Dana) marked this step done at \d\d:\d\d\. Your tick was not recorded\. Undo it first/,
    );
    await note(sam, runbookId, 'after both');
    await hear(page, 'after both');
    expect(page.heard.filter(({ data }) => data.kind === 'done')).toHaveLength(1);
  });
});
