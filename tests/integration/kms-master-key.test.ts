import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { systemActor } from '@/lib/auth/actor';
import { databaseOver } from '@/lib/db/database';
import { applyEnvironment } from '@/lib/env';
import { appVault } from '@/lib/keys/app-vault';
import { describeKeys } from '@/lib/keys/describe-keys';
import { ensureMasterKey } from '@/lib/keys/master-key';
import { moveMasterKeys } from '@/lib/keys/move-key';
import { rotateMasterKey } from '@/lib/keys/rotate-key';
import { KMS_KEY, type KmsServer, startKmsServer } from '@/tests/support/kms-server';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';
import { openAll, seedValues } from '@/tests/support/stored-values';

const cli = systemActor('cli');

let board: TestDatabase;
let kms: KmsServer;
let folder: string;
let values: Map<string, string>;

beforeAll(async () => {
  board = await testDatabase();
  kms = await startKmsServer();
  folder = await mkdtemp(path.join(tmpdir(), 'jed-board-kms-'));
  values = await seedValues(board.db, 2);
});

const IN_KMS = () => ({
  MASTER_KEY_PROVIDER: 'kms',
  MASTER_KEY: undefined,
  MASTER_KEY_FILE: path.join(folder, 'master-key'),
  KMS_KEY_ID: KMS_KEY,
  AWS_REGION: 'eu-central-1',
  AWS_ENDPOINT_URL_KMS: kms.url,
  AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  AWS_EC2_METADATA_DISABLED: 'true',
});

afterEach(() => {
  kms.fail(null);
  kms.asked.length = 0;
});

afterAll(async () => {
  await kms.close();
  await rm(folder, { recursive: true, force: true });
});

const owner = () => databaseOver(board.ownerPool);

/** What a new process has of the vault: nothing. */
const startAnew = () => Reflect.deleteProperty(globalThis, 'jedBoardVault');

async function records(): Promise<Record<string, unknown>[]> {
  const found = await board.ownerPool.query(
    'select version, provider, state, wrapped_key from master_keys order by version',
  );
  return found.rows;
}

describe('moving the master key to KMS', () => {
  test('records nothing while KMS refuses, and the board goes on with the key where it was', async () => {
    const before = await records();
    const { MASTER_KEY: _kept, MASTER_KEY_PROVIDER: _too, ...reachable } = IN_KMS();
    applyEnvironment(reachable);
    kms.fail({ name: 'AccessDeniedException' });
    await expect(moveMasterKeys(cli, owner(), { provider: 'kms' })).rejects.toMatchObject({
      code: 'configuration',
      message: expect.stringMatching(
        /does not wrap master key 1, because the AWS credentials do not allow it/,
      ),
    });
    expect(await records()).toEqual(before);
    startAnew();
    expect(await openAll(board.db)).toEqual(values);
  });

  test('keeps the same key wrapped, changes no value, and names the old place', async () => {
    const envelopes = 'select id, envelope from client_credentials order by id';
    const before = (await board.ownerPool.query(envelopes)).rows;
    const report = await moveMasterKeys(cli, owner(), { provider: 'kms' });
    expect(report.moved).toEqual([
      {
        version: 1,
        from: expect.stringContaining('MASTER_KEY'),
        to: expect.stringContaining(KMS_KEY),
        leftBehind: true,
      },
    ]);
    applyEnvironment(IN_KMS());
    startAnew();
    expect((await board.ownerPool.query(envelopes)).rows).toEqual(before);
    expect(await openAll(board.db)).toEqual(values);
    expect(await records()).toMatchObject([{ version: 1, provider: 'kms', wrapped_key: expect.any(Buffer) }]);
  });

  test('a second time says that it is there', async () => {
    await expect(moveMasterKeys(cli, owner(), { provider: 'kms' })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('already'),
    });
  });
});

