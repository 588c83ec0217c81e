import { beforeAll, describe, expect, test } from 'vitest';
import { type Actor, systemActor } from '@/lib/auth/actor';
import { ENCRYPTED_TABLES } from '@/lib/cli/commands/key-rewrap';
import { databaseOver } from '@/lib/db/database';
import { retireMasterKey } from '@/lib/keys/retire-key';
import { rewrapValues } from '@/lib/keys/rewrap';
import { rotateMasterKey } from '@/lib/keys/rotate-key';
import { listOwnSecrets } from '@/lib/secrets/queries';
import { readOwnSecret } from '@/lib/secrets/read-own-secret';
import { removeOwnSecret } from '@/lib/secrets/remove-own-secret';
import { storeOwnSecret } from '@/lib/secrets/store-own-secret';
import { SecretValue } from '@/lib/vault/vault';
import { addPerson, openRouterKey } from '@/tests/support/fixtures';
import { keepKeysInFiles } from '@/tests/support/keys-in-files';
import { addTeam, storeAt } from '@/tests/support/own-secrets';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';
import { countDone, refusal } from '@/tests/support/refusal';

const cli = systemActor('cli');
const MANY_LINES = '{\n  "type": "service_account",\n  "key": "-----BEGIN…"\r\n}\n';

let board: TestDatabase;
let admin: Actor;
let ada: Actor;
let bob: Actor;
let support: Actor;
let teamId: string;

beforeAll(async () => {
  board = await testDatabase();
  await keepKeysInFiles(board);
  admin = (await addPerson(board.db, 'admin')).actor;
  ada = (await addPerson(board.db, 'consultant')).actor;
  bob = (await addPerson(board.db, 'consultant')).actor;
  support = (await addPerson(board.db, 'support')).actor;
  teamId = await addTeam(board, 'Field', [ada, bob]);
});

const read = async (actor: Actor, path: string, team?: string) =>
  (await readOwnSecret(actor, { path, teamId: team })).reveal();

async function events(actor: Actor): Promise<string[]> {
  const found = await board.ownerPool.query(
    `select action, outcome, value_version as version, detail->>'scope' as scope from audit_events
     where actor_id = $1 and action like 'own-secret.%' order by seq`,
    [actor.id],
  );
  return found.rows.map(({ action, outcome, version, scope }) =>
    [action, outcome, version, scope].filter((part) => part !== null).join(' '),
  );
}

