import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import type { TestProject } from 'vitest/node';
import { afterMigration } from '@/lib/cli/after-migration';
import { startEmbeddedPostgres } from '@/lib/db/embedded-postgres';
import { migrateDatabase } from '@/lib/db/migrate';

/** Where the run's one PostgreSQL listens: a login per role, and the superuser that makes databases. */
export interface TestServer {
  superuserUrl: string;
  ownerUrl: string;
  applicationUrl: string;
}

declare module 'vitest' {
  export interface ProvidedContext {
    postgres: TestServer;
  }
}

export const TEMPLATE_DATABASE = 'board_template';

/** Starts one PostgreSQL for the whole run and fills the template that every test's database is copied from. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'jed-board-test-'));
  const server = await startEmbeddedPostgres({ dataDir, durable: false });
  const stop = async () => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    await migrateDatabase(server.ownerUrl, { afterwards: afterMigration });
    const maintenance = new URL(server.superuserUrl);
    maintenance.pathname = '/postgres';
    const client = new Client({ connectionString: maintenance.toString() });
    await client.connect();
    await client.query(`alter database jed_board rename to ${TEMPLATE_DATABASE}`);
    await client.query(`alter database ${TEMPLATE_DATABASE} with allow_connections false is_template true`);
    await client.end();
    project.provide('postgres', {
      superuserUrl: maintenance.toString(),
      ownerUrl: server.ownerUrl,
      applicationUrl: server.applicationUrl,
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return stop;
}
