import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Actor, systemActor } from '@/lib/auth/actor';
import { revealCredential } from '@/lib/clients/reveal-credential';
import { credentialTable } from '@/lib/clients/rewrap-credentials';
import { secretFromInput, storeCredential } from '@/lib/clients/store-credential';
import { databaseOver } from '@/lib/db/database';
import { applyEnvironment } from '@/lib/env';
import { appVault, encryptingVault } from '@/lib/keys/app-vault';
import { describeKeys } from '@/lib/keys/describe-keys';
import { moveMasterKeys } from '@/lib/keys/move-key';
import { retireMasterKey } from '@/lib/keys/retire-key';
import { rewrapValues } from '@/lib/keys/rewrap';
import { rotateMasterKey } from '@/lib/keys/rotate-key';
import { makeOwnerSalt, SecretValue } from '@/lib/vault/vault';
import { addClient, addPerson, OPENROUTER_SLOT, openRouterKey } from '@/tests/support/fixtures';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';
import { openAll, seedValues } from '@/tests/support/stored-values';

const cli = systemActor('cli');
const TABLES = [credentialTable];

let board: TestDatabase;
let folder: string;
let consultant: Actor;
let values: Map<string, string>;

beforeAll(async () => {
  board = await testDatabase();
  folder = await mkdtemp(path.join(tmpdir(), 'jed-board-rotation-'));
  applyEnvironment({ MASTER_KEY_FILE: path.join(folder, 'master-key') });
  await moveMasterKeys(cli, owner(), { provider: 'file' });
  applyEnvironment({ MASTER_KEY_PROVIDER: 'file', MASTER_KEY: undefined });
  consultant = (await addPerson(board.db, 'consultant')).actor;
  values = await seedValues(board.db, 4);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const owner = () => databaseOver(board.ownerPool);
const rotate = () => rotateMasterKey(cli, owner());
const retire = (version: number, sealed = false) =>
  retireMasterKey(cli, owner(), { version, sealed, tables: TABLES });

async function keyVersions(): Promise<Record<number, number>> {
  const found = await board.ownerPool.query(
    'select key_version, count(*)::int as rows from client_credentials group by 1 order by 1',
  );
  return Object.fromEntries(found.rows.map((row) => [row.key_version, row.rows]));
}

async function events(action: string): Promise<Record<string, unknown>[]> {
  const found = await board.ownerPool.query(
    'select detail from audit_events where action = $1 order by seq',
    [action],
  );
  return found.rows.map((row) => row.detail);
}

const context = () =>
  ({
    purpose: 'client-credential',
    ownerId: '01930000-0000-7000-8000-000000000001',
    slot: 'slot',
    valueVersion: 1,
    salt: makeOwnerSalt(),
  }) as const;

describe('a rotation', () => {
  test('makes the next version active and the old one decrypt-only, with its event, and nothing else changes', async () => {
    const before = await keyVersions();
    expect(await rotate()).toMatchObject({ version: 2, previousVersion: 1 });
    expect(await keyVersions()).toEqual(before);
    expect(await describeKeys(board.db)).toMatchObject([
      { version: 1, state: 'decrypt-only', check: 'right' },
      { version: 2, state: 'active', check: 'right' },
    ]);
    expect(await events('master-key.rotated')).toEqual([
      { keyVersion: 2, previousVersion: 1, provider: 'file' },
    ]);
    expect(await openAll(board.db)).toEqual(values);
  });

  test('is noticed by a running process at its next value, without a restart', async () => {
    const held = await appVault();
    const { id } = await addClient(board.db, consultant);
    await rotate();
    const key = openRouterKey();
    await storeCredential(consultant, {
      clientId: id,
      slotId: OPENROUTER_SLOT,
      value: secretFromInput(key),
      source: 'typed',
    });
    const [row] = (
      await board.ownerPool.query('select key_version from client_credentials where client_id = $1', [id])
    ).rows;
    expect(row).toEqual({ key_version: 3 });
    const revealed = await revealCredential(consultant, { clientId: id, slotId: OPENROUTER_SLOT });
    expect(revealed.reveal()).toBe(key);
    expect(held.activeKeyVersion).toBeLessThan(3);
    await board.ownerPool.query('delete from client_credentials where client_id = $1', [id]);
  });

  test('leaves a vault that slept through it able to open what is newer than itself', async () => {
    const sleeping = await appVault();
    await rotate();
    const fresh = await board.db.transaction((tx) => encryptingVault(tx));
    const place = context();
    const envelope = await fresh.encrypt(new SecretValue('newer'), place);
    expect(fresh.activeKeyVersion).toBe(sleeping.activeKeyVersion + 1);
    expect((await sleeping.decrypt(envelope, place)).reveal()).toBe('newer');
  });

  test('at the same time as another makes one version, and the other says so', async () => {
    const before = (await describeKeys(board.db)).length;
    const outcomes = await Promise.allSettled([
      rotateMasterKey(cli, databaseOver(board.ownerPool)),
      rotateMasterKey(cli, databaseOver(board.superuserPool)),
    ]);
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(refused).toHaveLength(1);
    expect(refused[0]).toMatchObject({ reason: { code: 'conflict' } });
    expect(await describeKeys(board.db)).toHaveLength(before + 1);
  });

  test('waits for a value that is being written, which then stays under the version that was active', async () => {
    const { id } = await addClient(board.db, consultant);
    let rotation: Promise<unknown> = Promise.resolve();
    await board.db.transaction(async (tx) => {
      const vault = await encryptingVault(tx);
      rotation = rotate();
      const salt = await board.ownerPool.query('select kdf_salt from clients where id = $1', [id]);
      const place = { ...context(), ownerId: id, slot: OPENROUTER_SLOT, salt: salt.rows[0].kdf_salt };
      await tx.execute(
        `insert into client_credentials (id, client_id, slot_id, envelope, key_version, value_version, characters, source, stored_by)
         values ('${id}', '${id}', '${OPENROUTER_SLOT}', '\\x${(await vault.encrypt(new SecretValue('in time'), place)).toString('hex')}', ${vault.activeKeyVersion}, 1, 7, 'typed', '${id}')`,
      );
    });
    await rotation;
    values.set(id, 'in time');
    expect(await openAll(board.db)).toEqual(values);
  });

  test('is for admins', async () => {
    await expect(rotateMasterKey(consultant, owner())).rejects.toMatchObject({ code: 'forbidden' });
    await expect(rewrapValues(consultant, TABLES)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(
      retireMasterKey(consultant, owner(), { version: 1, sealed: true, tables: [] }),
    ).rejects.toMatchObject({ code: 'forbidden' });
    await expect(moveMasterKeys(consultant, owner(), { provider: 'env' })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });
});

describe('re-encryption', () => {
  test('is counted by a dry run, which changes nothing', async () => {
    const before = await keyVersions();
    const report = await rewrapValues(cli, TABLES, { dryRun: true });
    expect(report).toEqual({ found: values.size, rewrapped: 0, unopened: [] });
    expect(await keyVersions()).toEqual(before);
    expect(await events('master-key.rewrapped')).toEqual([]);
  });

  test('puts every value under the active version in batches, each on record, with progress up to the end', async () => {
    const active = (await appVault()).activeKeyVersion;
    const progress: number[] = [];
    const report = await rewrapValues(cli, TABLES, {
      batchSize: 10,
      onProgress: (done, total) => progress.push(done / total),
    });
    expect(report).toEqual({ found: values.size, rewrapped: values.size, unopened: [] });
    expect(await openAll(board.db)).toEqual(values);
    const after = Math.max(...(await describeKeys(board.db)).map(({ version }) => version));
    expect(await keyVersions()).toEqual({ [after]: values.size });
    expect(after).toBeGreaterThanOrEqual(active);
    const recorded = await events('master-key.rewrapped');
    expect(recorded.reduce((sum, detail) => sum + Number(detail.values), 0)).toBe(values.size);
    expect(Math.max(...recorded.map((detail) => Number(detail.values)))).toBeLessThanOrEqual(10);
    expect(progress.at(-1)).toBe(1);
  });

  test('has nothing to do a second time', async () => {
    expect(await rewrapValues(cli, TABLES)).toEqual({ found: 0, rewrapped: 0, unopened: [] });
  });

  test('passes over a row that does not open, names it, and does the rest', async () => {
    await rotate();
    const [id = ''] = values.keys();
    await board.superuserPool.query(
      `update client_credentials set value_version = value_version + 1 where id = $1`,
      [id],
    );
    const report = await rewrapValues(cli, TABLES, { batchSize: 5 });
    expect(report).toEqual({ found: values.size, rewrapped: values.size - 1, unopened: [id] });
    await board.superuserPool.query(
      `update client_credentials set value_version = value_version - 1 where id = $1`,
      [id],
    );
    expect(await rewrapValues(cli, TABLES)).toMatchObject({ rewrapped: 1, unopened: [] });
    expect(await openAll(board.db)).toEqual(values);
  });

  test('comes back for rows that somebody held meanwhile', async () => {
    await rotate();
    const held = await board.ownerPool.connect();
    await held.query('begin');
    await held.query(
      'select 1 from clients where id in (select client_id from client_credentials) for update',
    );
    const rewrapping = rewrapValues(cli, TABLES, {
      // The first pass has been through every row once it counts: then they are let go.
      onProgress: () => void held.query('commit').catch(() => undefined),
    });
    expect(await rewrapping).toMatchObject({ rewrapped: values.size, unopened: [] });
    held.release();
    expect(await openAll(board.db)).toEqual(values);
  });
});

describe('the database lets only the active version encrypt', () => {
  const write = (over: { envelope?: string; version?: number }) => {
    const { envelope = `0100000001${'00'.repeat(40)}`, version = 1 } = over;
    const statement =
      'update client_credentials set envelope = $1, key_version = $2 where id = (select min(id::text)::uuid from client_credentials)';
    return [board.applicationPool, board.ownerPool, board.superuserPool].map((pool) =>
      pool.query(statement, [Buffer.from(envelope, 'hex'), version]),
    );
  };

  test('whoever writes', async () => {
    for (const attempt of write({})) {
      await expect(attempt).rejects.toMatchObject({
        code: '23514',
        constraint: 'client_credentials_active_key',
      });
    }
  });

  test('and lets no row say another version than its envelope', async () => {
    const active = (await describeKeys(board.db)).find(({ state }) => state === 'active');
    for (const attempt of write({ version: active?.version ?? 0 })) {
      await expect(attempt).rejects.toMatchObject({ constraint: 'client_credentials_key_version_check' });
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
    const { version, previousVersion } = await rotate();
    await expect(retire(version)).rejects.toMatchObject({ code: 'conflict', message: /is the active one/ });
    await expect(retire(previousVersion, true)).rejects.toMatchObject({
      code: 'conflict',
      message: /values are still under master key .* key rewrap/,
    });
    await expect(
      board.superuserPool.query(`update master_keys set state = 'retired' where version = $1`, [
        previousVersion,
      ]),
    ).rejects.toMatchObject({ code: '23001' });
    await expect(retire(999)).rejects.toMatchObject({ code: 'not-found' });
  });

  test('not one that signed the audit log, until the person says that the log is sealed', async () => {
    await rewrapValues(cli, TABLES);
    await expect(retire(1)).rejects.toMatchObject({
      code: 'conflict',
      message: /signed \d+ events .*--sealed/,
    });
    const report = await retire(1, true);
    expect(report.place).toContain(path.join(folder, 'master-key'));
    expect(await events('master-key.retired')).toEqual([
      { keyVersion: 1, certificateKey: report.certificateKey },
    ]);
    expect(Buffer.from(report.certificateKey, 'base64')).toHaveLength(44);
    await expect(retire(1, true)).rejects.toMatchObject({ code: 'conflict', message: /retired already/ });
  });

  test('and is loaded no more: its file may go', async () => {
    await rm(path.join(folder, 'master-key'));
    const keys = await describeKeys(board.db);
    expect(keys[0]).toMatchObject({ version: 1, state: 'retired', check: 'not looked at' });
    await rotate();
    expect(await openAll(board.db)).toEqual(values);
  });
});
