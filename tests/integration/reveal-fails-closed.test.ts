import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '@/lib/auth/actor';
import { copySecret } from '@/lib/runbook/copy-secret';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';
import { clientWithRun, openRouterKey, person, type RunFixture, store } from './runbook-fixture';

const SLOT = 'openrouter.api-key';
const STEP = 'openrouter.store-openrouter-api-key';
const COMPONENTS = { componentIds: ['mac-identity', 'mac-accounts', 'openrouter'] };

let db: TestDatabase;
let sam: Actor;
let support: Actor;
let run: RunFixture;
let secret: string;

beforeAll(async () => {
  db = await testDatabase();
  sam = await person('Sam');
  support = await person('Sid', 'support');
  run = await clientWithRun(sam, 'harbor', COMPONENTS);
  secret = openRouterKey();
  await store(sam, run.clientId, SLOT, secret);
});

afterEach(async () => {
  await db.ownerPool.query('grant insert on audit_events to jed_board_app');
});

const request = (place: RunFixture = run) => ({
  runbookId: place.runbookId,
  stepId: STEP,
  slotId: SLOT,
  form: 'value' as const,
});

async function eventsOf(clientId: string): Promise<{ action: string; outcome: string; actor_id: string }[]> {
  const { rows } = await db.ownerPool.query(
    `select action, outcome, actor_id from audit_events where client_id = $1 and action like 'credential.reveal%' order by seq`,
    [clientId],
  );
  return rows;
}

/** What came back instead of a value, checked to hold none. */
async function refusal(work: Promise<string>, value: string): Promise<{ code: string; message: string }> {
  const error = await work.then(
    () => expect.unreachable('a value came out'),
    (thrown: Error & { code: string }) => thrown,
  );
  expect(`${error.message} ${error.stack}`).not.toContain(value);
  return error;
}

describe('a copy', () => {
  test('gives the value and writes who, which slot, which client, which run and step, first', async () => {
    expect(await copySecret(sam, request())).toBe(secret);
    const { rows } = await db.ownerPool.query(
      `select actor_id, slot_id, client_id, runbook_id, step_id, value_version from audit_events
        where action = 'credential.revealed' order by seq desc limit 1`,
    );
    expect(rows[0]).toEqual({
      actor_id: sam.id,
      slot_id: SLOT,
      client_id: run.clientId,
      runbook_id: run.runbookId,
      step_id: STEP,
      value_version: 1,
    });
  });

  test('of the whole line begins with a blank, and the value stands in single quotes', async () => {
    expect(await copySecret(sam, { ...request(), form: 'line' })).toBe(
      ` export OPENROUTER_API_KEY='${secret}'`,
    );
  });

  test('gives nothing while the audit log cannot be written, and says so', async () => {
    await db.ownerPool.query('revoke insert on audit_events from jed_board_app');
    const error = await refusal(copySecret(sam, request()), secret);
    expect(error.code).toBe('audit-unavailable');
    expect(error.message).toMatch(/audit log cannot be written/);
  });

  test('gives nothing to support, and the attempt is on record', async () => {
    const error = await refusal(copySecret(support, request()), secret);
    expect(error.code).toBe('forbidden');
    expect((await eventsOf(run.clientId)).at(-1)).toEqual({
      action: 'credential.reveal-refused',
      outcome: 'refused',
      actor_id: support.id,
    });
  });

  test('gives nothing once the purge date has passed, whether or not the purge has run', async () => {
    const gone = await clientWithRun(sam, 'gone', COMPONENTS);
    const value = openRouterKey();
    await store(sam, gone.clientId, SLOT, value);
    await db.ownerPool.query(
      `update clients set offboarded_at = now() - interval '31 days', purge_after = now() - interval '1 second' where id = $1`,
      [gone.clientId],
    );
    const error = await refusal(copySecret(sam, request(gone)), value);
    expect(error.code).toBe('retention-due');
    expect((await eventsOf(gone.clientId)).at(-1)?.action).toBe('credential.reveal-refused');
  });

  test('of a row moved here from another client does not open, and the failure is a second event', async () => {
    const victim = await clientWithRun(sam, 'victim', COMPONENTS);
    const thief = await clientWithRun(sam, 'thief', COMPONENTS);
    const value = openRouterKey();
    await store(sam, victim.clientId, SLOT, value);
    await store(sam, thief.clientId, SLOT, openRouterKey());
    await db.superuserPool.query(
      `update client_credentials set envelope = (select envelope from client_credentials where client_id = $1 and slot_id = $3)
        where client_id = $2 and slot_id = $3`,
      [victim.clientId, thief.clientId, SLOT],
    );
    const error = await refusal(copySecret(sam, request(thief)), value);
    expect(error.code).toBe('cannot-open');
    expect((await eventsOf(thief.clientId)).map(({ action }) => action)).toEqual([
      'credential.revealed',
      'credential.reveal-failed',
    ]);
  });

  test('of an older version put back after a replacement does not open', async () => {
    const replaced = await clientWithRun(sam, 'replayed', COMPONENTS);
    const old = openRouterKey();
    await store(sam, replaced.clientId, SLOT, old);
    const { rows } = await db.superuserPool.query(
      'select envelope from client_credentials where client_id = $1 and slot_id = $2',
      [replaced.clientId, SLOT],
    );
    await store(sam, replaced.clientId, SLOT, openRouterKey());
    await db.superuserPool.query(
      'update client_credentials set envelope = $1 where client_id = $2 and slot_id = $3',
      [rows[0].envelope, replaced.clientId, SLOT],
    );
    expect((await refusal(copySecret(sam, request(replaced)), old)).code).toBe('cannot-open');
  });
});

describe('what a crafted request asks for', () => {
  test.each([
    ['another step of the run', { stepId: 'openrouter.verify' }],
    ['a slot that the step does not mention', { slotId: 'mac-accounts.admin-password' }],
    ['an organisation key', { slotId: 'openrouter.management-key' }],
    ['a run that does not exist', { runbookId: '01930000-0000-7000-8000-000000000001' }],
  ])('%s is not found', async (_, change) => {
    expect((await refusal(copySecret(sam, { ...request(), ...change }), secret)).code).toBe('not-found');
  });

  test("another client's slot through this client's run is not found", async () => {
    const other = await clientWithRun(sam, 'without-tailscale', COMPONENTS);
    const crafted = { ...request(other), stepId: 'tailscale.join', slotId: 'tailscale.auth-key' };
    expect((await refusal(copySecret(sam, crafted), secret)).code).toBe('not-found');
  });

  test('an empty slot is not found, and nothing is said of it being revealed', async () => {
    const empty = await clientWithRun(sam, 'empty', COMPONENTS);
    expect((await refusal(copySecret(sam, request(empty)), secret)).code).toBe('not-found');
    expect(await eventsOf(empty.clientId)).toEqual([]);
  });

  test('anything else than the four texts is bad input', async () => {
    for (const input of [
      null,
      [],
      'x',
      { ...request(), form: 'html' },
      { ...request(), slotId: { $ne: 1 } },
    ]) {
      expect((await refusal(copySecret(sam, input), secret)).code).toBe('invalid');
    }
  });
});
