import { sql } from 'drizzle-orm';
import { beforeAll, expect, test } from 'vitest';
import type { Actor } from '@/lib/auth/actor';
import { type BoardFilter, parseBoardFilter } from '@/lib/clients/board-filter';
import { countStages, listBoardClients, readBoard } from '@/lib/clients/board-queries';
import { CARDS_IN_COLUMN } from '@/lib/clients/board-sql';
import { readDue } from '@/lib/clients/due-queries';
import { database } from '@/lib/db/database';
import { addClientWithValues, addPerson } from '@/tests/support/fixtures';
import { seedManyClients } from '@/tests/support/many-clients';
import { testDatabase } from '@/tests/support/postgres';

const CLIENTS = 240;
let support: Actor;
let consultant: Actor;

beforeAll(async () => {
  const board = await testDatabase();
  await seedManyClients(board.ownerPool, CLIENTS);
  // Everybody was changed at one and the same moment: only the id tells the pages apart.
  await board.ownerPool.query(`update clients set updated_at = '2026-11-20 10:00:00.123456+00'`);
  support = (await addPerson(database(), 'support')).actor;
  consultant = (await addPerson(database(), 'consultant')).actor;
});

async function everyPage(filter: BoardFilter): Promise<string[]> {
  const found: string[] = [];
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listBoardClients>> = await listBoardClients(support, {
      ...filter,
      after,
    });
    found.push(...page.clients.map((client) => client.slug));
    after = page.next;
  } while (after !== null);
  return found;
}

test('page by page, every client comes once, even when all changed in the same microsecond', async () => {
  const found = await everyPage(parseBoardFilter({ view: 'table' }));
  expect(new Set(found).size).toBe(CLIENTS);
  expect(found).toHaveLength(CLIENTS);
});

test.each(['nonsense', '2026-99-99T10:00:00.123456Z~x', `2026-11-20T10:00:00.123456Z~' or 1=1`])(
  'a damaged cursor %j starts at the beginning',
  async (after) => {
    const page = await listBoardClients(support, { ...parseBoardFilter({}), after });
    expect(page.clients).toHaveLength(50);
  },
);

test('the columns hold the newest of each stage, and their counts add up to everybody', async () => {
  const filter = parseBoardFilter({});
  const counts = await countStages(support, filter);
  expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(CLIENTS);
  const [installed, ready] = await readBoard(support, ['installed', 'ready'], filter, counts);
  expect(installed?.clients).toHaveLength(CARDS_IN_COLUMN);
  expect(installed?.count).toBe(counts.installed);
  expect(ready?.clients.every((client) => client.stage === 'ready')).toBe(true);
});

test.each([
  ['the beginning of a name', 'harb 77', ['client-77']],
  ['a contact', 'contact77', ['client-77']],
  ['an e-mail address', 'contact77@client.example', ['client-77']],
  ['the beginning of an e-mail address', 'contact77@cl', ['client-77']],
  ['a serial, whatever its case', 'ser00077', ['client-77']],
  ['a hostname', 'host-77', ['client-77']],
  ['a machine’s name', 'mini-77', ['client-77']],
  ['a component', 'component:shopify', ['client-107', 'client-207', 'client-7']],
  ['a slot', 'slot:SHOPIFY_ADMIN_TOKEN', ['client-107', 'client-207', 'client-7']],
])('a search for %s finds exactly those who have it', async (_, q, slugs) => {
  expect((await everyPage(parseBoardFilter({ q }))).sort()).toEqual(slugs);
});

test.each([`'); drop table clients; --`, `a' | 'b`, '%', '_', '\\', '& | ! ( ) : *', '\u0000x', 'slot:%'])(
  'the search %j is only ever a search',
  async (q) => {
    await expect(everyPage(parseBoardFilter({ q }))).resolves.toBeInstanceOf(Array);
    expect(await countStages(support, parseBoardFilter({}))).toHaveProperty('installed');
  },
);

test('who a client waits for is told by what is missing, and never by both answers at once', async () => {
  const us = await everyPage(parseBoardFilter({ waiting: 'us' }));
  const nobody = await everyPage(parseBoardFilter({ waiting: 'nobody' }));
  expect(us.length).toBeGreaterThan(0);
  expect(us.filter((slug) => nobody.includes(slug))).toEqual([]);
});

test('the due strip counts the clients that its link then lists', async () => {
  const due = await readDue(support);
  expect(due.expiring).toBeGreaterThan(0);
  expect(await everyPage(parseBoardFilter({ due: 'expiring' }))).toHaveLength(due.expiring);
  expect(await everyPage(parseBoardFilter({ due: 'waiting' }))).toHaveLength(due.waiting);
  expect(due.blocked).toBeGreaterThan(0);
  expect(await everyPage(parseBoardFilter({ due: 'blocked' }))).toHaveLength(due.blocked);
  expect(due.unpasted).toBeGreaterThan(0);
  expect(await everyPage(parseBoardFilter({ due: 'unpasted' }))).toHaveLength(due.unpasted);
  expect(await everyPage(parseBoardFilter({ due: 'purge' }))).toHaveLength(due.purging);
});

test('what a card says is missing agrees with the stage that the database derives', async () => {
  const { slug } = await addClientWithValues(database(), consultant);
  const { rows } = await database().execute<{ ours: number; theirs: number }>(
    sql`select missing_ours as ours, missing_client as theirs from clients where slug = ${slug}`,
  );
  const page = await listBoardClients(support, parseBoardFilter({ view: 'table' }));
  const shown = page.clients.find((client) => client.slug === slug)?.missing;
  expect(shown?.references).toBe(rows[0]?.theirs);
  expect((shown?.keys ?? 0) + (shown?.answers ?? 0)).toBe(rows[0]?.ours);
});
