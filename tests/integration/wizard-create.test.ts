import { beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '@/lib/auth/actor';
import { listWorkingSlots } from '@/lib/clients/slot-queries';
import { secretFromInput, storeCredential } from '@/lib/clients/store-credential';
import { continueSettings } from '@/lib/wizard/continue-settings';
import { createFromDraft } from '@/lib/wizard/create-from-draft';
import { readCreated } from '@/lib/wizard/created';
import { discardDraft } from '@/lib/wizard/discard-draft';
import { listDrafts, openDraft } from '@/lib/wizard/queries';
import { reviewDraft } from '@/lib/wizard/review';
import { saveAnswer } from '@/lib/wizard/save-answer';
import { addPerson, OPENROUTER_SLOT, openRouterKey } from '@/tests/support/fixtures';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';
import { answerSettings, draftWithClient, draftWithScope, finishedDraft } from './wizard-fixture';

let board: TestDatabase;
let consultant: Actor;
let other: Actor;

const press = async (draftId: string) => {
  const { updatedAt } = await openDraft(consultant, draftId);
  return createFromDraft(consultant, draftId, { seen: updatedAt.toISOString(), destroys: [] });
};

const clientRow = async (clientId: string) =>
  (await board.ownerPool.query('select * from clients where id = $1', [clientId])).rows[0];

const count = async (table: string, clientId: string) =>
  (await board.ownerPool.query(`select 1 from ${table} where client_id = $1`, [clientId])).rows.length;

const storeKey = (clientId: string) =>
  storeCredential(consultant, {
    clientId,
    slotId: OPENROUTER_SLOT,
    value: secretFromInput(openRouterKey()),
    source: 'typed',
  });

beforeAll(async () => {
  board = await testDatabase();
  consultant = (await addPerson(board.db, 'consultant')).actor;
  other = (await addPerson(board.db, 'consultant')).actor;
});

describe('the button that creates', () => {
  test('makes client, machine, generated values and the previewed runbook, and says what is missing', async () => {
    const { draftId, clientId, slug } = await finishedDraft(consultant);
    const review = await reviewDraft(consultant, await openDraft(consultant, draftId));
    await press(draftId);
    const created = await readCreated(consultant, draftId);
    const steps = await board.ownerPool.query('select 1 from runbook_steps where runbook_id = $1', [
      created?.runbook?.id,
    ]);
    const slots = await listWorkingSlots(consultant, clientId);
    expect(await clientRow(clientId)).toMatchObject({ stage: 'collecting', tier_id: 'starter', slug });
    expect(steps.rows).toHaveLength(review.runbook?.steps ?? -1);
    expect(slots.filter((slot) => slot.generated).every((slot) => slot.state === 'stored')).toBe(true);
    expect(created?.missingOurs.map((slot) => slot.slotId)).toContain(OPENROUTER_SLOT);
    expect(created?.missingClient.map((slot) => slot.slotId)).toContain('slack.bot-token');
  });

  test('pressed twice at once, it makes one machine and one runbook', async () => {
    const { draftId, clientId } = await finishedDraft(consultant);
    await Promise.allSettled([press(draftId), press(draftId)]);
    await press(draftId);
    expect(await count('machines', clientId)).toBe(1);
    expect(await count('runbooks', clientId)).toBe(1);
  });

  test('refuses while a question is open that the runbook needs, and makes nothing', async () => {
    const { draftId, clientId } = await draftWithScope(consultant);
    await expect(press(draftId)).rejects.toMatchObject({ code: 'invalid' });
    expect(await clientRow(clientId)).toMatchObject({ stage: 'draft' });
    expect(await count('machines', clientId)).toBe(0);
  });

  test('refuses what somebody changed after the page was shown, and names them', async () => {
    const { draftId, clientId } = await finishedDraft(consultant);
    const { updatedAt } = await openDraft(consultant, draftId);
    await saveAnswer(other, draftId, { field: 'location', value: 'Attic', expectedRevision: 1 });
    const create = createFromDraft(consultant, draftId, { seen: updatedAt.toISOString(), destroys: [] });
    await expect(create).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('Test consultant changed an answer since this page was shown'),
    });
    expect(await clientRow(clientId)).toMatchObject({ stage: 'draft' });
  });

  test('leaves nothing half made when the audit log cannot be written', async () => {
    const { draftId, clientId } = await finishedDraft(consultant);
    await board.ownerPool.query('revoke insert on audit_events from jed_board_app');
    try {
      await expect(press(draftId)).rejects.toMatchObject({ code: 'audit-unavailable' });
    } finally {
      await board.ownerPool.query('grant insert on audit_events to jed_board_app');
    }
    expect(await clientRow(clientId)).toMatchObject({ stage: 'draft' });
    expect(await count('machines', clientId)).toBe(0);
    await press(draftId);
    expect(await count('runbooks', clientId)).toBe(1);
  });

  test('a finished draft takes no more answers, and is on the list of drafts no more', async () => {
    const { draftId } = await finishedDraft(consultant);
    await press(draftId);
    const save = saveAnswer(consultant, draftId, { field: 'name', value: 'x', expectedRevision: 1 });
    await expect(save).rejects.toMatchObject({ code: 'conflict' });
    await expect(discardDraft(consultant, draftId)).rejects.toMatchObject({ code: 'conflict' });
    const { drafts } = await listDrafts(consultant);
    expect(drafts.map((draft) => draft.id)).not.toContain(draftId);
  });
});

