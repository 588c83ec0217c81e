import type { PoolClient } from 'pg';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { verifyAudit } from '@/lib/audit/verify';
import type { Actor } from '@/lib/auth/actor';
import { databaseOver } from '@/lib/db/database';
import { applicationPool } from '@/lib/db/pool';
import { addClientWithValues, addPerson, OPENROUTER_SLOT, reveal } from '@/tests/support/fixtures';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';
import { refusal } from '@/tests/support/refusal';
import { seedValues } from '@/tests/support/stored-values';
import { killBackend, revealsOf, waitingBackend } from './fault-fixture';

const HOUR_MILLIS = 3_600_000;
const COMMIT_GATE = 4711;

let board: TestDatabase;
let admin: Actor;
let sam: Actor;
let clientId: string;
let holder: PoolClient;

beforeAll(async () => {
  board = await testDatabase();
  admin = (await addPerson(board.db, 'admin')).actor;
  sam = (await addPerson(board.db, 'consultant')).actor;
});

beforeEach(async () => {
  clientId = (await addClientWithValues(board.db, sam)).id;
  holder = await board.superuserPool.connect();
});

afterEach(async () => {
  vi.useRealTimers();
  await holder.query('rollback');
  holder.release();
});

const reveals = () => revealsOf(board.ownerPool, clientId);

/** The chain is whole, the next reveal works without anybody's help, and it is the only one on record. */
async function expectNothingHappened(): Promise<void> {
  expect(await reveals()).toEqual([]);
  await reveal(sam, clientId);
  expect(await reveals()).toEqual(['credential.revealed']);
  expect((await verifyAudit(admin, { clientId })).findings).toEqual([]);
}

describe('fault-reveal: a connection that dies', () => {
  test('with the value and the chain being locked gives no value and no event', async () => {
    await holder.query('begin');
    await holder.query('select 1 from audit_heads where chain = $1 for update', [clientId]);
    const asked = refusal(reveal(sam, clientId));
    await killBackend(board.superuserPool, await waitingBackend(board.superuserPool));
    expect(await asked).toMatchObject({
      code: 'unavailable',
      message: 'Not copied: the database cannot be reached right now. Try again in a moment.',
    });
    await holder.query('rollback');
    await expectNothingHappened();
  });

  test('in the commit, with the event already written, gives no value and leaves no event', async () => {
    await board.ownerPool.query(`create or replace function wait_at_gate() returns trigger language plpgsql as
      $$ begin perform pg_advisory_xact_lock_shared(${COMMIT_GATE}); return null; end $$`);
    await board.ownerPool.query(`create constraint trigger gate after insert on audit_events
      deferrable initially deferred for each row execute function wait_at_gate()`);
    try {
      await holder.query('begin');
      await holder.query('select pg_advisory_xact_lock($1)', [COMMIT_GATE]);
      const asked = refusal(reveal(sam, clientId));
      await killBackend(board.superuserPool, await waitingBackend(board.superuserPool));
      expect(await asked).toMatchObject({ code: 'unavailable' });
      await holder.query('rollback');
    } finally {
      await board.ownerPool.query('drop trigger gate on audit_events');
    }
    await expectNothingHappened();
  });

  test('while it lies idle in the pool is noticed by nobody', async () => {
    await reveal(sam, clientId);
    await board.superuserPool.query(
      `select pg_terminate_backend(pid, 10000) from pg_stat_activity
        where datname = current_database() and application_name = 'jed-board' and state = 'idle'`,
    );
    await untilPoolIsEmpty();
    await reveal(sam, clientId);
    expect(await reveals()).toEqual(['credential.revealed', 'credential.revealed']);
  });
});

/** The news of a closed connection arrives a moment after the connection is closed. */
async function untilPoolIsEmpty(): Promise<void> {
  while (applicationPool().totalCount > 0) await new Promise((resolve) => setImmediate(resolve));
}

