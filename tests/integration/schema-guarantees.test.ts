import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { beforeAll, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';

const PRIVILEGE = { code: '42501' };
const FOREIGN_KEY = { code: '23503' };
const CHECK = { code: '23514' };
const UNIQUE = { code: '23505' };
const GENERATED = { code: '428C9' };

const OURS = 'guarantee.ours';
const THEIRS = 'guarantee.theirs';

let board: TestDatabase;
let clientId: string;
let machineId: string;
let runbookId: string;

const envelope = Buffer.from(`0100000001${'01'.repeat(35)}`, 'hex');

async function addClient(slug: string): Promise<string> {
  const id = randomUUID();
  await board.applicationPool.query(
    'insert into clients (id, slug, name, kdf_salt, created_by, submitted_at) values ($1, $2, $2, $3, $1, now())',
    [id, slug, Buffer.alloc(32, 2)],
  );
  return id;
}

function storeValue(slotId: string, tag: string, owner = clientId, pool: Pool = board.applicationPool) {
  return pool.query(
    `insert into client_credentials (id, client_id, slot_id, tag, envelope, key_version, value_version, characters, source, stored_by)
     values ($1, $2, $3, $4, $5, 1, 1, 8, 'typed', $2)`,
    [randomUUID(), owner, slotId, tag, envelope],
  );
}

beforeAll(async () => {
  board = await testDatabase();
  await board.ownerPool.query(
    `insert into components (id, number, name, definition, catalogue_version) values ('guarantee', 900, 'Guarantee', '{}', 1)`,
  );
  await board.ownerPool.query(
    `insert into component_credential_slots (id, component_id, slot_key, name, tag, class, required, position, definition) values
     ($1, 'guarantee', 'OURS', 'Ours', 'our-managed', 'user_prompt', true, 1, '{}'),
     ($2, 'guarantee', 'THEIRS', 'Theirs', 'client-supplied', 'user_prompt', true, 2, '{}')`,
    [OURS, THEIRS],
  );
  clientId = await addClient('guarantee-client');
  machineId = randomUUID();
  runbookId = randomUUID();
  await board.applicationPool.query('insert into machines (id, client_id, name) values ($1, $2, $3)', [
    machineId,
    clientId,
    'mini-01',
  ]);
  await board.applicationPool.query(
    `insert into runbooks (id, client_id, machine_id, number, catalogue_version, scope_hash, composed_by) values ($1, $2, $3, 1, 1, 'x', $2)`,
    [runbookId, clientId, machineId],
  );
  await board.applicationPool.query(
    `insert into runbook_steps (runbook_id, step_id, component_id, position, phase, required, content) values ($1, 'guarantee.step', 'guarantee', 1, 'machine', true, '{}')`,
    [runbookId],
  );
});

describe('custody: the database itself refuses a value for a client-supplied slot', () => {
  test('under its own tag', async () => {
    await expect(storeValue(THEIRS, 'client-supplied')).rejects.toMatchObject(CHECK);
  });

  test('under a tag that was lied about', async () => {
    await expect(storeValue(THEIRS, 'our-managed')).rejects.toMatchObject(FOREIGN_KEY);
  });

  test('for the owner of the tables as well', async () => {
    await expect(storeValue(THEIRS, 'our-managed', clientId, board.ownerPool)).rejects.toMatchObject(
      FOREIGN_KEY,
    );
    await expect(storeValue(THEIRS, 'client-supplied', clientId, board.ownerPool)).rejects.toMatchObject(
      CHECK,
    );
  });

  test('when a stored row is moved there later', async () => {
    await storeValue(OURS, 'our-managed');
    await expect(
      board.applicationPool.query('update client_credentials set slot_id = $1 where client_id = $2', [
        THEIRS,
        clientId,
      ]),
    ).rejects.toMatchObject(FOREIGN_KEY);
    await expect(
      board.applicationPool.query(
        `update client_credentials set slot_id = $1, tag = 'client-supplied' where client_id = $2`,
        [THEIRS, clientId],
      ),
    ).rejects.toMatchObject(CHECK);
  });

  test('and a slot that holds values cannot be re-tagged, by the application or by the owner', async () => {
    const retag = `update component_credential_slots set tag = 'client-supplied' where id = '${OURS}'`;
    await expect(board.applicationPool.query(retag)).rejects.toMatchObject(PRIVILEGE);
    await expect(board.ownerPool.query(retag)).rejects.toMatchObject(FOREIGN_KEY);
  });

  test('and there is no third tag, and no slot without tag and class that fit each other', async () => {
    const add = (tag: string | null, secretClass: string | null) =>
      board.ownerPool.query(
        `insert into component_credential_slots (id, component_id, slot_key, name, tag, class, required, position, definition)
         values ('guarantee.bad', 'guarantee', 'BAD', 'Bad', $1, $2, true, 3, '{}')`,
        [tag, secretClass],
      );
    await expect(add('shared', 'user_prompt')).rejects.toMatchObject(CHECK);
    await expect(add('client-supplied', 'infrastructure')).rejects.toMatchObject(CHECK);
    await expect(add('client-supplied', 'per_install_generated')).rejects.toMatchObject(CHECK);
    await expect(add('our-managed', 'device_sign_in')).rejects.toMatchObject(CHECK);
    await expect(add(null, 'user_prompt')).rejects.toMatchObject({ code: '23502' });
    await expect(add('our-managed', null)).rejects.toMatchObject({ code: '23502' });
  });

  test('and a vault reference cannot stand for a value of ours', async () => {
    const refer = (slotId: string, tag: string) =>
      board.applicationPool.query(
        `insert into client_vault_references (id, client_id, slot_id, tag, reference, updated_by) values ($1, $2, $3, $4, 'op://a/b/c', $2)`,
        [randomUUID(), clientId, slotId, tag],
      );
    await expect(refer(OURS, 'client-supplied')).rejects.toMatchObject(FOREIGN_KEY);
    await expect(refer(OURS, 'our-managed')).rejects.toMatchObject(CHECK);
  });
});

describe('one credential per client and slot', () => {
  test('a second row for the same pair is refused', async () => {
    await expect(storeValue(OURS, 'our-managed')).rejects.toMatchObject(UNIQUE);
  });
});

describe('append-only: what happened stays', () => {
  beforeAll(async () => {
    await board.applicationPool.query(
      `insert into audit_events (action, outcome, actor_id, actor_role, via, is_agent, chain, chain_seq, key_version, mac)
       values ('client.created', 'ok', $1, 'admin', 'web', false, 'guarantee', 1, 1, $2)`,
      [clientId, Buffer.alloc(32)],
    );
    await board.applicationPool.query(
      `insert into step_events (runbook_id, step_id, kind, revision, actor_id) values ($1, 'guarantee.step', 'done', 1, $2)`,
      [runbookId, clientId],
    );
    await board.applicationPool.query(
      `insert into purge_certificates (id, client_id, purged_at, destroyed_values, statement, signature, public_key, signed_by)
       values ($1, $2, now(), 0, '{}', 'x', 'x', 'x')`,
      [randomUUID(), clientId],
    );
  });

  const tables = ['audit_events', 'step_events', 'runbook_steps', 'purge_certificates'];
  const changes: [string, (table: string) => string][] = [
    [
      'update',
      (table) =>
        `update ${table} set ${table === 'audit_events' ? "action = 'x'" : 'runbook_id = runbook_id'}`,
    ],
    ['delete', (table) => `delete from ${table}`],
    ['truncate', (table) => `truncate ${table} cascade`],
  ];

  for (const table of tables) {
    for (const [name, statement] of changes) {
      const sql =
        table === 'purge_certificates' && name === 'update'
          ? 'update purge_certificates set signed_by = $$x$$'
          : statement(table);
      test(`${name} on ${table} is refused to the application`, async () => {
        await expect(board.applicationPool.query(sql)).rejects.toMatchObject(PRIVILEGE);
      });
      test(`${name} on ${table} is refused to the owner and to a superuser`, async () => {
        await expect(board.ownerPool.query(sql)).rejects.toMatchObject(PRIVILEGE);
        await expect(board.superuserPool.query(sql)).rejects.toMatchObject(PRIVILEGE);
      });
    }
  }

  test('an event without its place in a chain is refused', async () => {
    await expect(
      board.ownerPool.query(
        `insert into audit_events (action, outcome, actor_id, actor_role, via, is_agent) values ('client.created', 'ok', $1, 'admin', 'web', false)`,
        [clientId],
      ),
    ).rejects.toMatchObject(CHECK);
  });

  test('a failed, blocked, skipped or waived step needs a reason', async () => {
    for (const kind of ['failed', 'blocked', 'skipped', 'waived']) {
      const add = board.applicationPool.query(
        `insert into step_events (runbook_id, step_id, kind, revision, actor_id, reason) values ($1, 'guarantee.step', $2, 9, $3, '  ')`,
        [runbookId, kind, clientId],
      );
      await expect(add).rejects.toMatchObject(CHECK);
    }
  });

  test('two acts on the same revision of a step cannot both be written', async () => {
    const add = () =>
      board.applicationPool.query(
        `insert into step_events (runbook_id, step_id, kind, revision, actor_id) values ($1, 'guarantee.step', 'done', 2, $2)`,
        [runbookId, clientId],
      );
    const outcomes = await Promise.allSettled([add(), add()]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});

describe('the stage follows from facts', () => {
  test('nobody can set it', async () => {
    await expect(
      board.applicationPool.query(`update clients set stage = 'installed' where id = $1`, [clientId]),
    ).rejects.toMatchObject(GENERATED);
  });

  test('a created client cannot be deleted, even by the owner', async () => {
    const id = await addClient('guarantee-keep');
    await expect(
      board.applicationPool.query('delete from clients where id = $1', [id]),
    ).rejects.toMatchObject(PRIVILEGE);
    await expect(board.ownerPool.query('delete from clients where id = $1', [id])).rejects.toMatchObject(
      PRIVILEGE,
    );
  });

  test('a purged client keeps no salt, takes no value and does not come back', async () => {
    const id = await addClient('guarantee-purged');
    await expect(
      board.applicationPool.query('update clients set purged_at = now() where id = $1', [id]),
    ).rejects.toMatchObject(CHECK);
    await board.applicationPool.query('update clients set purged_at = now(), kdf_salt = null where id = $1', [
      id,
    ]);
    await expect(storeValue(OURS, 'our-managed', id)).rejects.toMatchObject(PRIVILEGE);
    for (const change of ['purged_at = null', `kdf_salt = decode(repeat('00', 32), 'hex')`]) {
      await expect(
        board.ownerPool.query(`update clients set ${change} where id = $1`, [id]),
      ).rejects.toMatchObject(PRIVILEGE);
    }
  });
});

describe('the master key table', () => {
  test('cannot be written by the application', async () => {
    await expect(
      board.applicationPool.query(`update master_keys set state = 'retired'`),
    ).rejects.toMatchObject(PRIVILEGE);
  });

  test('has one active version', async () => {
    await expect(
      board.ownerPool.query(
        `insert into master_keys (version, provider, fingerprint, state) values (2, 'env', 'x', 'active')`,
      ),
    ).rejects.toMatchObject(UNIQUE);
  });
});
