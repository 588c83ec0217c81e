import { eq } from 'drizzle-orm';
import { afterAll, expect, inject, test } from 'vitest';
import { runAction } from '@/lib/action-result';
import { verifyAudit } from '@/lib/audit/verify';
import { secretFromInput, storeCredential } from '@/lib/clients/store-credential';
import { clients } from '@/lib/db/schema/clients';
import {
  addClientWithValues,
  addPerson,
  OPENROUTER_SLOT,
  openRouterKey,
  reveal,
} from '@/tests/support/fixtures';
import { testDatabase } from '@/tests/support/postgres';
import { refusal } from '@/tests/support/refusal';
import { smallDisk } from '@/tests/support/small-disk';
import { revealsOf } from './fault-fixture';

const DISK_MEGABYTES = 96;
/** Text that does not get smaller when it is packed. */
const text = () => Array.from({ length: 900 }, () => openRouterKey()).join(' ');

/** More than any page has room for: what has to grow grows within that many acts. */
const MANY = 200;

const disk = await smallDisk(inject('postgres').superuserUrl, DISK_MEGABYTES);

if (disk === null) {
  // Said here and not skipped: a run that did not fill a disk is not to look like one that did.
  test('NOT RUN HERE: a full disk takes root on Linux, and a machine that lets root mount', () => {
    process.stderr.write('A full disk was not tried: a small disk could not be made on this machine.\n');
    expect(disk).toBeNull();
  });
} else {
  // The disk first: what is cleared up first is what came last.
  afterAll(disk.remove);
  const board = await testDatabase({ tablespace: disk.tablespace });
  const admin = (await addPerson(board.db, 'admin')).actor;
  const sam = (await addPerson(board.db, 'consultant')).actor;
  const clientId = (await addClientWithValues(board.db, sam)).id;

  const store = (value = openRouterKey()) =>
    storeCredential(sam, {
      clientId,
      slotId: OPENROUTER_SLOT,
      value: secretFromInput(value),
      source: 'typed',
    });

  /** All that is kept of the client's values and of what was done with them. */
  async function kept(): Promise<unknown> {
    const { rows } = await board.superuserPool.query(
      `select (select array_agg(c order by id) from client_credentials c) as values,
          (select array_agg(m order by m::text) from audit_heads m) as heads,
          (select count(*) from audit_events) as events`,
    );
    return rows;
  }

  /** Does it until the disk has no room for it. Returns what it said then, and what was kept before. */
  async function untilFull(act: () => Promise<unknown>) {
    for (let times = 0; times < MANY; times += 1) {
      const before = await kept();
      const outcome = await runAction(act);
      if (outcome.status !== 'ok') return { outcome, before, times };
    }
    throw new Error('the disk was not full');
  }

  test('fault-disk-full: nothing is half stored, no value leaves unseen, and with room all goes on by itself', async () => {
    const value = openRouterKey();
    await store(value);
    const started = await board.superuserPool.query('select pg_postmaster_start_time() as at');
    await disk.fill();

    const stored = await untilFull(() => store(value));
    expect(stored.outcome).toMatchObject({
      status: 'failed',
      message: expect.stringContaining('the database’s disk is full'),
    });
    expect(await kept()).toEqual(stored.before);

    const asked = await untilFull(() => reveal(sam, clientId));
    expect(asked.outcome).toEqual({
      status: 'failed',
      code: 'audit-unavailable',
      message:
        'Not done: the database’s disk is full, so the audit log cannot be written; nothing was changed or decrypted. Tell your admin to make room.',
    });
    expect(await kept()).toEqual(asked.before);
    expect(await revealsOf(board.ownerPool, clientId)).toHaveLength(asked.times);
    // Whoever may not is refused all the same, and is told the truth: it could not be put on record.
    const support = { ...sam, role: 'support' } as const;
    expect(await refusal(reveal(support, clientId))).toMatchObject({ code: 'audit-unavailable' });

    await disk.makeRoom();
    expect((await reveal(sam, clientId)).reveal()).toBe(value);
    const next = openRouterKey();
    await store(next);
    expect((await reveal(sam, clientId)).reveal()).toBe(next);
    expect(await revealsOf(board.ownerPool, clientId)).toHaveLength(asked.times + 2);
    expect((await verifyAudit(admin, { clientId })).findings).toEqual([]);
    const still = await board.superuserPool.query('select pg_postmaster_start_time() as at');
    expect(still.rows).toEqual(started.rows);
  }, 120_000);

  test('fault-disk-full: what is no value and no event is refused in as many words', async () => {
    await disk.fill();
    const notes = () => board.db.update(clients).set({ notes: text() }).where(eq(clients.id, clientId));
    expect((await untilFull(notes)).outcome).toEqual({
      status: 'failed',
      code: 'unavailable',
      message:
        'Not saved: the database’s disk is full. What you typed is still here; tell your admin to make room, then try again.',
    });
    await disk.makeRoom();
    expect((await runAction(notes)).status).toBe('ok');
  }, 120_000);
}
