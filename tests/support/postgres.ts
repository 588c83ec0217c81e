import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client, Pool } from 'pg';
import { afterAll, inject } from 'vitest';
import { type Database, databaseOver } from '@/lib/db/database';
import { closeApplicationPool, createApplicationPool } from '@/lib/db/pool';
import { applyEnvironment } from '@/lib/env';
import { ensureMasterKey } from '@/lib/keys/master-key';

export interface TestDatabase {
  /** The query builder as the product has it: under the application's role. */
  db: Database;
  applicationPool: Pool;
  /** May do what a migration may; triggers still hold for it. */
  ownerPool: Pool;
  /** For "a database administrator who …" only. */
  superuserPool: Pool;
  ownerUrl: string;
  applicationUrl: string;
}

/**
 * A database of the calling file's own, copied from the migrated template with the catalogue in it. The process's
 * configuration then points at it, so `database()` and everything above it work as in the product. It is dropped
 * after the file's last test. Call it in beforeAll, or at the top of a test file with await.
 */
export async function testDatabase({ tablespace = 'pg_default' } = {}): Promise<TestDatabase> {
  const server = inject('postgres');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await administer(
    server.superuserUrl,
    `create database ${name} template board_template tablespace ${tablespace}`,
  );
  // Rights on a database itself are not copied from the template.
  await administer(server.superuserUrl, `grant create on database ${name} to jed_board_owner`);
  const on = (url: string) => Object.assign(new URL(url), { pathname: `/${name}` }).toString();
  const applicationUrl = on(server.applicationUrl);
  const ownerUrl = on(server.ownerUrl);
  const dataFolder = path.join(tmpdir(), `jed-board-${name}`);
  applyEnvironment({
    BOARD_MODE: 'local',
    BOARD_DATA_DIR: dataFolder,
    DATABASE_URL: applicationUrl,
    AUTH_SECRET: randomBytes(32).toString('base64'),
    MASTER_KEY_PROVIDER: 'env',
    MASTER_KEY: randomBytes(32).toString('base64'),
    LOG_LEVEL: 'silent',
  });
  const applicationPool = createApplicationPool(applicationUrl);
  const ownerPool = new Pool({ connectionString: ownerUrl });
  await ensureMasterKey(databaseOver(ownerPool));
  const superuserPool = new Pool({ connectionString: on(server.superuserUrl) });
  afterAll(async () => {
    await closeApplicationPool();
    await Promise.all([applicationPool.end(), ownerPool.end(), superuserPool.end()]);
    await rm(dataFolder, { recursive: true, force: true });
    await administer(server.superuserUrl, `drop database ${name} with (force)`);
  });
  return {
    db: databaseOver(applicationPool),
    applicationPool,
    ownerPool,
    superuserPool,
    ownerUrl,
    applicationUrl,
  };
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
