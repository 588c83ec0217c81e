import { NextRequest } from 'next/server';
import { v7 as uuidV7 } from 'uuid';
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { GET } from '@/app/(board)/runbooks/[id]/report.json/route';
import { GET as getSchema } from '@/app/api/schemas/run-report-v1/route';
import type { Actor } from '@/lib/auth/actor';
import { makeTicket } from '@/lib/auth/session-ticket';
import { clientVaultReferences } from '@/lib/db/schema/clients';
import { finishStep } from '@/lib/runbook/finish-step';
import { holdStep } from '@/lib/runbook/hold-step';
import { noteStep } from '@/lib/runbook/note-step';
import { placeSlot } from '@/lib/runbook/place-slot';
import { readRun } from '@/lib/runbook/queries';
import type { ReportFile } from '@/lib/runbook/report-schema';
import { postToCallback } from '@/tests/support/browser-cookie';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';
import { actOn, clientWithRun, openRouterKey, person, store } from './runbook-fixture';

const browser = vi.hoisted(() => ({ cookie: '' }));
// Outside of a server nobody holds the present request; what it says is the browser's.
vi.mock('next/headers', () => ({
  headers: async () =>
    new Headers({ host: 'localhost:3000', 'x-forwarded-proto': 'http', cookie: browser.cookie }),
  cookies: async () => ({ get: () => undefined }),
}));

const ORIGIN = 'http://localhost:3000';
const SIGNED_IN_AS = 'canary-account@harbor.example';
const REFERENCE = 'op://Harbor/Slack/bot token';
const FIRST = 'mac-identity.private-history';
const STORE_KEY = 'openrouter.store-openrouter-api-key';

let db: TestDatabase;
let sam: Actor;
let ada: Actor;
let support: Actor;
let runbookId: string;
let clientId: string;
const value = openRouterKey();

beforeAll(async () => {
  db = await testDatabase();
  sam = await person('Sam');
  ada = await person('Ada', 'admin');
  support = await person('Sid', 'support');
  const components = ['mac-identity', 'mac-accounts', 'power', 'openrouter', 'claude-code', 'slack'];
  const settings = { 'claude-code.credential': 'sign-in' };
  ({ runbookId, clientId } = await clientWithRun(sam, 'reported', { componentIds: components, settings }));
  await store(sam, clientId, 'openrouter.api-key', value);
  await finishStep(sam, await actOn(sam, runbookId, FIRST));
  await waiveBefore(STORE_KEY);
  await finishStep(sam, await actOn(sam, runbookId, STORE_KEY));
  await noteStep(sam, { ...(await actOn(sam, runbookId, FIRST)), note: 'zsh 5.9 at their place' });
  await db.db.insert(clientVaultReferences).values({
    clientId,
    slotId: 'slack.bot-token',
    reference: REFERENCE,
    label: 'Slack app',
    updatedBy: sam.id,
  });
  const waiver = { hold: 'waived', reason: 'no plug to pull' };
  await holdStep(ada, { ...(await actOn(ada, runbookId, 'power.set')), ...waiver });
  const signIn = { slotId: 'claude-code.sign-in', signedInAs: SIGNED_IN_AS };
  await placeSlot(sam, { ...(await actOn(sam, runbookId, 'claude-code.sign-in')), ...signIn });
});

/** Settles what a step waits for, as an admin may. */
async function waiveBefore(stepId: string): Promise<void> {
  const step = (await readRun(ada, runbookId)).steps.find((candidate) => candidate.stepId === stepId);
  for (const before of step?.waitsFor ?? []) {
    await waiveBefore(before.stepId);
    const act = await actOn(ada, runbookId, before.stepId);
    if (
      (await readRun(ada, runbookId)).steps.some(
        (each) => each.stepId === act.stepId && each.state === 'todo',
      )
    )
      await holdStep(ada, { ...act, hold: 'waived', reason: 'done before' });
  }
}

