import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { appendAuditEvent, recordAuditEvent } from '@/lib/audit/append';
import { verifyAudit } from '@/lib/audit/verify';
import type { Actor } from '@/lib/auth/actor';
import { databaseOver } from '@/lib/db/database';
import { createApplicationPool } from '@/lib/db/pool';
import { addPerson } from '@/tests/support/fixtures';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';

let board: TestDatabase;
let admin: Actor;

/** A chain of ten events of its own. */
async function tenEvents(): Promise<string> {
  const clientId = randomUUID();
  for (let number = 1; number <= 10; number += 1) {
    await recordAuditEvent(
      { ...admin, reason: `reason ${number}` },
      {
        action: 'client.changed',
        clientId,
        detail: { number, flag: number % 2 === 0, zeta: 'z', alpha: 'ä🔑' },
      },
    );
  }
  return clientId;
}

/** What a database administrator can do: everything, triggers included. */
async function tamper(...statements: string[]): Promise<void> {
  const client = await board.superuserPool.connect();
  try {
    await client.query('begin');
    await client.query('set local session_replication_role = replica');
    for (const statement of statements) await client.query(statement);
    await client.query('commit');
  } finally {
    client.release(true);
  }
}

const findingsOf = async (clientId: string) =>
  (await verifyAudit(admin, { clientId })).findings.map(({ kind, chainSeq }) => ({ kind, chainSeq }));

beforeAll(async () => {
  board = await testDatabase();
  admin = (await addPerson(board.db, 'admin')).actor;
});

describe('audit-chain: what was written verifies', () => {
  test('a chain with every kind of field is whole', async () => {
    expect(await findingsOf(await tenEvents())).toEqual([]);
  });

  test('texts that PostgreSQL would not give back as they came are still whole', async () => {
    const clientId = randomUUID();
    const odd = {
      ...admin,
      reason: `\0 half \ud800 ${'🔑'.repeat(400)}`,
      userAgent: `\udfff${'x'.repeat(500)}`,
    };
    await recordAuditEvent(odd, { action: 'client.changed', clientId });
    expect(await findingsOf(clientId)).toEqual([]);
  });

  test('32 writers at once, over two pools, leave one chain without a gap or a fork', async () => {
    const clientId = randomUUID();
    const secondPool = createApplicationPool(board.applicationUrl, 10);
    const second = databaseOver(secondPool);
    const write = (number: number) => {
      const event = { action: 'client.changed', clientId, detail: { number } } as const;
      return number % 2 === 0
        ? recordAuditEvent(admin, event)
        : second.transaction((tx) => appendAuditEvent(tx, admin, event));
    };
    await Promise.all(Array.from({ length: 32 }, (_, number) => write(number)));
    await secondPool.end();
    const rows = await board.ownerPool.query(
      'select chain_seq from audit_events where chain = $1 order by seq',
      [clientId],
    );
    expect(rows.rows.map((row) => Number(row.chain_seq))).toEqual(
      Array.from({ length: 32 }, (_, index) => index + 1),
    );
    expect(await findingsOf(clientId)).toEqual([]);
  });

  test('an event of a transaction that fails leaves nothing, and the chain goes on', async () => {
    const clientId = await tenEvents();
    const failing = board.db.transaction(async (tx) => {
      await appendAuditEvent(tx, admin, { action: 'client.changed', clientId });
      throw new Error('undo');
    });
    await expect(failing).rejects.toThrow('undo');
    await recordAuditEvent(admin, { action: 'client.changed', clientId });
    expect(await findingsOf(clientId)).toEqual([]);
  });
});