describe('a draft on its way', () => {
  test('generates what is generated once, however often the settings are continued', async () => {
    const { draftId, clientId } = await draftWithScope(consultant);
    const first = await continueSettings(consultant, draftId);
    const second = await continueSettings(consultant, draftId);
    expect(first.generated).toBeGreaterThan(0);
    expect(second.generated).toBe(0);
    expect(await count('client_credentials', clientId)).toBe(first.generated);
  });

  test('keeps a component open that waits for the client', async () => {
    const { draftId } = await draftWithScope(consultant);
    await answerSettings(
      consultant,
      draftId,
      'slack',
      { 'slack.delivery': 'socket-mode' },
      { waiting: true },
    );
    const { answers } = await openDraft(consultant, draftId);
    expect(answers['waiting:settings:slack']).toBe('yes');
  });

  test('names what it waits for by component and question, and what of it to ask the client', async () => {
    const { draftId } = await draftWithScope(consultant);
    await answerSettings(
      consultant,
      draftId,
      'slack',
      { 'slack.delivery': 'socket-mode' },
      { waiting: true },
    );
    const unfit = { 'remote-access.ssh-public-key': 'ssh-ed25519 short' };
    await answerSettings(consultant, draftId, 'remote-access', unfit).catch(() => undefined);
    const { blocking, toAnswer } = await reviewDraft(consultant, await openDraft(consultant, draftId));
    expect(blocking).toContainEqual({
      href: 'settings/slack',
      message: 'Slack, Who may talk to the agent? No answer yet.',
    });
    expect(blocking).toContainEqual({
      href: 'settings/remote-access',
      message: expect.stringMatching(/, Our SSH public key: That does not fit\. Expected: ssh-ed25519/),
    });
    expect(toAnswer.map(({ label }) => label)).toEqual(['Who may talk to the agent?']);
  });

  test('takes a list with spaces after the commas, and keeps it without them', async () => {
    const { draftId, clientId } = await draftWithScope(consultant);
    const users = { 'slack.delivery': 'socket-mode', 'slack.allowed-users': ' U012ABCDEF, U0999ABCDE ,' };
    await answerSettings(consultant, draftId, 'slack', users);
    const kept = await board.ownerPool.query(
      `select value from client_settings where client_id = $1 and setting_key = 'slack.allowed-users'`,
      [clientId],
    );
    expect(kept.rows).toEqual([{ value: 'U012ABCDEF,U0999ABCDE' }]);
  });

  test('warns once about an unusual answer and keeps it when told to', async () => {
    const { draftId } = await draftWithScope(consultant);
    const odd = { 'slack.delivery': 'socket-mode', 'slack.allowed-users': 'ana' };
    await expect(answerSettings(consultant, draftId, 'slack', odd)).rejects.toMatchObject({
      fieldErrors: { 'keep:slack.allowed-users': [expect.any(String)] },
    });
    await answerSettings(consultant, draftId, 'slack', odd, { kept: ['slack.allowed-users'] });
    expect((await openDraft(consultant, draftId)).whole.given['slack.allowed-users']).toBe('ana');
  });

  test('discarded, it is gone with every value, and each destruction is in the log', async () => {
    const { draftId, clientId } = await draftWithScope(consultant);
    await continueSettings(consultant, draftId);
    await storeKey(clientId);
    const values = await count('client_credentials', clientId);
    await discardDraft(consultant, draftId);
    const events = await board.ownerPool.query(
      `select count(*)::int as n from audit_events where client_id = $1 and action = 'credential.destroyed'`,
      [clientId],
    );
    expect(await clientRow(clientId)).toBeUndefined();
    expect(await count('client_credentials', clientId)).toBe(0);
    expect(events.rows[0]).toEqual({ n: values });
    await expect(openDraft(consultant, draftId)).rejects.toMatchObject({ code: 'not-found' });
  });
});

test('the list of drafts goes through all of them, each once, the newest first', async () => {
  for (let made = 0; made < 55; made += 1) await draftWithClient(consultant);
  const first = await listDrafts(consultant);
  const second = await listDrafts(consultant, first.nextCursor ?? undefined);
  const ids = [...first.drafts, ...second.drafts].map((draft) => draft.id);
  const open = await board.ownerPool.query(
    'select count(*)::int as n from wizard_drafts where completed_at is null',
  );
  expect(first.drafts).toHaveLength(50);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.length).toBe(open.rows[0]?.n);
  await expect(listDrafts(consultant, `'; drop table clients; --_${ids[0]}`)).rejects.toMatchObject({
    code: 'invalid',
  });
});