describe('a value of ours', () => {
  test('comes back as it went in, to its owner, with an event for each storing and reading', async () => {
    await storeAt(ada, 'user/SERVICE_ACCOUNT', 'first');
    expect(await storeAt(ada, 'user/SERVICE_ACCOUNT', MANY_LINES)).toMatchObject({ valueVersion: 2 });
    expect(await read(ada, 'user/SERVICE_ACCOUNT')).toBe(MANY_LINES);
    expect(await events(ada)).toEqual([
      'own-secret.stored ok 1 user',
      'own-secret.stored ok 2 user',
      'own-secret.revealed ok 2 user',
    ]);
    expect(await listOwnSecrets(ada)).toMatchObject([
      { path: 'user/SERVICE_ACCOUNT', accessCount: 1, lastAccessedAt: expect.any(Date), teamName: null },
    ]);
  });

  test('of a team is every member’s; of the organisation, an admin’s; anybody else is told that there is none', async () => {
    await storeAt(ada, 'team/HETZNER_TOKEN', 'shared', teamId);
    await storeAt(admin, 'meta/cloudflare/api_token', 'of us all');
    expect(await read(bob, 'team/HETZNER_TOKEN', teamId)).toBe('shared');
    expect(await read(admin, 'meta/cloudflare/api_token')).toBe('of us all');
    expect(await refusal(read(admin, 'team/HETZNER_TOKEN', teamId))).toMatchObject({ code: 'not-found' });
    expect(await refusal(read(bob, 'user/SERVICE_ACCOUNT'))).toMatchObject({ code: 'not-found' });
    expect(await refusal(read(bob, 'meta/cloudflare/api_token'))).toMatchObject({ code: 'forbidden' });
    expect(await refusal(storeAt(bob, 'meta/cloudflare/api_token', 'mine'))).toMatchObject({
      code: 'forbidden',
    });
    expect(await refusal(storeAt(admin, 'team/HETZNER_TOKEN', 'mine', teamId))).toMatchObject({
      code: 'not-found',
    });
  });

  test('is not for support, whose attempt is recorded', async () => {
    for (const attempt of [
      () => readOwnSecret(support, { path: 'user/SERVICE_ACCOUNT' }),
      () => storeAt(support, 'user/MINE', 'value'),
      () => removeOwnSecret(support, { path: 'user/MINE' }),
      () => listOwnSecrets(support),
    ]) {
      expect(await refusal(attempt())).toMatchObject({ code: 'forbidden' });
    }
    expect(await events(support)).toEqual(['own-secret.reveal-refused refused']);
  });

  test('asks a browser for a fresh sign-in first, and opens nothing without', async () => {
    const stale = (await addPerson(board.db, 'consultant')).actor;
    await storeAt(stale, 'user/KEY', 'value');
    await board.ownerPool.query(
      `update user_sessions set authenticated_at = now() - interval '1 day' where id = $1`,
      [stale.sessionId],
    );
    expect(await refusal(read(stale, 'user/KEY'))).toMatchObject({ code: 'fresh-sign-in-required' });
    expect((await events(stale)).slice(1)).toEqual(['own-secret.reveal-refused refused']);
  });

  test('that has expired says when, and stays closed', async () => {
    const expiresAt = new Date('2026-01-31T12:00:00Z');
    await storeOwnSecret(
      bob,
      { path: 'user/OLD_KEY', category: 'LLM', expiresAt },
      new SecretValue('of last year'),
    );
    expect(await refusal(read(bob, 'user/OLD_KEY'))).toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('expired on 2026-01-31'),
    });
    expect((await events(bob)).at(-1)).toBe('own-secret.reveal-refused refused 1 user');
  });

  test('does not leave when its event cannot be written', async () => {
    await board.ownerPool.query('revoke insert on audit_events from jed_board_app');
    try {
      expect(await refusal(read(ada, 'user/SERVICE_ACCOUNT'))).toMatchObject({ code: 'audit-unavailable' });
    } finally {
      await board.ownerPool.query('grant insert on audit_events to jed_board_app');
    }
    expect((await listOwnSecrets(ada))[0]).toMatchObject({ path: 'team/HETZNER_TOKEN', accessCount: 1 });
  });

  test('put at another path or given to somebody else does not open, and that is recorded', async () => {
    await storeAt(ada, 'user/SWAPPED', 'of Ada');
    await storeAt(bob, 'user/SWAPPED', 'of Bob');
    await board.superuserPool.query(
      `update vault_secrets b set envelope = a.envelope, kdf_salt = a.kdf_salt from vault_secrets a
       where a.path = 'user/SWAPPED' and b.path = a.path and a.user_id = $1 and b.user_id = $2`,
      [ada.id, bob.id],
    );
    expect(await refusal(read(bob, 'user/SWAPPED'))).toMatchObject({ code: 'cannot-open' });
    await board.superuserPool.query(
      `update vault_secrets set path = 'user/MOVED' where path = 'user/SWAPPED' and user_id = $1`,
      [ada.id],
    );
    expect(await refusal(read(ada, 'user/MOVED'))).toMatchObject({ code: 'cannot-open' });
    expect((await events(ada)).at(-1)).toBe('own-secret.reveal-failed failed 1 user');
    await removeOwnSecret(ada, { path: 'user/MOVED' });
    await removeOwnSecret(bob, { path: 'user/SWAPPED' });
  });

  test('stored by several at once counts each of them, and nobody’s is lost without a word', async () => {
    const turns = Array.from({ length: 5 }, (_turn, number) => storeAt(ada, 'user/FIRST', `value ${number}`));
    const done = await countDone(turns);
    expect(done).toBeGreaterThan(0);
    const [row] = (
      await board.ownerPool.query(`select value_version from vault_secrets where path = 'user/FIRST'`)
    ).rows;
    expect(row.value_version).toBe(done);
    expect(await read(ada, 'user/FIRST')).toMatch(/^value \d$/);
  });

  test('that was removed is gone, and its path is free', async () => {
    await storeAt(ada, 'user/RACE', 'once');
    await removeOwnSecret(ada, { path: 'user/RACE' });
    expect(await refusal(read(ada, 'user/RACE'))).toMatchObject({ code: 'not-found' });
    expect(await refusal(removeOwnSecret(ada, { path: 'user/RACE' }))).toMatchObject({ code: 'not-found' });
    expect((await events(ada)).at(-1)).toBe('own-secret.removed ok 1 user');
    expect(await storeAt(ada, 'user/RACE', 'again')).toMatchObject({ valueVersion: 1 });
  });

  test.each([
    'user/key',
    'users/KEY',
    'user/KEY/MORE',
    'user/KEY\n',
    'client/acme/KEY',
    'meta/x',
    '../user/KEY',
  ])('has no path %j', async (path) => {
    expect(await refusal(storeAt(admin, path, 'value'))).toMatchObject({ code: 'invalid', fields: ['path'] });
  });

  test('is not empty, and is not in its description', async () => {
    const store = (description: string, text: string) =>
      storeOwnSecret(ada, { path: 'user/KEY', category: 'LLM', description }, new SecretValue(text));
    const key = openRouterKey();
    expect(await refusal(store('', ''))).toMatchObject({ fields: ['value'] });
    const refused = await refusal(store(`The key is ${key}`, 'value'));
    expect(refused).toMatchObject({ code: 'invalid', fields: ['description'] });
    expect(JSON.stringify(refused)).not.toContain(key);
  });

  test('has a team exactly when its path says so', async () => {
    expect(await refusal(storeAt(ada, 'team/KEY', 'value'))).toMatchObject({ fields: ['teamId'] });
    expect(await refusal(storeAt(ada, 'user/KEY', 'value', teamId))).toMatchObject({ fields: ['teamId'] });
  });
});

