import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { confirmCopied } from '@/lib/audit/confirm-copied';
import { auditFilterSchema } from '@/lib/audit/filter';
import { listAuditEvents } from '@/lib/audit/queries';
import { verifyAudit } from '@/lib/audit/verify';
import type { Actor } from '@/lib/auth/actor';
import { copyFromRecord } from '@/lib/clients/copy-from-record';
import { revealCredential } from '@/lib/clients/reveal-credential';
import { copySecret } from '@/lib/runbook/copy-secret';
import { holdStep } from '@/lib/runbook/hold-step';
import { readRun } from '@/lib/runbook/queries';
import { addPerson, OPENROUTER_SLOT } from '@/tests/support/fixtures';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';
import { actOn, clientWithRun, openRouterKey, type RunFixture, store } from './runbook-fixture';

const STEP = 'openrouter.store-openrouter-api-key';
let board: TestDatabase;
let sam: Actor;
let other: Actor;
let support: Actor;

beforeAll(async () => {
  board = await testDatabase();
  sam = (await addPerson(board.db, 'consultant')).actor;
  other = (await addPerson(board.db, 'consultant')).actor;
  support = (await addPerson(board.db, 'support')).actor;
});

async function clientWithKey(slug: string): Promise<RunFixture> {
  const run = await clientWithRun(sam, slug, { componentIds: ['mac-accounts', 'openrouter'] });
  await store(sam, run.clientId, OPENROUTER_SLOT, openRouterKey());
  return run;
}

async function eventsOf(clientId: string, action: string) {
  const { rows } = await board.ownerPool.query(
    `select actor_id, actor_role, via, is_agent, address, user_agent, slot_id, value_version, runbook_id, step_id,
            outcome, detail, chain_seq::int from audit_events where client_id = $1 and action = $2 order by seq`,
    [clientId, action],
  );
  return rows;
}

describe('audit-copied: what the clipboard took is told apart from what was decrypted', () => {
  test('a copy from a step points at its own reveal, with value version, run and step', async () => {
    const run = await clientWithKey('copied-in-run');
    const place = { runbookId: run.runbookId, stepId: STEP, slotId: OPENROUTER_SLOT };
    await copySecret(sam, { ...place, form: 'value' });
    await confirmCopied(sam, place);
    const [reveal] = await eventsOf(run.clientId, 'credential.revealed');
    const { chain_seq: _own, ...copied } = (await eventsOf(run.clientId, 'credential.copied'))[0];
    const { chain_seq: revealed, ...rest } = reveal;
    expect(copied).toEqual({ ...rest, detail: { reveal: revealed } });
    expect((await verifyAudit({ ...sam, role: 'admin' }, { clientId: run.clientId })).findings).toEqual([]);
  });

  test('said twice it is recorded once; after another reveal it is recorded again', async () => {
    const { clientId } = await clientWithKey('copied-twice');
    const place = { clientId, slotId: OPENROUTER_SLOT };
    await copyFromRecord(sam, place);
    await confirmCopied(sam, place);
    await confirmCopied(sam, place);
    expect(await eventsOf(clientId, 'credential.copied')).toHaveLength(1);
    await copyFromRecord(sam, place);
    await confirmCopied(sam, place);
    expect(await eventsOf(clientId, 'credential.copied')).toHaveLength(2);
  });

  test('nobody confirms what they did not decrypt themselves', async () => {
    const { clientId } = await clientWithKey('copied-by-nobody');
    const place = { clientId, slotId: OPENROUTER_SLOT };
    await copyFromRecord(sam, place);
    await expect(confirmCopied(other, place)).rejects.toMatchObject({ code: 'not-found' });
    await expect(confirmCopied(support, place)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(confirmCopied(sam, { ...place, slotId: 'slack.bot-token' })).rejects.toMatchObject({
      code: 'not-found',
    });
    expect(await eventsOf(clientId, 'credential.copied')).toEqual([]);
  });

  test.each([[{}], [{ clientId: 'x', slotId: 'y' }], [{ clientId: randomUUID() }], [null]])(
    'a confirmation of nonsense is refused: %j',
    async (input) => {
      await expect(confirmCopied(sam, input)).rejects.toMatchObject({ code: 'invalid' });
    },
  );
});

test('a refused decryption is recorded with its person, address, browser, run and step', async () => {
  const run = await clientWithKey('refused-in-run');
  const request = {
    clientId: run.clientId,
    slotId: OPENROUTER_SLOT,
    runbookId: run.runbookId,
    stepId: STEP,
  };
  await expect(revealCredential(support, request)).rejects.toMatchObject({ code: 'forbidden' });
  expect(await eventsOf(run.clientId, 'credential.reveal-refused')).toMatchObject([
    {
      actor_id: support.id,
      actor_role: 'support',
      via: 'web',
      is_agent: false,
      address: '192.0.2.1',
      user_agent: 'test',
      slot_id: OPENROUTER_SLOT,
      runbook_id: run.runbookId,
      step_id: STEP,
      outcome: 'refused',
    },
  ]);
});

test('a waived step is recorded with its reason, run and step', async () => {
  const admin = (await addPerson(board.db, 'admin')).actor;
  const { clientId, runbookId } = await clientWithKey('waived-in-run');
  const { steps } = await readRun(admin, runbookId);
  const stepId = steps.find(({ required }) => required)?.stepId ?? '';
  await holdStep(admin, {
    ...(await actOn(admin, runbookId, stepId)),
    hold: 'waived',
    reason: 'The client has a rack of their own',
  });
  const { rows } = await board.ownerPool.query(
    `select actor_id, reason, runbook_id, step_id from audit_events where client_id = $1 and action = 'step.waived'`,
    [clientId],
  );
  expect(rows).toEqual([
    {
      actor_id: admin.id,
      reason: 'The client has a rack of their own',
      runbook_id: runbookId,
      step_id: stepId,
    },
  ]);
});

describe('audit-reading: reading about others is an event itself', () => {
  const read = (actor: Actor) =>
    listAuditEvents(actor, { filter: auditFilterSchema.parse({}), cursor: {}, timeZone: 'UTC' });
  const readings = async (actor: Actor) => {
    const { rows } = await board.ownerPool.query(
      `select count(*)::int as readings from audit_events where action = 'audit.read' and actor_id = $1`,
      [actor.id],
    );
    return rows[0].readings;
  };

  test('an admin who turns pages in several tabs is recorded once an hour', async () => {
    const admin = (await addPerson(board.db, 'admin')).actor;
    await Promise.all([read(admin), read(admin), read(admin)]);
    await read(admin);
    expect(await readings(admin)).toBe(1);
    // An hour goes by: for a test that cannot wait, the event was an hour earlier.
    await board.superuserPool.query(`
      begin; set local session_replication_role = replica;
      update audit_events set at = at - interval '61 minutes' where actor_id = '${admin.id}'; commit`);
    await read(admin);
    expect(await readings(admin)).toBe(2);
  });

  test('who reads only what they did themselves leaves no event', async () => {
    await read(sam);
    expect(await readings(sam)).toBe(0);
  });
});
