import { beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '@/lib/auth/actor';
import { secretFromInput, storeCredential } from '@/lib/clients/store-credential';
import { setVaultReference } from '@/lib/clients/vault-reference';
import { continueComponents, continuePackage } from '@/lib/wizard/continue-scope';
import { createFromDraft } from '@/lib/wizard/create-from-draft';
import { readCreated } from '@/lib/wizard/created';
import { openDraft } from '@/lib/wizard/queries';
import { reviewDraft } from '@/lib/wizard/review';
import { addPerson, OPENROUTER_SLOT, openRouterKey } from '@/tests/support/fixtures';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';
import { answerSettings, draftWithScope, finishedDraft, formOf } from './wizard-fixture';

const MLS = { 'mls-reso.base-url': 'https://api.example.com/odata', 'mls-reso.mls-id': 'harbor' };

let board: TestDatabase;
let consultant: Actor;

beforeAll(async () => {
  board = await testDatabase();
  consultant = (await addPerson(board.db, 'consultant')).actor;
});

const removeOpenRouter = async (draftId: string) => {
  const { whole } = await openDraft(consultant, draftId);
  const components = whole.componentIds.filter((id) => id !== 'openrouter');
  await continueComponents(
    consultant,
    draftId,
    await formOf(consultant, draftId, { components, acknowledged: [] }),
  );
};

const storeOpenRouterKey = (clientId: string) =>
  storeCredential(consultant, {
    clientId,
    slotId: OPENROUTER_SLOT,
    value: secretFromInput(openRouterKey()),
    source: 'typed',
  });

const audited = async (clientId: string, action: string) =>
  (
    await board.ownerPool.query('select slot_id from audit_events where client_id = $1 and action = $2', [
      clientId,
      action,
    ])
  ).rows.map((row: { slot_id: string | null }) => row.slot_id);

describe('an answer of a branch that is no longer chosen', () => {
  test('is dropped from draft and client at Continue, and the person is told what and why', async () => {
    const { draftId, clientId } = await draftWithScope(consultant);
    await answerSettings(consultant, draftId, 'filevault', {
      'filevault.decision': 'C',
      'filevault.consent-by': 'Ana Pires',
      'filevault.consent-date': '2026-11-20',
    });
    await answerSettings(consultant, draftId, 'filevault', { 'filevault.decision': 'B' });
    const { dropped, answers, whole } = await openDraft(consultant, draftId);
    expect(dropped).toEqual([
      expect.stringMatching(/^“Who consented.*”, because “How should the disk be protected\?” is now “B: /),
      expect.stringMatching(/^“When did they consent\?”, because /),
    ]);
    expect(answers['setting:filevault.consent-by']).toBe('');
    expect(whole.given['filevault.consent-by']).toBeUndefined();
    const kept = await board.ownerPool.query('select setting_key from client_settings where client_id = $1', [
      clientId,
    ]);
    expect(kept.rows.map((row: { setting_key: string }) => row.setting_key)).not.toContain(
      'filevault.consent-by',
    );
  });

  test('takes the vault reference of its slot with it', async () => {
    const { draftId, clientId } = await draftWithScope(consultant, 'starter', ['real-estate']);
    await answerSettings(consultant, draftId, 'mls-reso', { 'mls-reso.feed': 'mls-grid', ...MLS });
    await setVaultReference(
      consultant,
      { clientId, slotId: 'mls-reso.mlsgrid-token' },
      { reference: 'op://Harbor/MLS/token', label: '' },
    );
    await answerSettings(consultant, draftId, 'mls-reso', { 'mls-reso.feed': 'bridge', ...MLS });
    const { dropped } = await openDraft(consultant, draftId);
    expect(dropped).toEqual([
      expect.stringMatching(/reference, because “Which MLS feed\?” is now “Bridge”$/),
    ]);
    expect(await audited(clientId, 'reference.removed')).toEqual(['mls-reso.mlsgrid-token']);
  });

  test('goes with its component when another package does not bring it, and comes with one that does', async () => {
    const { draftId } = await draftWithScope(consultant, 'standard');
    await answerSettings(consultant, draftId, 'google-workspace', {
      'google-workspace.mailbox': 'ana@harbor.example',
      'google-workspace.client-id': '123-abc.apps.googleusercontent.com',
    });
    await continuePackage(
      consultant,
      draftId,
      await formOf(consultant, draftId, { tier: 'starter', packs: ['commerce'] }),
    );
    const { dropped, whole } = await openDraft(consultant, draftId);
    expect(dropped[0]).toMatch(/^“Mailbox the agent works in”, because .* is no longer installed$/);
    expect(whole.componentIds).toContain('shopify');
    expect(whole.componentIds).not.toContain('google-workspace');
  });

  test('a question that an answer reveals is asked before the page is done with', async () => {
    const { draftId } = await draftWithScope(consultant);
    const saved = answerSettings(consultant, draftId, 'filevault', { 'filevault.decision': 'C' });
    await expect(saved).rejects.toMatchObject({
      fieldErrors: { 'setting:filevault.consent-by': [expect.any(String)] },
    });
    expect((await openDraft(consultant, draftId)).answers['setting:filevault.decision']).toBe('C');
  });
});

describe('a stored value whose slot fell out of scope', () => {
  test('stays until the client is created, is announced, then destroyed, audited and told', async () => {
    const { draftId, clientId } = await finishedDraft(consultant);
    await storeOpenRouterKey(clientId);
    await removeOpenRouter(draftId);
    const draft = await openDraft(consultant, draftId);
    const review = await reviewDraft(consultant, draft);
    expect(review.destroys.map(({ slotId }) => slotId)).toEqual([OPENROUTER_SLOT]);
    expect(await audited(clientId, 'credential.destroyed')).toEqual([]);
    await createFromDraft(consultant, draftId, {
      seen: draft.updatedAt.toISOString(),
      destroys: [OPENROUTER_SLOT],
    });
    expect(await audited(clientId, 'credential.destroyed')).toEqual([OPENROUTER_SLOT]);
    const created = await readCreated(consultant, draftId);
    expect(created?.destroyed).toEqual([expect.stringContaining('is no longer installed')]);
  });

  test('is not destroyed by somebody whose page did not announce it', async () => {
    const { draftId, clientId } = await finishedDraft(consultant);
    await storeOpenRouterKey(clientId);
    await removeOpenRouter(draftId);
    const { updatedAt } = await openDraft(consultant, draftId);
    const create = createFromDraft(consultant, draftId, { seen: updatedAt.toISOString(), destroys: [] });
    await expect(create).rejects.toMatchObject({ code: 'conflict' });
    const left = await board.ownerPool.query('select 1 from client_credentials where client_id = $1', [
      clientId,
    ]);
    expect(left.rows.length).toBeGreaterThan(0);
  });
});
