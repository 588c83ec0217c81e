import { drizzle } from 'drizzle-orm/node-postgres';
import type { PoolClient } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { auditFilterSchema } from '@/lib/audit/filter';
import { narrow } from '@/lib/audit/reading';
import { readRevealChart, readRevealReport } from '@/lib/audit/reports';
import type { Actor } from '@/lib/auth/actor';
import { auditEvents } from '@/lib/db/schema/audit';
import { addClientWithValues, addPerson, OPENROUTER_SLOT, reveal } from '@/tests/support/fixtures';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';

let board: TestDatabase;
let admin: Actor;
let ada: Actor;
let sam: Actor;
let support: Actor;
let client: { id: string; slug: string };
let other: { id: string; slug: string };

beforeAll(async () => {
  board = await testDatabase();
  const somebody = async (role: Actor['role']) => (await addPerson(board.db, role)).actor;
  [admin, ada, sam, support] = [
    await somebody('admin'),
    await somebody('consultant'),
    await somebody('consultant'),
    await somebody('support'),
  ];
  client = await addClientWithValues(board.db, ada);
  other = await addClientWithValues(board.db, ada);
  for (const [actor, of] of [
    [ada, client],
    [ada, client],
    [sam, client],
    [ada, other],
  ] as const) {
    await reveal(actor, of.id);
  }
  await expect(reveal(support, client.id)).rejects.toThrow();
});

const question = (filter: object, timeZone = 'UTC') => ({
  filter: auditFilterSchema.parse({ action: 'credential.revealed', ...filter }),
  timeZone,
});

describe('audit-reports: two clicks to who decrypted what', () => {
  test('everything a person decrypted, with its totals', async () => {
    expect(await readRevealReport(admin, question({ person: ada.id }))).toMatchObject({
      person: { name: 'Test consultant', you: false },
      decryptions: 3,
      values: 2,
      clients: 2,
      people: 1,
      first: expect.any(Date),
      last: expect.any(Date),
    });
  });

  test('everyone who decrypted a slot of a client; a refusal is no decryption', async () => {
    const about = { client: client.slug, slot: 'OPENROUTER_API_KEY' };
    expect(await readRevealReport(support, question(about))).toMatchObject({
      person: null,
      client: `Client ${client.slug}`,
      slot: 'OPENROUTER_API_KEY',
      decryptions: 3,
      values: 1,
      clients: 1,
      people: 2,
    });
  });

  test('a consultant gets what they did themselves, whoever they ask about', async () => {
    const about = { client: client.slug, slot: OPENROUTER_SLOT };
    expect(await readRevealReport(sam, question(about))).toMatchObject({
      person: { you: true },
      decryptions: 1,
      people: 1,
    });
    expect(await readRevealReport(sam, question({ person: ada.id }))).toMatchObject({ decryptions: 0 });
    const { bars } = await readRevealChart(sam, question({}), new Date());
    expect(bars.reduce((sum, { count }) => sum + count, 0)).toBe(1);
  });

  test('another question has no report', async () => {
    expect(await readRevealReport(admin, question({}))).toBeNull();
    expect(await readRevealReport(admin, question({ action: 'audit.read', person: ada.id }))).toBeNull();
  });
});