async function browseAs({ id, sessionId }: Actor): Promise<void> {
  browser.cookie = '';
  browser.cookie = (
    await postToCallback({ ticket: makeTicket({ userId: id, sessionId: sessionId ?? '' }) })
  ).join('; ');
}
beforeEach(() => browseAs(sam));

function ask(id = runbookId, headers: Record<string, string> = {}): Promise<Response> {
  const request = new NextRequest(`${ORIGIN}/runbooks/${id}/report.json`, { headers });
  return GET(request, { params: Promise.resolve({ id }) });
}

async function exportsOnRecord(): Promise<Record<string, unknown>[]> {
  const { rows } = await db.ownerPool.query(
    `select * from audit_events where action = 'runbook.report-exported' order by seq`,
  );
  return rows;
}

describe('the report as a file', () => {
  test('is valid by the schema that is published at the address it names', async () => {
    const file = (await (await ask()).json()) as ReportFile;
    const published = await getSchema(new Request(`${ORIGIN}/api/schemas/run-report-v1`)).json();
    expect(file.$schema).toBe(published.$id);
    const schema = z.fromJSONSchema(published);
    expect(schema.safeParse(file).error).toBeUndefined();
    expect(schema.safeParse({ ...file, secret: 'x' }).success).toBe(false);
    expect(schema.safeParse({ ...file, steps: [{ ...file.steps[0], state: 'finished' }] }).success).toBe(
      false,
    );
  });

  test('says who did what when, how it is known, what was waived why, and what is on the machine', async () => {
    const file = (await (await ask()).json()) as ReportFile;
    expect(file.steps.find(({ id }) => id === FIRST)).toMatchObject({
      state: 'done',
      deed: { by: 'Sam' },
      verified: 'confirmed',
      inRunbook: 1,
      notes: [{ by: 'Sam', text: 'zsh 5.9 at their place' }],
    });
    expect(file.waivers).toContainEqual(expect.objectContaining({ by: 'Ada', reason: 'no plug to pull' }));
    expect(file.people.map(({ name }) => name)).toEqual(['Sam', 'Ada']);
    expect(file.people[0]).toMatchObject({ steps: 2 });
    expect(file.installed).toMatchObject([
      { verifiedBy: 'Sam' },
      { verifiedBy: 'Sam', verifiedHow: '1 confirmed' },
    ]);
    expect(file.slots.find(({ key }) => key === 'OPENROUTER_API_KEY')).toMatchObject({
      onMachine: { by: 'Sam', valueVersion: 1 },
    });
    expect(file.events.map(({ seq }) => seq)).toEqual(
      file.events.map(({ seq }) => seq).toSorted((a, b) => a - b),
    );
  });

  test('holds no value, no length of one, no reference and no account', async () => {
    for (const actor of [sam, support]) {
      await browseAs(actor);
      const text = await (await ask()).text();
      expect(text).not.toContain(value);
      expect(text).not.toContain(SIGNED_IN_AS);
      expect(text).not.toContain('characters');
      expect(text).toContain('SLACK_BOT_TOKEN');
      expect(text).not.toContain(REFERENCE);
    }
  });

  test('is an audit event of whoever took it, with ids and counts only', async () => {
    const before = await exportsOnRecord();
    await browseAs(support);
    expect((await ask()).status).toBe(200);
    const after = await exportsOnRecord();
    expect(after).toHaveLength(before.length + 1);
    expect(after.at(-1)).toMatchObject({ actor_id: support.id, client_id: clientId, runbook_id: runbookId });
  });

  test.each([
    ['for a run that is not there', () => ask(uuidV7()), 404],
    ['for an address that is no id', () => ask('none'), 404],
    ['asked for by another site', () => ask(runbookId, { 'sec-fetch-site': 'cross-site' }), 403],
  ])('is refused without an event %s', async (_, request, status) => {
    const before = await exportsOnRecord();
    const response = await request();
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(await exportsOnRecord()).toEqual(before);
  });

  test('is refused to whoever is not signed in', async () => {
    browser.cookie = '';
    expect((await ask()).status).toBe(401);
  });
});