describe('with the master key in KMS', () => {
  test('a process asks KMS once, whatever it opens and encrypts afterwards', async () => {
    startAnew();
    await openAll(board.db);
    for (const [id, text] of await seedValues(board.db, 1)) values.set(id, text);
    await openAll(board.db);
    expect(kms.asked.map(({ act }) => act)).toEqual(['Decrypt']);
  });

  test('a rotation has KMS make the new version', async () => {
    await rotateMasterKey(cli, owner());
    expect(kms.asked.filter(({ act }) => act === 'GenerateDataKey')).toMatchObject([
      { context: { app: 'jed-board', purpose: 'master-key', keyVersion: '2' } },
    ]);
    expect(await records()).toMatchObject([
      { version: 1, provider: 'kms', state: 'decrypt-only' },
      { version: 2, provider: 'kms', state: 'active', wrapped_key: expect.any(Buffer) },
    ]);
    startAnew();
    expect(await openAll(board.db)).toEqual(values);
  });

  test('a rotation that KMS refuses leaves everything as it was', async () => {
    const before = await records();
    kms.fail({ name: 'DisabledException' });
    await expect(rotateMasterKey(cli, owner())).rejects.toMatchObject({ code: 'configuration' });
    expect(await records()).toEqual(before);
  });

  test('a wrap put in the place of another version’s stops the start', async () => {
    const swap = (one: number, other: number) =>
      board.superuserPool.query(
        'update master_keys k set wrapped_key = o.wrapped_key from master_keys o where k.version in ($1, $2) and o.version in ($1, $2) and o.version <> k.version',
        [one, other],
      );
    await swap(1, 2);
    startAnew();
    await expect(appVault()).rejects.toMatchObject({
      code: 'configuration',
      message: expect.stringMatching(
        /does not unwrap master key 1, because the wrap is damaged, or was made for another/,
      ),
    });
    await swap(1, 2);
    expect(await openAll(board.db)).toEqual(values);
  });

  test.each([
    ['AccessDeniedException', /do not allow it/],
    ['DisabledException', /is disabled/],
    ['ThrottlingException', /throttles/],
  ])(
    'a start that meets %s stops with one sentence, and "key show" says it as well',
    async (name, sentence) => {
      kms.fail({ name });
      startAnew();
      const refusal: unknown = await appVault().catch((error: unknown) => error);
      expect(refusal).toMatchObject({ code: 'configuration', message: expect.stringMatching(sentence) });
      expect((refusal as Error).message).toMatch(/^[^\n]+ "npm run board -- key show"\.$/);
      expect((await describeKeys(board.db))[0]?.problem).toMatch(sentence);
    },
  );

  test('a running process goes on without KMS', async () => {
    startAnew();
    await appVault();
    kms.fail('hang up');
    expect(await openAll(board.db)).toEqual(values);
  });

  test('production starts, and takes no key that lies on the machine', async () => {
    applyEnvironment({
      BOARD_MODE: 'production',
      NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: Buffer.alloc(32, 1).toString('base64'),
    });
    startAnew();
    expect((await appVault()).activeKeyVersion).toBe(2);
    for (const attempt of [
      moveMasterKeys(cli, owner(), { provider: 'file' }),
      rotateMasterKey(cli, owner(), 'file'),
    ]) {
      await expect(attempt).rejects.toMatchObject({
        code: 'configuration',
        message: expect.stringContaining('key move --to kms'),
      });
    }
    await board.superuserPool.query(`update master_keys set provider = 'file' where version = 1`);
    startAnew();
    await expect(appVault()).rejects.toMatchObject({
      code: 'configuration',
      message: expect.stringMatching(/^Master key 1 is kept in the file .*ALLOW_PLAINTEXT_MASTER_KEY=1\.$/),
    });
    await board.superuserPool.query(`update master_keys set provider = 'kms' where version = 1`);
    applyEnvironment({ BOARD_MODE: 'local' });
  });

  test('the keys can be moved out of it again, into files, and no wrap stays behind', async () => {
    const report = await moveMasterKeys(cli, owner(), { provider: 'file' });
    expect(report.moved).toMatchObject([{ leftBehind: false }, { leftBehind: false }]);
    applyEnvironment({ MASTER_KEY_PROVIDER: 'file', AWS_ENDPOINT_URL_KMS: 'http://127.0.0.1:1' });
    startAnew();
    expect(await openAll(board.db)).toEqual(values);
    expect(await records()).toMatchObject([{ wrapped_key: null }, { wrapped_key: null }]);
    expect(await readFile(path.join(folder, 'master-key.2'), 'utf8')).toMatch(/^[A-Za-z0-9+/]{43}=\n$/);
  });
});

describe('the first start with KMS', () => {
  beforeAll(async () => {
    await board.ownerPool.query('truncate master_keys, key_usage cascade');
    applyEnvironment(IN_KMS());
    startAnew();
  });

  test('that KMS refuses records nothing, and says what to do', async () => {
    kms.fail({ name: 'NotFoundException' });
    await expect(ensureMasterKey(owner())).rejects.toMatchObject({
      code: 'configuration',
      message: expect.stringContaining('check KMS_KEY_ID and AWS_REGION'),
    });
    expect(await records()).toEqual([]);
  });

  test('makes a data key, and the database holds its wrap only', async () => {
    const report = await ensureMasterKey(owner());
    expect(report).toMatchObject({ created: true, activeVersion: 1, warning: null });
    expect(report.place).toContain(KMS_KEY);
    expect(await ensureMasterKey(owner())).toMatchObject({ created: false });
    expect(await records()).toMatchObject([{ version: 1, provider: 'kms', state: 'active' }]);
  });

  test('without a key id is refused by name', async () => {
    applyEnvironment({ KMS_KEY_ID: undefined });
    await expect(ensureMasterKey(owner())).rejects.toMatchObject({
      code: 'configuration',
      message: expect.stringMatching(/^KMS_KEY_ID: is required with MASTER_KEY_PROVIDER=kms/),
    });
    applyEnvironment(IN_KMS());
  });
});