describe('fault-reveal: an audit log that cannot be written', () => {
  test.each([
    ['the heads of its chains cannot be moved', 'update on audit_heads'],
    ['the heads of its chains cannot be read', 'select on audit_heads'],
    ['its events cannot be written', 'insert on audit_events'],
  ])('because %s gives no value and leaves no event', async (_, right) => {
    await board.ownerPool.query(`revoke ${right} from jed_board_app`);
    const asked = await refusal(reveal(sam, clientId));
    await board.ownerPool.query(`grant ${right} to jed_board_app`);
    expect(asked).toMatchObject({ code: 'audit-unavailable' });
    expect(asked.message).toContain('the audit log cannot be written (42501)');
    await expectNothingHappened();
  });
});

test('fault-reveal: with every connection taken the refusal is "unavailable", and passes by itself', async () => {
  const pool = applicationPool();
  const before = { max: pool.options.max, connectionTimeoutMillis: pool.options.connectionTimeoutMillis };
  // What waits for a connection waits 5 seconds; how long is not what this is about.
  Object.assign(pool.options, { max: 1, connectionTimeoutMillis: 50 });
  try {
    const taken = await takeAll();
    expect(await refusal(reveal(sam, clientId))).toMatchObject({ code: 'unavailable' });
    for (const connection of taken) connection.release();
    await expectNothingHappened();
  } finally {
    Object.assign(pool.options, before);
  }
});

async function takeAll(): Promise<PoolClient[]> {
  const pool = applicationPool();
  const taken: PoolClient[] = [];
  while (taken.length === 0 || pool.idleCount > 0) taken.push(await pool.connect());
  return taken;
}

describe('fault-reveal: a clock that jumps in the process', () => {
  test.each([
    ['back', -8 * HOUR_MILLIS],
    ['ahead', 8 * HOUR_MILLIS],
  ])('%s opens no client that is due, and no session that proved nothing lately', async (_, millis) => {
    await board.ownerPool.query(
      `update clients set offboarded_at = now() - interval '1 day', purge_after = now() - interval '1 minute' where id = $1`,
      [clientId],
    );
    const stale = (await addPerson(board.db, 'consultant')).actor;
    await board.ownerPool.query(
      `update user_sessions set authenticated_at = now() - interval '16 minutes' where id = $1`,
      [stale.sessionId],
    );
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + millis });
    expect(await refusal(reveal(sam, clientId))).toMatchObject({ code: 'retention-due' });
    expect(await refusal(reveal(stale, clientId))).toMatchObject({ code: 'fresh-sign-in-required' });
  });

  test('neither shuts a client that is not due nor stamps an event with its own time', async () => {
    await reveal(sam, clientId);
    for (const millis of [8 * HOUR_MILLIS, -8 * HOUR_MILLIS]) {
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + millis });
      await reveal(sam, clientId);
      vi.useRealTimers();
    }
    const { rows } = await board.ownerPool.query<{ near: boolean }>(
      `select max(at) - min(at) < interval '1 hour' as near from audit_events where chain = $1`,
      [clientId],
    );
    expect(rows).toEqual([{ near: true }]);
    expect(await reveals()).toHaveLength(3);
    expect((await verifyAudit(admin, { clientId })).findings).toEqual([]);
  });
});

describe('fault-reveal: what a request or a row may look like', () => {
  test('an id in capitals opens the same client, and the chain stays whole', async () => {
    await reveal(sam, clientId.toUpperCase());
    const support = (await addPerson(board.db, 'support')).actor;
    await refusal(reveal(support, clientId.toUpperCase()));
    expect(await reveals()).toEqual(['credential.revealed', 'credential.reveal-refused']);
    expect((await verifyAudit(admin, { clientId })).findings).toEqual([]);
  });

  test('a value that no event tells of begins its client’s chain', async () => {
    const values = await seedValues(board.db, 1);
    const { rows } = await databaseOver(board.ownerPool).execute<{ id: string; client_id: string }>(
      `select id, client_id from client_credentials where stored_by = client_id and slot_id = '${OPENROUTER_SLOT}'`,
    );
    clientId = rows[0]?.client_id ?? '';
    expect((await reveal(sam, clientId)).reveal()).toBe(values.get(rows[0]?.id ?? ''));
    expect(await reveals()).toEqual(['credential.revealed']);
    expect((await verifyAudit(admin, { clientId })).findings).toEqual([]);
  });
});
