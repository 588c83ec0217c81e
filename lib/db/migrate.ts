import 'server-only';
import path from 'node:path';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import { Client } from 'pg';
import type { Database } from '@/lib/db/database';
import { connectAs, OWNER_ROLE } from '@/lib/db/pool';
import { ensureRoles } from '@/lib/db/roles';
import { AppError } from '@/lib/errors';

/** One number for everybody who migrates this product's databases: "jedboard" as an advisory lock. */
const MIGRATION_LOCK = '7666838145432289892';

export interface OwnerConnection {
  client: Client;
  db: Database;
}

interface MigrationOptions {
  /** Steps after the tables stand (catalogue, job queues), under the same lock and as the owner. */
  afterwards?: readonly ((owner: OwnerConnection) => Promise<unknown>)[];
  /** The folder of migrations; the project's own unless told otherwise. */
  folder?: string;
}

/**
 * Brings the database up to the newest migration, as the owner role, one migrator at a time.
 * `connectionString`: a login that may take on the owner role. Returns how many migrations were applied.
 */
export async function migrateDatabase(
  connectionString: string,
  options: MigrationOptions = {},
): Promise<{ applied: number }> {
  const client = await connectAs(OWNER_ROLE, connectionString);
  try {
    await client.query(`select pg_advisory_lock(${MIGRATION_LOCK})`);
    const db: Database = drizzle(client);
    const before = await countApplied(client);
    await migrate(db, { migrationsFolder: options.folder ?? path.resolve('drizzle') });
    const applied = (await countApplied(client)) - before;
    for (const step of options.afterwards ?? []) await step({ client, db });
    return { applied };
  } finally {
    await client.end();
  }
}

/** Creates the roles with the migration login, and lets the runtime login take on the application's role. */
export async function prepareRoles(migrationUrl: string, runtimeUrl: string): Promise<void> {
  const client = new Client({ connectionString: migrationUrl, connectionTimeoutMillis: 10_000 });
  await client.connect().catch((cause: unknown) => {
    throw new AppError(
      'configuration',
      'The database cannot be reached: check the address in DATABASE_URL and that the server runs.',
      { cause },
    );
  });
  try {
    await ensureRoles(client, { runtimeLogin: decodeURIComponent(new URL(runtimeUrl).username) });
  } finally {
    await client.end();
  }
}

async function countApplied(client: Client): Promise<number> {
  const table = await client.query<{ name: string | null }>(
    `select to_regclass('drizzle.__drizzle_migrations') as name`,
  );
  if (table.rows[0]?.name == null) return 0;
  const rows = await client.query<{ applied: number }>(
    'select count(*)::int as applied from drizzle.__drizzle_migrations',
  );
  return rows.rows[0]?.applied ?? 0;
}