describe('a new master key', () => {
  const owner = () => databaseOver(board.ownerPool);
  const stored = async (): Promise<number> =>
    (await board.superuserPool.query('select count(*)::int as rows from vault_secrets')).rows[0].rows;

  test('leaves the old one in use while a value of ours needs it, by command and by hand', async () => {
    await rotateMasterKey(cli, owner());
    const retired = retireMasterKey(cli, owner(), { version: 1, sealed: true, tables: ENCRYPTED_TABLES });
    expect(await refusal(retired)).toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(new RegExp(`^${await stored()} values are still under master key 1\\.`)),
    });
    await expect(
      board.ownerPool.query(`update master_keys set state = 'retired' where version = 1`),
    ).rejects.toThrow(/values need master key 1/);
  });

  test('takes every value of ours along, whoever’s it is, and they open for their owners as before', async () => {
    const found = await stored();
    expect(await rewrapValues(cli, owner(), ENCRYPTED_TABLES, { batchSize: 2 })).toEqual({
      found,
      rewrapped: found,
      unopened: [],
    });
    expect(await read(ada, 'user/SERVICE_ACCOUNT')).toBe(MANY_LINES);
    expect(await read(bob, 'team/HETZNER_TOKEN', teamId)).toBe('shared');
    expect(await read(admin, 'meta/cloudflare/api_token')).toBe('of us all');
    await retireMasterKey(cli, owner(), { version: 1, sealed: true, tables: ENCRYPTED_TABLES });
  });

  test('is the only one that encrypts, whoever writes', async () => {
    await expect(
      board.superuserPool.query(
        `update vault_secrets set envelope = overlay(envelope placing '\\x00000001' from 2), key_version = 1`,
      ),
    ).rejects.toMatchObject({ constraint: 'vault_secrets_active_key' });
  });
});
