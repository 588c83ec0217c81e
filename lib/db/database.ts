import 'server-only';
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import type { Pool } from 'pg';
import { applicationPool } from '@/lib/db/pool';

export type Database = NodePgDatabase<Record<string, never>>;
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0];
export type Executor = Database | Transaction;

const databases = new WeakMap<Pool, Database>();

/** The query builder over the process's pool, under the application's role. */
export function database(): Database {
  return databaseOver(applicationPool());
}

/** The query builder over a given pool; the same pool always gets the same one. */
export function databaseOver(pool: Pool): Database {
  const known = databases.get(pool);
  if (known !== undefined) return known;
  const made: Database = drizzle(pool);
  databases.set(pool, made);
  return made;
}
