import { beforeAll, expect, test } from 'vitest';
import { appendAuditEvent } from '@/lib/audit/append';
import { auditCursorSchema, auditFilterSchema } from '@/lib/audit/filter';
import { type AuditPage, listAuditEvents, listAuditPeople } from '@/lib/audit/queries';
import type { Actor } from '@/lib/auth/actor';
import { addClient, addPerson } from '@/tests/support/fixtures';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';

const EVENTS = 120;
let board: TestDatabase;
let admin: Actor;
let consultant: Actor;
let support: Actor;
let client: { id: string; slug: string };

beforeAll(async () => {
  board = await testDatabase();
  admin = (await addPerson(board.db, 'admin')).actor;
  consultant = (await addPerson(board.db, 'consultant')).actor;
  support = (await addPerson(board.db, 'support')).actor;
  client = await addClient(board.db, admin);
  for (let at = 0; at < EVENTS; at += 1) {
    const actor = { ...(at % 2 === 0 ? admin : consultant), reason: 'the reason given' };
    await board.db.transaction((tx) =>
      appendAuditEvent(tx, actor, {
        action: at % 3 === 0 ? 'credential.revealed' : 'credential.stored',
        clientId: client.id,
        slotId: 'openrouter.api-key',
        valueVersion: 1,
      }),
    );
  }
});

function list(actor: Actor, filter: object = {}, cursor: object = {}): Promise<AuditPage> {
  return listAuditEvents(actor, {
    filter: auditFilterSchema.parse(filter),
    cursor: auditCursorSchema.parse(cursor),
    timeZone: 'Europe/Berlin',
  });
}

test('every event is on exactly one page, newest first, forwards and backwards', async () => {
  const forwards: number[] = [];
  let page = await list(admin, { client: client.slug });
  while (true) {
    forwards.push(...page.lines.map((line) => line.seq));
    if (page.older === null) break;
    page = await list(admin, { client: client.slug }, { before: page.older });
  }
  expect(forwards).toHaveLength(EVENTS);
  expect(forwards).toEqual([...forwards].sort((one, other) => other - one));
  const back = await list(admin, { client: client.slug }, { after: page.newer ?? 0 });
  expect(back.lines.map((line) => line.seq)).toEqual(forwards.slice(50, 100));
});

test('an admin reads everything, with where it came from', async () => {
  const { lines } = await list(admin, { client: client.slug });
  expect(new Set(lines.map((line) => line.actorId))).toEqual(new Set([admin.id, consultant.id]));
  expect(lines[0]?.origin).toEqual({ address: '192.0.2.1', userAgent: 'test', reason: 'the reason given' });
});

test('a consultant reads their own events only, whatever they ask for', async () => {
  for (const filter of [{}, { person: admin.id }, { client: client.slug }]) {
    const { lines } = await list(consultant, filter);
    expect(lines.every((line) => line.actorId === consultant.id)).toBe(true);
  }
  expect(await listAuditPeople(consultant)).toEqual([]);
});

test('support reads everything without addresses, browsers and reasons', async () => {
  const { lines } = await list(support, { client: client.slug });
  expect(lines).toHaveLength(50);
  expect(lines.every((line) => line.origin === null)).toBe(true);
  expect(JSON.stringify(lines)).not.toMatch(/192\.0\.2|the reason given/);
});

test.each([
  ['a client', () => ({ client: client.slug }), EVENTS],
  ['an unknown client', () => ({ client: 'nobody' }), 0],
  ['a person', () => ({ client: client.slug, person: consultant.id }), EVENTS / 2],
  ['an action', () => ({ client: client.slug, action: 'credential.revealed' }), EVENTS / 3],
  ['a slot by its key', () => ({ slot: 'openrouter_api_key' }), EVENTS],
  ['an unknown slot', () => ({ slot: 'NOTHING' }), 0],
  ['an outcome', () => ({ client: client.slug, outcome: 'refused' }), 0],
  ['days to come', () => ({ client: client.slug, from: '2999-01-01' }), 0],
  ['days gone by', () => ({ client: client.slug, to: '2001-01-01' }), 0],
])('filtering by %s finds exactly those', async (_what, filter, expected) => {
  let found = 0;
  let page = await list(admin, filter());
  while (true) {
    found += page.lines.length;
    if (page.older === null) break;
    page = await list(admin, filter(), { before: page.older });
  }
  expect(found).toBe(expected);
});

test('a filter that makes no sense is left out instead of failing', () => {
  const hostile = { person: 'x', action: 'drop table', outcome: '?', from: 'yesterday', to: '0', client: 7 };
  expect(auditFilterSchema.parse(hostile)).toEqual({});
  expect(auditCursorSchema.parse({ before: '-1', after: 'x' })).toEqual({});
});

test('a page by client, person, slot or action is read from an index, however long the log', async () => {
  const connection = await board.ownerPool.connect();
  try {
    // The same table with the same indexes, and enough rows for the planner to mind.
    await connection.query(
      'begin; create temp table long_log (like audit_events including indexes) on commit drop',
    );
    await connection.query(`
      insert into long_log
      select line.* from (select * from audit_events limit 1) event, generate_series(1, 10000) n,
      lateral jsonb_populate_record(null::audit_events, to_jsonb(event) || jsonb_build_object(
        'seq', n, 'chain_seq', n, 'action', 'action-' || n % 300, 'slot_id', 'slot-' || n % 300,
        'actor_id', '00000000-0000-4000-8000-' || lpad((n % 300)::text, 12, '0'),
        'client_id', '00000000-0000-4000-8000-' || lpad((n % 300)::text, 12, '0'))) line;
      analyze long_log`);
    const somebody = `(select uuid('00000000-0000-4000-8000-000000000007'))`;
    for (const [column, value] of [
      ['client_id', somebody],
      ['actor_id', somebody],
      ['slot_id', `'slot-7'`],
      ['action', `'action-7'`],
    ]) {
      const { rows } = await connection.query<{ 'QUERY PLAN': string }>(
        `explain select * from long_log where ${column} = ${value} order by seq desc limit 51`,
      );
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
      expect(plan).toMatch(new RegExp(`Index Cond: \\(${column} = `));
      expect(plan).not.toContain('Seq Scan on long_log');
    }
  } finally {
    await connection.query('rollback');
    connection.release();
  }
});
