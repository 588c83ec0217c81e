import { beforeAll, describe, expect, test } from 'vitest';
import { appendAuditEvent } from '@/lib/audit/append';
import { canonicalBytes } from '@/lib/audit/canonical';
import { exportAudit } from '@/lib/audit/export';
import type { ExportFormat } from '@/lib/audit/export-format';
import { auditFilterSchema } from '@/lib/audit/filter';
import type { Actor } from '@/lib/auth/actor';
import { appVault } from '@/lib/keys/app-vault';
import { addClient, addPerson } from '@/tests/support/fixtures';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';

/** More than two of an export's pages. */
const EVENTS = 2_100;
let board: TestDatabase;
let admin: Actor;
let consultant: Actor;
let support: Actor;
let client: { id: string; slug: string };

beforeAll(async () => {
  board = await testDatabase();
  admin = (await addPerson(board.db, 'admin')).actor;
  consultant = (await addPerson(board.db, 'consultant')).actor;
  support = (await addPerson(board.db, 'support')).actor;
  client = await addClient(board.db, admin);
  await board.db.transaction(async (tx) => {
    for (let at = 0; at < EVENTS; at += 1) {
      const actor = at % 3 === 0 ? consultant : { ...admin, reason: '=cmd' };
      await appendAuditEvent(tx, actor, { action: 'client.changed', clientId: client.id, detail: { at } });
    }
  });
});

async function exported(actor: Actor, filter: object, format: ExportFormat = 'jsonl'): Promise<string[]> {
  const request = { filter: auditFilterSchema.parse(filter), timeZone: 'UTC', format };
  const pieces: string[] = [];
  for await (const piece of await exportAudit(actor, request)) pieces.push(piece);
  return pieces;
}

const events = (pieces: string[]) =>
  pieces
    .join('')
    .trimEnd()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

async function lastExportEvent(actor: Actor) {
  const { rows } = await board.ownerPool.query(
    `select detail from audit_events where action = 'audit.exported' and actor_id = $1 order by seq desc limit 1`,
    [actor.id],
  );
  return rows[0]?.detail ?? null;
}

describe('audit-export', () => {
  test('holds every event of the filter once, oldest first, page after page', async () => {
    const pieces = await exported(admin, { client: client.slug });
    expect(Math.max(...pieces.map((piece) => piece.split('\n').length))).toBeLessThanOrEqual(1_001);
    const lines = events(pieces);
    expect(lines.map((line) => line.detail.at)).toEqual(Array.from({ length: EVENTS }, (_, at) => at));
    expect(lines.map((line) => line.chainSeq)).toEqual(Array.from({ length: EVENTS }, (_, at) => at + 1));
    expect(lines[0]).toMatchObject({
      client: client.slug,
      actorName: 'Test consultant',
      address: '192.0.2.1',
    });
  });

  test('holds a client’s chain so that whoever has the key can check it again, line by line', async () => {
    const macs = (await appVault()).auditChain(client.id);
    let previous = Buffer.alloc(32);
    for (const line of events(await exported(admin, { client: client.slug }))) {
      const mac = Buffer.from(line.mac, 'hex');
      const bytes = canonicalBytes({ ...line, at: new Date(line.at) }, previous);
      expect(macs.matches(bytes, { mac, keyVersion: line.keyVersion })).toBe(true);
      previous = mac;
    }
  });

  test('as CSV has a head, a row an event, and no cell that a spreadsheet computes', async () => {
    const rows = (await exported(admin, { client: client.slug, person: admin.id }, 'csv'))
      .join('')
      .split('\r\n');
    expect(rows).toHaveLength((EVENTS / 3) * 2 + 2);
    expect(rows[0]).toMatch(/^seq,at,action,/);
    expect(rows[1]).toContain(",'=cmd,");
  });

  test('is an event itself, with its filter in ids and the number of events', async () => {
    await exported(admin, {
      client: client.slug,
      person: consultant.id,
      slot: 'OPENROUTER_API_KEY',
      from: '2020-01-01',
    });
    expect(await lastExportEvent(admin)).toEqual({
      format: 'jsonl',
      events: 0,
      client: client.id,
      person: consultant.id,
      slot: 'openrouter.api-key',
      from: '2020-01-01',
    });
    await exported(admin, { client: 'Somebody’s name typed in', slot: 'a secret typed in' });
    expect(await lastExportEvent(admin)).toEqual({
      format: 'jsonl',
      events: 0,
      client: 'unknown',
      slot: 'unknown',
    });
  });

  test('gives nothing when that event cannot be written', async () => {
    await board.ownerPool.query('revoke insert on audit_events from jed_board_app');
    try {
      await expect(exported(admin, {})).rejects.toMatchObject({ code: 'audit-unavailable' });
    } finally {
      await board.ownerPool.query('grant insert on audit_events to jed_board_app');
    }
  });

  test('of a consultant holds their own events only, whatever they ask for', async () => {
    for (const filter of [{}, { person: admin.id }, { client: client.slug }]) {
      const authors = new Set(events(await exported(consultant, filter)).map((line) => line.actorId));
      expect([...authors].filter((id) => id !== consultant.id)).toEqual([]);
    }
    expect(events(await exported(consultant, { client: client.slug }))).toHaveLength(EVENTS / 3);
  });

  test('is refused to support, and leaves no event of an export that was none', async () => {
    await expect(exported(support, {})).rejects.toMatchObject({ code: 'forbidden' });
    expect(await lastExportEvent(support)).toBeNull();
  });

  test('that is left halfway reads no further', async () => {
    const pieces = await exportAudit(admin, { filter: {}, timeZone: 'UTC', format: 'jsonl' });
    await pieces.next();
    await pieces.return(undefined);
    expect(await pieces.next()).toEqual({ done: true, value: undefined });
  });
});
