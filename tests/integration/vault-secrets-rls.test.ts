import { Pool, type PoolClient } from 'pg';
import { v7 as uuidV7 } from 'uuid';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '@/lib/auth/actor';
import { database, databaseOver } from '@/lib/db/database';
import { vaultSecrets } from '@/lib/db/schema/vault-secrets';
import { withOwnVault } from '@/lib/secrets/own-vault';
import { addPerson } from '@/tests/support/fixtures';
import { addTeam, inSqlAs, type SqlPerson, storeAt } from '@/tests/support/own-secrets';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';

const PRIVILEGE = { code: '42501' };

let board: TestDatabase;
let admin: Actor;
let ada: Actor;
let bob: Actor;
let support: Actor;
let teamId: string;
/** Ids of the rows by their paths. */
const ids = { ada: '', bob: '', team: '', org: '' };

beforeAll(async () => {
  board = await testDatabase();
  admin = (await addPerson(board.db, 'admin')).actor;
  ada = (await addPerson(board.db, 'consultant')).actor;
  bob = (await addPerson(board.db, 'consultant')).actor;
  support = (await addPerson(board.db, 'support')).actor;
  // Support is in the team on purpose: membership alone opens nothing.
  teamId = await addTeam(board, 'Field', [ada, support]);
  ids.ada = (await storeAt(ada, 'user/OPENAI_API_KEY', 'of Ada')).id;
  ids.bob = (await storeAt(bob, 'user/OPENAI_API_KEY', 'of Bob')).id;
  ids.team = (await storeAt(ada, 'team/HETZNER_TOKEN', 'of the team', teamId)).id;
  ids.org = (await storeAt(admin, 'meta/cloudflare/api_token', 'of us all')).id;
});

const as = <T>(who: SqlPerson | null, work: (client: PoolClient) => Promise<T>) =>
  inSqlAs(board.applicationPool, who, work);

async function idsSeen(client: PoolClient, statement = 'select id from vault_secrets'): Promise<string[]> {
  return (await client.query(statement)).rows.map((row) => row.id).sort();
}

const insertFor = (userId: string, makerId: string, path = 'user/PLANTED_KEY') => ({
  text: `insert into vault_secrets (id, scope, user_id, path, kdf_salt, envelope, key_version, value_version, category, created_by, updated_by)
    values ($1, 'user', $2, $4, decode(repeat('00', 32), 'hex'), decode('0100000001' || repeat('00', 40), 'hex'), 1, 1, 'General', $3, $3)`,
  values: [uuidV7(), userId, makerId, path],
});

describe('who gets which row', () => {
  test('a person their own and those of their teams, an admin the organisation’s, support none', async () => {
    expect(await as(ada, idsSeen)).toEqual([ids.ada, ids.team].sort());
    expect(await as(bob, idsSeen)).toEqual([ids.bob]);
    expect(await as(admin, idsSeen)).toEqual([ids.org]);
    expect(await as(support, idsSeen)).toEqual([]);
  });

  test('support gets none either for a person’s id with its own role, nor with a role that there is not', async () => {
    expect(await as({ id: ada.id, role: 'support' }, idsSeen)).toEqual([]);
    expect(await as({ id: ada.id, role: 'owner' as 'admin' }, idsSeen)).toEqual([]);
  });

  test('another’s row is not there by its id, by its path, in a count, in a join or for a copy', async () => {
    const probes = [
      `select id from vault_secrets where id = '${ids.bob}'`,
      `select id from vault_secrets where user_id = '${bob.id}' and path = 'user/OPENAI_API_KEY'`,
      `select v.id from users u join vault_secrets v on v.user_id = u.id where u.id = '${bob.id}'`,
      `select id from vault_secrets where id = '${ids.org}' for update`,
      `select count(*) as id from vault_secrets where user_id = '${bob.id}' having count(*) > 0`,
    ];
    for (const probe of probes) expect(await as(ada, (client) => idsSeen(client, probe))).toEqual([]);
  });

  test('a team’s rows go with the membership', async () => {
    await board.ownerPool.query('delete from team_members where user_id = $1', [ada.id]);
    expect(await as(ada, idsSeen)).toEqual([ids.ada]);
    await board.ownerPool.query('insert into team_members (team_id, user_id) values ($1, $2)', [
      teamId,
      ada.id,
    ]);
    expect(await as(ada, idsSeen)).toContain(ids.team);
  });
});

