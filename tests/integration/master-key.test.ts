import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { databaseOver } from '@/lib/db/database';
import { applyEnvironment, masterKeyVariable } from '@/lib/env';
import { appVault } from '@/lib/keys/app-vault';
import { ensureMasterKey } from '@/lib/keys/master-key';
import { makeOwnerSalt, SecretValue } from '@/lib/vault/vault';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';

let board: TestDatabase;
let folder: string;

beforeAll(async () => {
  board = await testDatabase();
  folder = await mkdtemp(path.join(tmpdir(), 'jed-board-keys-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const owner = () => databaseOver(board.ownerPool);

test('the first start records one active master key and one event, and a second start changes nothing', async () => {
  const again = await ensureMasterKey(owner());
  const keys = await board.ownerPool.query('select version, provider, state from master_keys');
  const events = await board.ownerPool.query(
    `select 1 from audit_events where action = 'master-key.created'`,
  );
  expect(again).toMatchObject({ created: false, activeVersion: 1 });
  expect(keys.rows).toEqual([{ version: 1, provider: 'env', state: 'active' }]);
  expect(events.rowCount).toBe(1);
});

test.each([
  ['wrong', randomBytes(32).toString('base64'), /is not master key 1 of this database/],
  ['malformed', 'too-short', /is not 32 bytes in base64/],
  ['missing', undefined, /is missing from the environment variable MASTER_KEY/],
])(
  'a %s master key refuses the start with one sentence that says what to do',
  async (_case, key, sentence) => {
    const right = masterKeyVariable(1).value;
    applyEnvironment({ MASTER_KEY: key });
    try {
      const refusal: unknown = await ensureMasterKey(owner()).catch((error: unknown) => error);
      expect(refusal).toMatchObject({ code: 'configuration', message: expect.stringMatching(sentence) });
      expect((refusal as Error).message).toMatch(/^[^\n]+ "npm run board -- key show"\.$/);
    } finally {
      applyEnvironment({ MASTER_KEY: right });
    }
  },
);

test('encryptions are counted in the database before a value is sealed', async () => {
  const vault = await appVault();
  const context = {
    purpose: 'client-credential',
    ownerId: randomUUID(),
    slot: 'slot',
    valueVersion: 1,
    salt: makeOwnerSalt(),
  } as const;
  const sealed = await Promise.all(
    Array.from({ length: 300 }, () => vault.encrypt(new SecretValue('a value'), context)),
  );
  const usage = await board.ownerPool.query<{ encryptions: string }>('select encryptions from key_usage');
  expect(sealed).toHaveLength(300);
  expect(Number(usage.rows[0]?.encryptions)).toBeGreaterThanOrEqual(300);
});

test('the provider "file" makes a file that only its owner can read, and a warning names it', async () => {
  const file = path.join(folder, 'master-key');
  await board.ownerPool.query('truncate master_keys, key_usage cascade');
  applyEnvironment({
    MASTER_KEY_PROVIDER: 'file',
    MASTER_KEY_FILE: file,
  });
  const report = await ensureMasterKey(owner());
  const kept = await stat(file);
  expect(report.warning).toContain(file);
  expect(kept.mode & 0o777).toBe(0o600);
});
