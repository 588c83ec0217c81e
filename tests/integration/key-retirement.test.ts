import { rm } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { verifyAudit } from '@/lib/audit/verify';
import { systemActor } from '@/lib/auth/actor';
import { credentialTable } from '@/lib/clients/rewrap-credentials';
import { databaseOver } from '@/lib/db/database';
import { describeKeys } from '@/lib/keys/describe-keys';
import { retireMasterKey } from '@/lib/keys/retire-key';
import { rewrapValues } from '@/lib/keys/rewrap';
import { rotateMasterKey } from '@/lib/keys/rotate-key';
import { keepKeysInFiles } from '@/tests/support/keys-in-files';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';
import { openAll, seedValues } from '@/tests/support/stored-values';

const cli = systemActor('cli');
const TABLES = [credentialTable];

let board: TestDatabase;
let folder: string;
let values: Map<string, string>;

beforeAll(async () => {
  board = await testDatabase();
  folder = await keepKeysInFiles(board);
  values = await seedValues(board.db, 2);
  await rotate();
});

const rotate = () => rotateMasterKey(cli, databaseOver(board.ownerPool));
const retire = (version: number, sealed = false) =>
  retireMasterKey(cli, databaseOver(board.ownerPool), { version, sealed, tables: TABLES });

async function retirements(): Promise<unknown[]> {
  const found = await board.ownerPool.query(
    `select detail from audit_events where action = 'master-key.retired' order by seq`,
  );
  return found.rows.map((row) => row.detail);
}

describe('the database lets only the active version encrypt', () => {
  const write = (over: { envelope?: string; version?: number }) => {
    const { envelope = `0100000001${'00'.repeat(40)}`, version = 1 } = over;
    const statement =
      'update client_credentials set envelope = $1, key_version = $2 where id = (select min(id::text)::uuid from client_credentials)';
    return [board.applicationPool, board.ownerPool, board.superuserPool].map(
      (pool) => () => pool.query(statement, [Buffer.from(envelope, 'hex'), version]),
    );
  };

  test('whoever writes', async () => {
    for (const attempt of write({})) {
      await expect(attempt()).rejects.toMatchObject({
        code: '23514',
        constraint: 'client_credentials_active_key',
      });
    }
  });

  test('and lets no row say another version than its envelope', async () => {
    const active = (await describeKeys(board.db)).find(({ state }) => state === 'active');
    for (const attempt of write({ version: active?.version ?? 0 })) {
      await expect(attempt()).rejects.toMatchObject({ constraint: 'client_credentials_key_version_check' });
    }
  });

  test.each([
    ["state = 'active' where version = 1", 'come back'],
    ["state = 'retired' where state = 'active'", 'be retired while active'],
    ["fingerprint = '\\x00' where version = 1", 'become another key'],
    ['version = 1000 where version = 1', 'become another version'],
  ])('and lets no version %s: %s', async (change) => {
    for (const pool of [board.ownerPool, board.superuserPool]) {
      await expect(pool.query(`update master_keys set ${change}`)).rejects.toMatchObject({ code: '42501' });
    }
    await expect(board.ownerPool.query('delete from master_keys')).rejects.toMatchObject({ code: '42501' });
  });
});

describe('a version is retired only when nothing needs it', () => {
  test('not the active one, not one that values are under, not one that never was', async () => {
    await expect(retire(2)).rejects.toMatchObject({ code: 'conflict', message: /is the active one/ });
    await expect(retire(1, true)).rejects.toMatchObject({
      code: 'conflict',
      message: /values are still under master key .* key rewrap/,
    });
    await expect(
      board.superuserPool.query(`update master_keys set state = 'retired' where version = 1`),
    ).rejects.toMatchObject({ code: '23001' });
    await expect(retire(999)).rejects.toMatchObject({ code: 'not-found' });
  });

  test('not one that signed the audit log, until the person says that the log is sealed', async () => {
    await rewrapValues(cli, databaseOver(board.ownerPool), TABLES);
    await expect(retire(1)).rejects.toMatchObject({
      code: 'conflict',
      message: /signed \d+ events .*--sealed/,
    });
    const report = await retire(1, true);
    expect(report.place).toContain(path.join(folder, 'master-key'));
    expect(await retirements()).toEqual([{ keyVersion: 1, certificateKey: report.certificateKey }]);
    expect(Buffer.from(report.certificateKey, 'base64')).toHaveLength(44);
    await expect(retire(1, true)).rejects.toMatchObject({ code: 'conflict', message: /retired already/ });
  });

  test('and then the log is whole from the next version on, with what cannot be checked counted', async () => {
    const report = await verifyAudit(cli);
    expect(report.findings).toEqual([]);
    expect(report.unchecked).toBeGreaterThan(0);
    expect(report.unchecked).toBeLessThan(report.events);
  });

  test('and its name does not excuse an event that was forged later', async () => {
    const [last] = (
      await board.ownerPool.query(
        `select seq, chain_seq, key_version from audit_events where chain = 'board' order by chain_seq desc limit 1`,
      )
    ).rows;
    const relabel = async (version: number) => {
      const forger = await board.superuserPool.connect();
      await forger.query('set session_replication_role = replica');
      await forger.query('update audit_events set key_version = $1 where seq = $2', [version, last.seq]);
      await forger.query('set session_replication_role = origin');
      forger.release();
    };
    for (const version of [1, 999]) {
      await relabel(version);
      expect((await verifyAudit(cli)).findings).toMatchObject([
        { chain: 'board', chainSeq: Number(last.chain_seq) },
      ]);
    }
    await relabel(last.key_version);
    expect((await verifyAudit(cli)).findings).toEqual([]);
  });

  test('and is loaded no more: its file may go', async () => {
    await rm(path.join(folder, 'master-key'));
    const keys = await describeKeys(board.db);
    expect(keys[0]).toMatchObject({ version: 1, state: 'retired', check: 'not looked at' });
    await rotate();
    expect(await openAll(board.db)).toEqual(values);
  });
});
