import { beforeAll, expect, test } from 'vitest';
import { shippedCatalogue } from '@/lib/catalogue/catalogue';
import { CatalogueError } from '@/lib/catalogue/check';
import { loadCatalogue } from '@/lib/catalogue/load';
import { readCatalogue } from '@/lib/catalogue/queries';
import type { Catalogue } from '@/lib/catalogue/schema';
import { type Database, databaseOver } from '@/lib/db/database';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';

let board: TestDatabase;
let owner: Database;

beforeAll(async () => {
  board = await testDatabase();
  owner = databaseOver(board.ownerPool);
});

function renamed(summary: string): Catalogue {
  const copy = structuredClone(shippedCatalogue);
  for (const component of copy.components) if (component.id === 'power') component.summary = summary;
  return copy;
}

function without(componentId: string): Catalogue {
  return {
    components: shippedCatalogue.components.filter(({ id }) => id !== componentId),
    packages: shippedCatalogue.packages.filter(({ components }) => !components.includes(componentId)),
  };
}

test('what is read back is the shipped catalogue, in its order', async () => {
  await loadCatalogue(owner);
  const { version, ...catalogue } = await readCatalogue();
  expect(version).toBeGreaterThanOrEqual(1);
  expect(catalogue.components).toEqual(shippedCatalogue.components);
  expect(catalogue.packages.map(({ id }) => id)).toEqual(shippedCatalogue.packages.map(({ id }) => id));
  for (const entry of catalogue.packages) {
    const shipped = shippedCatalogue.packages.find(({ id }) => id === entry.id);
    expect(entry.components.toSorted()).toEqual(shipped?.components.toSorted());
  }
});

test('a second load of the same catalogue changes nothing and takes no new version', async () => {
  const first = await loadCatalogue(owner);
  expect(await loadCatalogue(owner)).toEqual({ version: first.version, changed: false });
});

test('two loads at once take one new version between them', async () => {
  const before = await loadCatalogue(owner);
  const changed = renamed('Loaded twice at once.');
  const results = await Promise.all([loadCatalogue(owner, changed), loadCatalogue(owner, changed)]);
  expect(results.map(({ version }) => version)).toEqual([before.version + 1, before.version + 1]);
  expect(results.map((result) => result.changed).toSorted()).toEqual([false, true]);
});

test('a changed catalogue is a new version and is read at once, and so is the way back', async () => {
  const before = await loadCatalogue(owner);
  expect(await loadCatalogue(owner, renamed('Another summary.'))).toEqual({
    version: before.version + 1,
    changed: true,
  });
  const changed = await readCatalogue();
  expect(changed.components.find(({ id }) => id === 'power')?.summary).toBe('Another summary.');
  expect(await loadCatalogue(owner)).toEqual({ version: before.version + 2, changed: true });
  const back = await readCatalogue();
  expect(back.components).toEqual(shippedCatalogue.components);
});

test('what leaves the catalogue is retired, not deleted, and comes back under its own id', async () => {
  await loadCatalogue(owner, without('plaud'));
  expect((await readCatalogue()).components.map(({ id }) => id)).not.toContain('plaud');
  const retired = await board.ownerPool.query(
    `select (select count(*)::int from components where id = 'plaud' and retired_at is not null) as components,
            (select count(*)::int from component_credential_slots where component_id = 'plaud' and retired_at is not null) as slots,
            (select count(*)::int from package_tiers where id = 'plaud' and retired_at is not null) as packages`,
  );
  expect(retired.rows).toEqual([{ components: 1, slots: 2, packages: 1 }]);
  await loadCatalogue(owner);
  expect((await readCatalogue()).components).toEqual(shippedCatalogue.components);
});

test('an unsound catalogue is refused and leaves the database as it was', async () => {
  const before = await loadCatalogue(owner);
  const broken = renamed('');
  await expect(loadCatalogue(owner, broken)).rejects.toBeInstanceOf(CatalogueError);
  expect((await readCatalogue()).version).toBe(before.version);
});

test('the application role reads the catalogue and cannot change it', async () => {
  await expect(loadCatalogue(board.db, renamed('By the application.'))).rejects.toThrow();
  await expect(
    board.applicationPool.query(`update component_credential_slots set tag = tag`),
  ).rejects.toMatchObject({
    code: '42501',
  });
});