describe('audit-chart: decryptions by day', () => {
  test('counts each on its day in the reader’s time zone, and every other day as none', async () => {
    await shiftOne(`'2026-03-14 23:30:00Z'`);
    const berlin = await readRevealChart(
      admin,
      question({ from: '2026-03-14', to: '2026-03-16' }, 'Europe/Berlin'),
      new Date(),
    );
    expect(berlin).toMatchObject({ unit: 'day', from: '2026-03-14', to: '2026-03-16' });
    expect(berlin.bars.map(({ count }) => count)).toEqual([0, 1, 0]);
    const utc = await readRevealChart(admin, question({ from: '2026-03-14', to: '2026-03-16' }), new Date());
    expect(utc.bars.map(({ count }) => count)).toEqual([1, 0, 0]);
  });

  test('the first and the last day that can be asked for, and days that cannot, are no failure', async () => {
    for (const days of [
      { from: '1970-01-01' },
      { to: '9999-12-31' },
      { from: '9999-12-31' },
      { from: '0000-01-01' },
    ]) {
      const asked = question(days, 'Pacific/Kiritimati');
      expect((await readRevealChart(admin, asked, new Date())).bars.length).toBeGreaterThan(0);
    }
  });

  test('weeks and months hold the same decryptions', async () => {
    const total = async (from: string) =>
      (await readRevealChart(admin, question({ from }), new Date())).bars.reduce(
        (sum, { count }) => sum + count,
        0,
      );
    expect([await total('2026-03-01'), await total('2020-01-01')]).toEqual([4, 4]);
  });

  test('keeps to the list’s person, client and slot, and is about decryptions whatever the list shows', async () => {
    const count = async (filter: object) =>
      (await readRevealChart(admin, question({ from: '2026-01-01', ...filter }), new Date())).bars.reduce(
        (sum, bar) => sum + bar.count,
        0,
      );
    expect(await count({ action: 'person.signed-in', client: other.slug })).toBe(1);
    expect(await count({ person: sam.id })).toBe(1);
    expect(await count({ slot: 'SLACK_BOT_TOKEN' })).toBe(0);
  });

  /** One of Ada's reveals of the first client, at another time. */
  async function shiftOne(at: string): Promise<void> {
    await board.superuserPool.query(`
      begin; set local session_replication_role = replica;
      update audit_events set at = ${at} where seq =
        (select min(seq) from audit_events where action = 'credential.revealed' and actor_id = '${ada.id}'); commit`);
  }
});

describe('audit-index-use: however long the log, a page is read in an index’s own order', () => {
  let connection: PoolClient;

  beforeAll(async () => {
    connection = await board.ownerPool.connect();
    // The same table with the same indexes in front of the real one, and enough rows for the planner to mind.
    await connection.query(`
      begin;
      create temp table audit_events (like public.audit_events including indexes);
      insert into pg_temp.audit_events
      select line.* from (select * from public.audit_events where action = 'credential.revealed' limit 1) event,
      generate_series(1, 20000) n,
      lateral jsonb_populate_record(null::public.audit_events, to_jsonb(event) || jsonb_build_object(
        'seq', n, 'chain_seq', n,
        'action', case when n % 3 = 0 then 'credential.revealed' else 'client.changed' end,
        'actor_id', case when n % 2 = 0 then event.actor_id::text else '${sam.id}' end,
        'client_id', case when n % 5 < 3 then event.client_id::text else '${other.id}' end)) line;
      analyze pg_temp.audit_events`);
  });

  afterAll(async () => {
    await connection.query('rollback');
    connection.release();
  });

  async function planOf(filter: object): Promise<string> {
    const { where, newestFirst } = await narrow(admin, {
      filter: auditFilterSchema.parse(filter),
      timeZone: 'UTC',
    });
    const page = drizzle(connection).select().from(auditEvents).where(where).orderBy(newestFirst).limit(51);
    const { sql, params } = page.toSQL();
    const { rows } = await connection.query<{ 'QUERY PLAN': string }>(`explain ${sql}`, params);
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  }

  test.each([
    ['nothing', () => ({}), 'audit_events_pkey'],
    ['a client', () => ({ client: other.slug }), 'client_id'],
    ['a person', () => ({ person: sam.id }), 'actor_id'],
    ['an action', () => ({ action: 'client.changed' }), 'action'],
    ['everything a person decrypted', () => ({ action: 'credential.revealed', person: sam.id }), 'actor_id'],
    [
      'everyone who decrypted a slot',
      () => ({ action: 'credential.revealed', client: other.slug, slot: 'OPENROUTER_API_KEY' }),
      'client_id',
    ],
  ])('filtered by %s', async (_what, filter, expected) => {
    const plan = await planOf(filter());
    expect(plan).not.toMatch(/Sort|Seq Scan/);
    expect(plan).toContain(expected);
  });
});
