import 'server-only';
import { Client, Pool, type PoolConfig } from 'pg';
import { env } from '@/lib/env';
import { AppError } from '@/lib/errors';

/** The role that owns every table (migrations) and the one the product runs as. */
export const OWNER_ROLE = 'jed_board_owner';
export const APPLICATION_ROLE = 'jed_board_app';
export type DatabaseRole = typeof OWNER_ROLE | typeof APPLICATION_ROLE;

/**
 * Connection settings that take a role from the very first statement on. The role travels as a start-up option,
 * so there is no moment in which the login's own rights apply, and RESET ROLE leads back to this role.
 */
export function connectionAs(role: DatabaseRole, connectionString: string, options = ''): PoolConfig {
  const url = new URL(connectionString);
  const given = url.searchParams.get('options') ?? '';
  url.searchParams.delete('options');
  return {
    connectionString: url.toString(),
    options: `${given} -c role=${role} ${options}`.trim(),
    application_name: 'jed-board',
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
  };
}

/** One connection that has taken a role. The caller ends it. */
export async function connectAs(role: DatabaseRole, connectionString: string): Promise<Client> {
  const client = new Client(connectionAs(role, connectionString));
  // When the server closes it, whoever was asking is told by their query; nobody else has to fall over.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** A pool under the application's role. `max` is a number of connections; the caller ends the pool. */
export function createApplicationPool(connectionString: string, max = 10): Pool {
  const limits = '-c statement_timeout=30s -c idle_in_transaction_session_timeout=60s -c timezone=UTC';
  const pool = new Pool({ ...connectionAs(APPLICATION_ROLE, connectionString, limits), max });
  // A connection that the server closes is no reason to fall over: whoever was using it is told by their query, and
  // the next query opens another one.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** Next bundles a module more than once, so the process's one pool hangs on the global object. */
const holder = globalThis as typeof globalThis & {
  jedBoardPool?: Pool | undefined;
  jedBoardSidePool?: Pool | undefined;
};

/** The process's pool to DATABASE_URL. Throws AppError('configuration') when there is no address. */
export function applicationPool(): Pool {
  holder.jedBoardPool ??= createApplicationPool(requireDatabaseUrl());
  return holder.jedBoardPool;
}

/**
 * One connection beside the pool, for a single statement that has to commit by itself while its caller is inside a
 * transaction. Asked of the pool, it would wait for a connection that only those who wait for it can give back.
 */
export function sidePool(): Pool {
  holder.jedBoardSidePool ??= createApplicationPool(requireDatabaseUrl(), 1);
  return holder.jedBoardSidePool;
}

/** DATABASE_URL, which the launcher also sets for the embedded database. */
function requireDatabaseUrl(): string {
  const url = env().DATABASE_URL;
  if (url !== undefined) return url;
  throw new AppError('configuration', 'DATABASE_URL is not set: start the board with npm start, or set it.');
}

/** Ends the process's connections, so that a command can exit and a test can drop its database. */
export async function closeApplicationPool(): Promise<void> {
  const pools = [holder.jedBoardPool, holder.jedBoardSidePool];
  holder.jedBoardPool = undefined;
  holder.jedBoardSidePool = undefined;
  await Promise.all(pools.map((pool) => pool?.end()));
}
