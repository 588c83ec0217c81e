import { type SQL, sql } from 'drizzle-orm';
import { beforeAll, expect, test } from 'vitest';
import { readCatalogue } from '@/lib/catalogue/queries';
import { parseBoardFilter } from '@/lib/clients/board-filter';
import { columnsStatement, pageStatement } from '@/lib/clients/board-sql';
import { dueStatement } from '@/lib/clients/due-queries';
import { parseSearch } from '@/lib/clients/search-terms';
import { database } from '@/lib/db/database';
import { seedManyClients } from '@/tests/support/many-clients';
import { testDatabase } from '@/tests/support/postgres';

const CLIENTS = 10_000;

beforeAll(async () => {
  const board = await testDatabase();
  await seedManyClients(board.ownerPool, CLIENTS);
});

interface PlanNode {
  'Node Type': string;
  'Index Name'?: string;
  'Relation Name'?: string;
  Plans?: PlanNode[];
}

/** Every node of the plan PostgreSQL would follow. */
async function planOf(statement: SQL): Promise<PlanNode[]> {
  const explained = await database().execute<{ 'QUERY PLAN': { Plan: PlanNode }[] }>(
    sql`explain (format json) ${statement}`,
  );
  const flatten = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(flatten)];
  return explained.rows[0]?.['QUERY PLAN'].flatMap((entry) => flatten(entry.Plan)) ?? [];
}

const indexesIn = (plan: PlanNode[]) => new Set(plan.flatMap((node) => node['Index Name'] ?? []));
const scannedWhole = (plan: PlanNode[]) =>
  plan.filter((node) => node['Node Type'] === 'Seq Scan').map((node) => node['Relation Name']);

const page = async (params: Record<string, string>, after: { at: string; id: string } | null = null) => {
  const filter = parseBoardFilter({ view: 'table', ...params });
  return planOf(pageStatement(filter, parseSearch(filter.q, await readCatalogue()), after));
};

test('the columns of the board walk the stage index and read no table whole', async () => {
  const plan = await planOf(
    columnsStatement(['collecting', 'ready', 'installing', 'installed'], parseBoardFilter({}), null),
  );
  expect(indexesIn(plan)).toContain('clients_stage_idx');
  expect(scannedWhole(plan)).toEqual([]);
});

test.each([
  ['everything', {}, 'clients_updated_idx'],
  ['a rare stage', { stage: 'installing' }, 'clients_stage_idx'],
])('a page of the table over %s walks an index in the order of the page', async (_, params, index) => {
  const plan = await page(params);
  expect(indexesIn(plan)).toContain(index);
  expect(scannedWhole(plan)).toEqual([]);
  expect(plan.map((node) => node['Node Type'])).not.toContain('Sort');
});

test('a later page starts in the index where the page before ended', async () => {
  const plan = await page(
    {},
    { at: '2026-01-01T00:00:00.000000Z', id: '01930000-0000-7000-8000-000000000001' },
  );
  expect(indexesIn(plan)).toContain('clients_updated_idx');
  expect(scannedWhole(plan)).toEqual([]);
});

test.each([
  ['a name', 'harbor 77', ['clients_search_idx']],
  ['an e-mail address', 'contact77@', ['clients_search_idx']],
  ['a serial', 'serial:SER00077', ['machines_serial_idx', 'machines_hostname_idx', 'machines_name_idx']],
  ['anything', 'mini-77', ['clients_search_idx', 'machines_serial_idx', 'machines_hostname_idx']],
  ['a slot', 'slot:SHOPIFY_ADMIN', ['client_components_component_idx']],
])('a search for %s is answered by its own indexes', async (_, q, indexes) => {
  const found = indexesIn(await page({ q }));
  for (const index of indexes) expect(found).toContain(index);
});

test('the due strip reads only what is due', async () => {
  const plan = await planOf(dueStatement);
  for (const index of [
    'client_credentials_expiry_idx',
    'placements_validity_idx',
    'clients_waiting_idx',
    'step_events_blocked_idx',
    'client_vault_references_unpasted_idx',
    'client_credentials_replaced_idx',
    'audit_events_reveals_at_idx',
  ]) {
    expect(indexesIn(plan)).toContain(index);
  }
  expect(scannedWhole(plan)).toEqual([]);
});
