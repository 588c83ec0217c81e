import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import { systemActor } from '@/lib/auth/actor';
import { databaseOver } from '@/lib/db/database';
import { applyEnvironment } from '@/lib/env';
import { moveMasterKeys } from '@/lib/keys/move-key';
import type { TestDatabase } from '@/tests/support/postgres';

/**
 * Moves the test's master key into a file of a folder of its own, so that there can be further versions. Gives the
 * folder, which goes after the file's last test. Call it in beforeAll.
 */
export async function keepKeysInFiles(board: TestDatabase): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'jed-board-keys-'));
  applyEnvironment({ MASTER_KEY_FILE: path.join(folder, 'master-key') });
  await moveMasterKeys(systemActor('cli'), databaseOver(board.ownerPool), { provider: 'file' });
  applyEnvironment({ MASTER_KEY_PROVIDER: 'file', MASTER_KEY: undefined });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
