import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Actor } from '@/lib/auth/actor';
import { claimStep } from '@/lib/runbook/claim-step';
import { copySecret } from '@/lib/runbook/copy-secret';
import { holdStep, undoStep } from '@/lib/runbook/hold-step';
import { RunHub } from '@/lib/runbook/run-hub';
import type { EventReader } from '@/tests/support/event-reader';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';
import { killBackend } from './fault-fixture';
import { FIRST, hear, listeningBackend, note, notesOf, Pages } from './live-fixture';
import { actOn, clientWithRun, openRouterKey, person, store } from './runbook-fixture';

const KEY_STEP = 'openrouter.store-openrouter-api-key';

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

describe('live: what happens in a run reaches every open page', () => {
  test('ticks, claims, take-overs, holds and notes arrive in order, with who, when and why', async () => {
    const { runbookId } = await clientWithRun(sam, 'live-order');
    const page = await pages.watch(support, runbookId);
    await claimStep(sam, await actOn(sam, runbookId, FIRST));
    await claimStep(dana, await actOn(dana, runbookId, FIRST));
    await holdStep(dana, {
      ...(await actOn(dana, runbookId, FIRST)),
      hold: 'blocked',
      reason: 'The Mac is away',
    });
    await undoStep(sam, await actOn(sam, runbookId, FIRST));
    await note(dana, runbookId, 'Key under the mat');
    await hear(page, 'Key under the mat');
    const changes = page.heard.filter(({ event }) => event === 'change').map(({ data }) => data);
    expect(changes.map(({ by, words }) => `${by} ${words}`)).toEqual([
      'Sam started the run',
      'Sam took the step',
      'Dana took the step over from Sam',
      'Dana marked it blocked: The Mac is away',
      'Sam opened it again',
      'Dana noted: Key under the mat',
    ]);
    expect(changes.map(({ revision }) => revision)).toEqual([null, 1, 2, 3, 4, null]);
    expect(changes.map(({ seq }) => Number(seq))).toEqual(
      changes.map(({ seq }) => Number(seq)).toSorted((one, other) => one - other),
    );
  });

  test('a copy is told with its slot and its person, and neither page nor wire holds the value', async () => {
    const { runbookId, clientId } = await clientWithRun(sam, 'live-copy');
    const value = openRouterKey();
    await store(sam, clientId, 'openrouter.api-key', value);
    const page = await pages.watch(support, runbookId);
    await copySecret(dana, { runbookId, stepId: KEY_STEP, slotId: 'openrouter.api-key', form: 'value' });
    const { data } = await page.next('change');
    expect(data).toMatchObject({ by: 'Dana', words: 'copied OPENROUTER_API_KEY', stepId: KEY_STEP });
    expect(JSON.stringify(page.heard)).not.toContain(value);
    expect(JSON.stringify(page.heard)).not.toContain(value.slice(-8));
  });

  test('another instance hears of it too', async () => {
    const { runbookId, clientId } = await clientWithRun(sam, 'live-instances');
    const here = await pages.watch(sam, runbookId);
    const there = new RunHub();
    const sent: string[] = [];
    const heardIt = new Promise<void>((resolve) => {
      const viewer = {
        userId: dana.id,
        cursor: null,
        mayStay: async () => true,
        end: () => undefined,
        send: (bytes: Uint8Array) => {
          sent.push(new TextDecoder().decode(bytes));
          if (sent.at(-1)?.includes('from elsewhere') === true) resolve();
        },
      };
      void there.enter({ id: runbookId, clientId }, viewer).then((leave) => heardIt.then(leave));
    });
    await note(sam, runbookId, 'from elsewhere');
    await Promise.all([hear(here, 'from elsewhere'), heardIt]);
    expect(sent.filter((text) => text.includes('from elsewhere'))).toHaveLength(1);
  });

  test('what a transaction took back was never told', async () => {
    const { runbookId } = await clientWithRun(sam, 'live-rollback');
    const page = await pages.watch(sam, runbookId);
    const client = await db.applicationPool.connect();
    await client.query('begin');
    await client.query(
      `insert into step_events (runbook_id, step_id, kind, actor_id, reason) values ($1, $2, 'noted', $3, 'taken back')`,
      [runbookId, FIRST, sam.id],
    );
    await client.query('rollback');
    client.release();
    await note(sam, runbookId, 'kept');
    await hear(page, 'kept');
    expect(notesOf(page)).toEqual(['kept']);
  });
});

