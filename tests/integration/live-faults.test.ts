import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Actor } from '@/lib/auth/actor';
import { finishStep } from '@/lib/runbook/finish-step';
import { holdStep } from '@/lib/runbook/hold-step';
import { readRun } from '@/lib/runbook/queries';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';
import { killBackend, waitingBackend } from './fault-fixture';
import { FIRST, hear, note, Pages } from './live-fixture';
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
const pages = new Pages(browser);

beforeAll(async () => {
  db = await testDatabase();
  sam = await person('Sam');
  dana = await person('Dana');
});

afterEach(() => pages.close());

describe('live: when something breaks in the middle', () => {
  test('a tick that is killed half-way was never told; sent again it counts and is told once', async () => {
    const { runbookId, clientId } = await clientWithRun(sam, 'live-killed-tick');
    const page = await pages.watch(dana, runbookId);
    const act = await actOn(sam, runbookId, FIRST);
    const holder = await db.superuserPool.connect();
    await holder.query('begin');
    await holder.query('select id from clients where id = $1 for update', [clientId]);
    const killed = expect(finishStep(sam, act)).rejects.toThrow();
    await killBackend(db.superuserPool, await waitingBackend(db.superuserPool));
    await killed;
    await holder.query('rollback');
    holder.release();
    await finishStep(sam, act);
    await finishStep(sam, act);
    await note(dana, runbookId, 'after the tick');
    await hear(page, 'after the tick');
    expect(page.heard.filter(({ data }) => data.kind === 'done')).toHaveLength(1);
  });

  test('an act on what the step was before is refused with who, when and what to do, and is told to nobody', async () => {
    const { runbookId } = await clientWithRun(sam, 'live-stale-act');
    const old = await actOn(dana, runbookId, FIRST);
    await holdStep(sam, {
      ...(await actOn(sam, runbookId, FIRST)),
      hold: 'blocked',
      reason: 'The Mac is away',
    });
    const page = await pages.watch(sam, runbookId);
    await expect(finishStep(dana, old)).rejects.toThrow(
      /^Sam marked this step blocked at \d\d:\d\d\. Your tick was not recorded\. Read their reason first/,
    );
    await note(sam, runbookId, 'still blocked');
    await hear(page, 'still blocked');
    expect(page.heard.filter(({ data }) => data.kind === 'done')).toEqual([]);
    const step = (await readRun(sam, runbookId)).steps.find(({ stepId }) => stepId === FIRST);
    expect(step?.state).toBe('blocked');
  });

  test('a run that is closed takes no tick, and its pages hear of none', async () => {
    const { runbookId } = await clientWithRun(sam, 'live-closed');
    const act = await actOn(sam, runbookId, FIRST);
    const page = await pages.watch(dana, runbookId);
    await db.ownerPool.query('update runbooks set closed_at = now() where id = $1', [runbookId]);
    await expect(finishStep(sam, act)).rejects.toThrow(/This run is closed/);
    const { changes } = await pages.changesSince(dana, runbookId, 'after=0.0');
    expect(changes).toEqual([]);
    expect(page.heard.filter(({ event }) => event === 'change')).toEqual([]);
  });
});
