import { beforeAll, expect, test } from 'vitest';
import { seedDemo } from '@/lib/demo/seed';
import { lastTwelveMonths } from '@/lib/runbook/statistics-figures';
import { parseStatisticsFilter } from '@/lib/runbook/statistics-filter';
import { readStatistics } from '@/lib/runbook/statistics-queries';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';

let board: TestDatabase;
let first: Awaited<ReturnType<typeof seedDemo>>;

beforeAll(async () => {
  board = await testDatabase();
  first = await seedDemo();
}, 240_000);

test('the demo has a client in every stage, and one person of each role with a password of their own', async () => {
  const { rows } = await board.ownerPool.query<{ stage: string }>('select distinct stage from clients');
  expect(rows.map((row) => row.stage).sort()).toEqual(
    ['collecting', 'draft', 'installed', 'installing', 'offboarding', 'purged', 'ready'].sort(),
  );
  expect(first.people.map((person) => person.role).sort()).toEqual(['admin', 'consultant', 'support']);
  expect(new Set(first.people.map((person) => person.password)).size).toBe(3);
});

test('starting the demo again adds nothing and changes no password', async () => {
  const count = async () =>
    (await board.ownerPool.query('select count(*) from audit_events')).rows[0] as { count: string };
  const before = await count();
  expect(await seedDemo()).toEqual({ people: [] });
  expect(await count()).toEqual(before);
});

test('every stored demo value has its event in the audit log', async () => {
  const { rows } = await board.ownerPool.query(
    `select c.slot_id from client_credentials c where not exists (
       select 1 from audit_events a where a.client_id = c.client_id and a.slot_id = c.slot_id
         and a.action in ('credential.stored', 'credential.generated'))`,
  );
  expect(rows).toEqual([]);
});

test('its runs took what people take, over several months, and some steps of them went wrong', async () => {
  const { rows } = await board.ownerPool.query<{ id: string }>(`select id from users where role = 'support'`);
  const reader = { id: rows[0]?.id ?? '', role: 'support', via: 'web', isAgent: false } as const;
  const { components, steps } = await readStatistics(reader, parseStatisticsFilter({ period: '365' }));
  expect(components.length).toBeGreaterThan(12);
  for (const component of components) {
    expect(component.medianMinutes).toBeGreaterThan(component.estimateMinutes * 0.4);
    expect(component.medianMinutes).toBeLessThan(component.estimateMinutes * 3);
  }
  const busy = components.flatMap(({ months }) => months.filter(({ runs }) => runs > 0));
  expect(new Set(busy.map(({ month }) => month)).size).toBeGreaterThan(5);
  expect(lastTwelveMonths(new Date())).toEqual(expect.arrayContaining(busy.map(({ month }) => month)));
  expect(steps.some(({ failed }) => failed > 0)).toBe(true);
  expect(steps.some(({ blocked }) => blocked > 0)).toBe(true);
  expect(steps.some(({ overran }) => overran > 0)).toBe(true);
  expect(components.some(({ runs, smoothRuns }) => smoothRuns === runs)).toBe(true);
});

test('a hand-over and an offboarding are under way', async () => {
  const { rows } = await board.ownerPool.query<{ kind: string; done: boolean }>(
    `select kind, exists (select from step_events where runbook_id = runbooks.id and kind = 'done') as done
     from runbooks where kind <> 'install' and closed_at is null order by kind`,
  );
  expect(rows).toEqual([
    { kind: 'hand-over', done: true },
    { kind: 'offboarding', done: true },
  ]);
});