describe('live: catching up', () => {
  test('a page that comes back gets what it missed exactly once, whoever wrote meanwhile', async () => {
    const { runbookId } = await clientWithRun(sam, 'live-replay');
    await note(sam, runbookId, 'seen');
    const before = await pages.watch(sam, runbookId, { after: '0.0' });
    await hear(before, 'seen');
    const lastId = before.heard.findLast(({ id }) => id !== null)?.id ?? '';
    await pages.close();
    await note(dana, runbookId, 'missed 1');
    await note(dana, runbookId, 'missed 2');
    const [again] = await Promise.all([
      pages.watch(sam, runbookId, { after: '0.0', lastEventId: lastId }),
      note(dana, runbookId, 'while coming back'),
    ]);
    await note(dana, runbookId, 'last');
    await hear(again, 'last');
    expect(notesOf(again)).toEqual(['missed 1', 'missed 2', 'while coming back', 'last']);
  });

  test('many pages that join while many write all see everything once and in order', async () => {
    const { runbookId } = await clientWithRun(sam, 'live-crowd');
    const texts = Array.from({ length: 12 }, (_, index) => `note ${index}`);
    const readers: EventReader[] = [];
    const joining = (async () => {
      for (let index = 0; index < 12; index += 1)
        readers.push(await pages.watch(sam, runbookId, { after: '0.0' }));
    })();
    await Promise.all([joining, Promise.all(texts.map((text) => note(dana, runbookId, text)))]);
    await note(dana, runbookId, 'end');
    for (const page of readers) await hear(page, 'end');
    const [first, ...others] = readers.map(notesOf);
    expect(first?.toSorted()).toEqual([...texts, 'end'].toSorted());
    for (const other of others) expect(other).toEqual(first);
  });

  test('when the database cuts the listening connection off, nothing is lost and nothing comes twice', async () => {
    const { runbookId } = await clientWithRun(sam, 'live-cut-off');
    const page = await pages.watch(sam, runbookId);
    await note(sam, runbookId, 'before');
    await hear(page, 'before');
    await killBackend(db.superuserPool, await listeningBackend(db));
    await note(dana, runbookId, 'meanwhile');
    await hear(page, 'meanwhile');
    await note(dana, runbookId, 'after');
    await hear(page, 'after');
    expect(notesOf(page)).toEqual(['before', 'meanwhile', 'after']);
  });

  test('a page that is too far behind is told to read the run again, and goes on from there', async () => {
    const { runbookId } = await clientWithRun(sam, 'live-stale');
    await db.ownerPool.query(
      `insert into step_events (runbook_id, step_id, kind, actor_id, reason)
        select $1, $2, 'noted', $3, 'old' from generate_series(1, 300)`,
      [runbookId, FIRST, sam.id],
    );
    const page = await pages.watch(sam, runbookId, { after: '0.0' });
    expect((await page.next('stale')).id).toMatch(/^\d+\.\d+$/);
    expect((await pages.changesSince(sam, runbookId, 'after=0.0')).changes).toBeNull();
    await note(sam, runbookId, 'new');
    await hear(page, 'new');
    expect(notesOf(page)).toEqual(['new']);
  });

  test('asking again and again gives the same changes, each once, in the same order', async () => {
    const { runbookId } = await clientWithRun(sam, 'live-polling');
    const start = await pages.changesSince(sam, runbookId, '');
    await note(sam, runbookId, 'one');
    const one = await pages.changesSince(support, runbookId, `after=${start.cursor}`);
    await note(sam, runbookId, 'two');
    const two = await pages.changesSince(support, runbookId, `after=${one.cursor}`);
    const three = await pages.changesSince(support, runbookId, `after=${two.cursor}`);
    expect([one, two, three].map(({ changes }) => changes?.map(({ words }) => words))).toEqual([
      ['started the run', 'noted: one'],
      ['noted: two'],
      [],
    ]);
  });
});