describe('nobody asks, nobody gets', () => {
  test('a transaction without settings sees nothing and stores nothing', async () => {
    expect(await as(null, idsSeen)).toEqual([]);
    await expect(as(null, (client) => client.query(insertFor(ada.id, ada.id)))).rejects.toMatchObject(
      PRIVILEGE,
    );
  });

  test('one setting of the two is none', async () => {
    for (const statement of [
      `select set_config('jed.user_id', '${ada.id}', true)`,
      `select set_config('jed.role', 'admin', true)`,
    ]) {
      const seen = await as(null, async (client) => {
        await client.query(statement);
        return idsSeen(client);
      });
      expect(seen).toEqual([]);
    }
  });

  test('the settings of a transaction are gone for the next one on the same connection', async () => {
    const pool = new Pool({ connectionString: board.applicationUrl, max: 1 });
    try {
      const client = await pool.connect();
      await client.query('begin');
      await client.query(
        `select set_config('jed.user_id', $1, true), set_config('jed.role', 'admin', true)`,
        [ada.id],
      );
      expect(await idsSeen(client)).toContain(ids.ada);
      await client.query('commit');
      expect(await idsSeen(client)).toEqual([]);
      client.release();
      expect((await pool.query('select id from vault_secrets')).rows).toEqual([]);
    } finally {
      await pool.end();
    }
  });

  test('withOwnVault leaves nothing behind, whether its work ends well or badly, and its people do not mix', async () => {
    const seenBy = (actor: Actor) =>
      withOwnVault(actor, (tx) => tx.select({ id: vaultSecrets.id }).from(vaultSecrets));
    const turns = Array.from({ length: 30 }, (_turn, number) => (number % 2 === 0 ? ada : bob));
    const seen = await Promise.all(turns.map(seenBy));
    for (const [number, rows] of seen.entries()) {
      const expected = turns[number] === ada ? [ids.ada, ids.team] : [ids.bob];
      expect(rows.map(({ id }) => id).sort()).toEqual(expected.sort());
    }
    await expect(withOwnVault(ada, () => Promise.reject(new Error('broken off')))).rejects.toThrow();
    // On every connection that the turns before were taken on.
    const after = await Promise.all(turns.map(() => database().select().from(vaultSecrets)));
    expect(after.flat()).toEqual([]);
    await expect(seenBy(support)).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('writing', () => {
  test('an update or a delete touches one’s own rows and no others', async () => {
    const own = [ids.ada, ids.team].sort();
    for (const [statement, touched] of [
      [`update vault_secrets set description = 'x' where id = '${ids.bob}' returning id`, []],
      [`delete from vault_secrets where id in ('${ids.bob}', '${ids.org}') returning id`, []],
      [`update vault_secrets set description = 'x' returning id`, own],
      ['delete from vault_secrets returning id', own],
    ] as const) {
      expect(await as(ada, (client) => idsSeen(client, statement))).toEqual(touched);
    }
  });

  test('a row’s owner, path and maker cannot be changed, not even one’s own', async () => {
    for (const change of [
      `user_id = '${bob.id}'`,
      `scope = 'org', user_id = null`,
      `team_id = '${teamId}'`,
      `path = 'user/ANOTHER'`,
      `created_by = '${bob.id}'`,
    ]) {
      await expect(
        as(ada, (client) => client.query(`update vault_secrets set ${change} where id = '${ids.ada}'`)),
      ).rejects.toMatchObject(PRIVILEGE);
    }
  });

  test('a row for somebody else is refused alike, whether they have that path or not', async () => {
    for (const path of ['user/OPENAI_API_KEY', 'user/PLANTED_KEY']) {
      await expect(as(ada, (client) => client.query(insertFor(bob.id, ada.id, path)))).rejects.toMatchObject({
        ...PRIVILEGE,
        constraint: undefined,
      });
    }
  });

  test('a row of one’s own in another’s name is refused', async () => {
    await expect(as(ada, (client) => client.query(insertFor(ada.id, bob.id)))).rejects.toMatchObject(
      PRIVILEGE,
    );
    await expect(as(ada, (client) => client.query(insertFor(ada.id, ada.id)))).resolves.toBeDefined();
  });

  test('storing over another’s row by way of a conflict is refused', async () => {
    const { text, values } = insertFor(bob.id, ada.id, 'user/OPENAI_API_KEY');
    const upsert = `${text} on conflict (scope, team_id, user_id, path) do update set description = 'taken'`;
    await expect(as(ada, (client) => client.query(upsert, values))).rejects.toMatchObject(PRIVILEGE);
  });

  test('nobody joins a team by way of the application', async () => {
    for (const statement of [
      `insert into team_members (team_id, user_id) values ('${teamId}', '${bob.id}')`,
      `update team_members set user_id = '${bob.id}'`,
      `insert into teams (id, name) values ('${uuidV7()}', 'Mine')`,
    ]) {
      await expect(as(bob, (client) => client.query(statement))).rejects.toMatchObject(PRIVILEGE);
    }
  });

  test.each([
    ['org', 'user/KEY'],
    ['user', 'team/KEY'],
    ['user', 'user/key'],
    ['user', 'user/KEY/MORE'],
    ['user', 'user/KEY\n'],
    ['team', 'team/'],
    ['org', 'meta/cloudflare'],
    ['org', 'client/acme/OPENROUTER_API_KEY'],
    ['board', 'meta/cloudflare/api_token'],
  ])('no %s row at %j: the grammar holds for everybody', async (scope, path) => {
    const { text, values } = insertFor(ada.id, ada.id);
    const owner = { user: `'${ada.id}', null`, team: `null, '${teamId}'` }[scope] ?? 'null, null';
    const statement = text
      .replace(`user_id, path`, `user_id, team_id, path`)
      .replace(`'user', $2, $4`, `$2, ${owner}, $4`);
    await expect(
      board.superuserPool.query(statement, [values[0], scope, values[2], path]),
    ).rejects.toMatchObject({ code: '23514', constraint: 'vault_secrets_path_check' });
  });
});

describe('ways around', () => {
  test('row-level security is on and forced, so that no role of the product is above it', async () => {
    const found = await board.ownerPool.query(
      `select relrowsecurity, relforcerowsecurity from pg_class where oid = 'vault_secrets'::regclass`,
    );
    expect(found.rows).toEqual([{ relrowsecurity: true, relforcerowsecurity: true }]);
    const roles = await board.ownerPool.query(
      `select rolname from pg_roles where rolname in ('jed_board_app', 'jed_board_owner') and (rolsuper or rolbypassrls)`,
    );
    expect(roles.rows).toEqual([]);
  });

  test('the application cannot switch it off, change its policies or become another role', async () => {
    for (const statement of [
      'alter table vault_secrets disable row level security',
      'alter table vault_secrets no force row level security',
      'drop policy vault_secrets_reach on vault_secrets',
      'create policy all_of_it on vault_secrets using (true)',
      'set role jed_board_owner',
      'truncate vault_secrets',
    ]) {
      await expect(as(ada, (client) => client.query(statement))).rejects.toMatchObject(PRIVILEGE);
    }
    await expect(
      as(ada, async (client) => {
        await client.query('set local row_security = off');
        return client.query('select id from vault_secrets');
      }),
    ).rejects.toMatchObject(PRIVILEGE);
  });

  test('a cheap function in a condition is not shown rows before the policy is', async () => {
    const shown = await as(ada, async (client) => {
      const notices: string[] = [];
      client.on('notice', ({ message }) => notices.push(message ?? ''));
      await client.query(
        `create function pg_temp.peek(id uuid) returns boolean language plpgsql cost 0.0000001 as $$
         begin raise notice '%', id; return true; end $$`,
      );
      await client.query('select id from vault_secrets where pg_temp.peek(id)');
      return notices;
    });
    expect(shown.sort()).toEqual([ids.ada, ids.team].sort());
  });

  test('no function with the owner’s rights and no view leads to the rows', async () => {
    const functions = await board.ownerPool.query(
      `select proname, prosrc like '%vault_secrets%' as reads from pg_proc
       where prosecdef and pronamespace = 'public'::regnamespace order by proname`,
    );
    expect(functions.rows).toEqual([
      { proname: 'hold_active_master_key', reads: false },
      { proname: 'refuse_inactive_key', reads: false },
    ]);
    const views = await board.ownerPool.query(
      `select c.relname from pg_depend d join pg_rewrite r on r.oid = d.objid join pg_class c on c.oid = r.ev_class
       where d.refobjid = 'vault_secrets'::regclass`,
    );
    expect(views.rows).toEqual([]);
  });

  test('what the owner is let through to is reading and writing, for a change of the master key', async () => {
    const owner = databaseOver(board.ownerPool);
    expect(await owner.select({ id: vaultSecrets.id }).from(vaultSecrets)).toHaveLength(4);
    await expect(board.ownerPool.query(insertFor(ada.id, ada.id))).rejects.toMatchObject(PRIVILEGE);
    expect((await board.ownerPool.query('delete from vault_secrets')).rowCount).toBe(0);
    // A dump that would leave rows out stops instead.
    const dump = await board.ownerPool.connect();
    await dump.query('set row_security = off');
    await expect(dump.query('copy vault_secrets to stdout')).rejects.toMatchObject(PRIVILEGE);
    dump.release(true);
  });
});