describe('audit-tamper: every change is found and named, even one made past all triggers', () => {
  const fields = [
    ['actor', `actor_id = '${randomUUID()}'`],
    ['action', `action = 'client.created'`],
    ['outcome', `outcome = 'failed'`],
    ['time', `at = at + interval '1 millisecond'`],
    ['reason', 'reason = null'],
    ['agent flag', 'is_agent = not is_agent'],
    ['detail', `detail = detail || '{"number": 99}'`],
    ['slot', `slot_id = 'a.b'`],
    ['MAC', `mac = decode(repeat('00', 32), 'hex')`],
  ] as const;

  test.each(fields)('edited: %s', async (_name, change) => {
    const chain = await tenEvents();
    await tamper(`update audit_events set ${change} where chain = '${chain}' and chain_seq = 4`);
    const [finding] = await findingsOf(chain);
    expect(finding?.chainSeq).toBe(4);
    if (_name !== 'MAC') expect(finding?.kind).toBe('edited');
  });

  test('edited: the last event', async () => {
    const chain = await tenEvents();
    await tamper(`update audit_events set outcome = 'failed' where chain = '${chain}' and chain_seq = 10`);
    expect(await findingsOf(chain)).toEqual([{ kind: 'edited', chainSeq: 10 }]);
  });

  test('deleted from the middle', async () => {
    const chain = await tenEvents();
    await tamper(`delete from audit_events where chain = '${chain}' and chain_seq = 4`);
    expect(await findingsOf(chain)).toEqual([{ kind: 'deleted', chainSeq: 4 }]);
  });

  test('deleted, and the rest moved down to hide the gap', async () => {
    const chain = await tenEvents();
    await tamper(
      `delete from audit_events where chain = '${chain}' and chain_seq = 4`,
      `update audit_events set chain_seq = chain_seq + 1000 where chain = '${chain}' and chain_seq > 4`,
      `update audit_events set chain_seq = chain_seq - 1001 where chain = '${chain}' and chain_seq > 1000`,
      `update audit_heads set seq = 9 where chain = '${chain}'`,
    );
    expect(await findingsOf(chain)).toEqual([{ kind: 'deleted', chainSeq: 4 }]);
  });

  test('inserted, and the rest moved up to make room', async () => {
    const chain = await tenEvents();
    await tamper(
      `update audit_events set chain_seq = chain_seq + 1000 where chain = '${chain}' and chain_seq >= 4`,
      `update audit_events set chain_seq = chain_seq - 999 where chain = '${chain}' and chain_seq > 1000`,
      `insert into audit_events (action, outcome, actor_id, actor_role, via, is_agent, client_id, chain, chain_seq, key_version, mac)
       select action, outcome, actor_id, actor_role, via, is_agent, client_id, chain, 4, key_version, decode(repeat('ab', 32), 'hex')
       from audit_events where chain = '${chain}' and chain_seq = 3`,
      `update audit_heads set seq = 11 where chain = '${chain}'`,
    );
    expect(await findingsOf(chain)).toEqual([{ kind: 'inserted', chainSeq: 4 }]);
  });

  test('reordered', async () => {
    const chain = await tenEvents();
    await tamper(
      `update audit_events set chain_seq = 99 where chain = '${chain}' and chain_seq = 4`,
      `update audit_events set chain_seq = 4 where chain = '${chain}' and chain_seq = 5`,
      `update audit_events set chain_seq = 5 where chain = '${chain}' and chain_seq = 99`,
    );
    expect(await findingsOf(chain)).toEqual([{ kind: 'reordered', chainSeq: 4 }]);
  });

  test('a cut tail that the head still knows', async () => {
    const chain = await tenEvents();
    await tamper(`delete from audit_events where chain = '${chain}' and chain_seq > 7`);
    expect(await findingsOf(chain)).toEqual([{ kind: 'cut-tail', chainSeq: 8 }]);
  });

  test('written again from one event on, without the key', async () => {
    const chain = await tenEvents();
    await tamper(
      `update audit_events set reason = 'other', mac = decode(md5(chain_seq::text) || md5('x' || chain_seq), 'hex')
       where chain = '${chain}' and chain_seq >= 4`,
      `update audit_heads set mac = (select mac from audit_events where chain = '${chain}' and chain_seq = 10) where chain = '${chain}'`,
    );
    expect(await findingsOf(chain)).toEqual([{ kind: 're-stamped', chainSeq: 4 }]);
  });

  test('a replaced and a removed head', async () => {
    const replaced = await tenEvents();
    await tamper(`update audit_heads set mac = decode(repeat('01', 32), 'hex') where chain = '${replaced}'`);
    expect(await findingsOf(replaced)).toEqual([{ kind: 'replaced-head', chainSeq: 10 }]);
    const removed = await tenEvents();
    await tamper(`delete from audit_heads where chain = '${removed}'`);
    expect(await findingsOf(removed)).toEqual([{ kind: 'replaced-head', chainSeq: 10 }]);
  });

  test('an event moved to another client’s chain', async () => {
    const [from, to] = [await tenEvents(), await tenEvents()];
    await tamper(
      `delete from audit_events where chain = '${to}' and chain_seq = 4`,
      `update audit_events set chain = '${to}' where chain = '${from}' and chain_seq = 4`,
    );
    expect((await findingsOf(to)).map(({ chainSeq }) => chainSeq)).toEqual([4]);
    expect(await findingsOf(from)).toEqual([{ kind: 'deleted', chainSeq: 4 }]);
  });
});
