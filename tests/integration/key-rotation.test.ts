import { drizzle } from 'drizzle-orm/node-postgres';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Actor, systemActor } from '@/lib/auth/actor';
import { revealCredential } from '@/lib/clients/reveal-credential';
import { credentialTable } from '@/lib/clients/rewrap-credentials';
import { secretFromInput, storeCredential } from '@/lib/clients/store-credential';
import { databaseOver, type Transaction } from '@/lib/db/database';
import { appVault, encryptingVault } from '@/lib/keys/app-vault';
import { holdCeremony } from '@/lib/keys/ceremony';
import { describeKeys } from '@/lib/keys/describe-keys';
import { moveMasterKeys } from '@/lib/keys/move-key';
import { retireMasterKey } from '@/lib/keys/retire-key';
import { rewrapValues } from '@/lib/keys/rewrap';
import { rotateMasterKey } from '@/lib/keys/rotate-key';
import { makeOwnerSalt, SecretValue } from '@/lib/vault/vault';
import { addClient, addPerson, OPENROUTER_SLOT, openRouterKey } from '@/tests/support/fixtures';
import { keepKeysInFiles } from '@/tests/support/keys-in-files';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';
import { openAll, seedValues } from '@/tests/support/stored-values';

const cli = systemActor('cli');
const TABLES = [credentialTable];

let board: TestDatabase;
let consultant: Actor;
let values: Map<string, string>;

beforeAll(async () => {
  board = await testDatabase();
  await keepKeysInFiles(board);
  consultant = (await addPerson(board.db, 'consultant')).actor;
  values = await seedValues(board.db, 4);
});

const owner = () => databaseOver(board.ownerPool);
const rotate = () => rotateMasterKey(cli, owner());

async function keyVersions(): Promise<Record<number, number>> {
  const found = await board.ownerPool.query(
    'select key_version, count(*)::int as rows from client_credentials group by 1 order by 1',
  );
  return Object.fromEntries(found.rows.map((row) => [row.key_version, row.rows]));
}

async function bothWait(): Promise<void> {
  for (let waiting = 0; waiting < 2; ) {
    const found = await board.superuserPool.query(
      `select count(*)::int as waiting from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())`,
    );
    waiting = found.rows[0].waiting;
  }
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
    // Both are held up behind a third until each has seen that the present version is the active one.
    const third = await board.ownerPool.connect();
    await third.query('begin');
    await holdCeremony(drizzle(third) as unknown as Transaction);
    const both = [rotate(), rotateMasterKey(cli, databaseOver(board.superuserPool))];
    await bothWait();
    await third.query('commit');
    third.release();
    const refused = (await Promise.allSettled(both)).filter((outcome) => outcome.status === 'rejected');
    expect(refused).toMatchObject([{ reason: { code: 'conflict' } }]);
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
    await expect(rewrapValues(consultant, owner(), TABLES)).rejects.toMatchObject({ code: 'forbidden' });
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
    const report = await rewrapValues(cli, owner(), TABLES, { dryRun: true });
    expect(report).toEqual({ found: values.size, rewrapped: 0, unopened: [] });
    expect(await keyVersions()).toEqual(before);
    expect(await events('master-key.rewrapped')).toEqual([]);
  });

  test('puts every value under the active version in batches, each on record, with progress up to the end', async () => {
    const active = (await appVault()).activeKeyVersion;
    const progress: number[] = [];
    const report = await rewrapValues(cli, owner(), TABLES, {
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
    expect(await rewrapValues(cli, owner(), TABLES)).toEqual({ found: 0, rewrapped: 0, unopened: [] });
  });

  test('passes over a row that does not open, names it, and does the rest', async () => {
    await rotate();
    const [id = ''] = values.keys();
    await board.superuserPool.query(
      `update client_credentials set value_version = value_version + 1 where id = $1`,
      [id],
    );
    const report = await rewrapValues(cli, owner(), TABLES, { batchSize: 5 });
    expect(report).toEqual({ found: values.size, rewrapped: values.size - 1, unopened: [id] });
    await board.superuserPool.query(
      `update client_credentials set value_version = value_version - 1 where id = $1`,
      [id],
    );
    expect(await rewrapValues(cli, owner(), TABLES)).toMatchObject({ rewrapped: 1, unopened: [] });
    expect(await openAll(board.db)).toEqual(values);
  });

  test('comes back for rows that somebody held meanwhile', async () => {
    await rotate();
    const held = await board.ownerPool.connect();
    await held.query('begin');
    await held.query(
      'select 1 from clients where id in (select client_id from client_credentials) for update',
    );
    const rewrapping = rewrapValues(cli, owner(), TABLES, {
      // The first pass has been through every row once it counts: then they are let go.
      onProgress: () => void held.query('commit').catch(() => undefined),
    });
    expect(await rewrapping).toMatchObject({ rewrapped: values.size, unopened: [] });
    held.release();
    expect(await openAll(board.db)).toEqual(values);
  });
});
