import { beforeAll, expect, test } from 'vitest';
import type { Actor } from '@/lib/auth/actor';
import { finishSignIn } from '@/lib/auth/finish-sign-in';
import { freshen } from '@/lib/auth/fresh-sign-in';
import { makeNewPasswordLink } from '@/lib/auth/new-password-link';
import { signInWithPassword } from '@/lib/auth/sign-in';
import { copyFromRecord } from '@/lib/clients/copy-from-record';
import { secretFromInput, storeCredential } from '@/lib/clients/store-credential';
import { setVaultReference } from '@/lib/clients/vault-reference';
import { applicationPool } from '@/lib/db/pool';
import { createFromDraft } from '@/lib/wizard/create-from-draft';
import { openDraft } from '@/lib/wizard/queries';
import { saveAnswer } from '@/lib/wizard/save-answer';
import { enrol } from '@/tests/support/authenticator';
import { addPerson, OPENROUTER_SLOT, openRouterKey, TEST_PASSWORD } from '@/tests/support/fixtures';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';
import { finishedDraft } from './wizard-fixture';

let board: TestDatabase;
let consultant: Actor;

beforeAll(async () => {
  board = await testDatabase();
  consultant = (await addPerson(board.db, 'consultant')).actor;
  // What asks for a second connection inside a transaction gets none here; in a full pool it would get none either.
  applicationPool().options.max = 1;
});

test('a client is made and a value of theirs goes in and out on one connection', async () => {
  const { draftId, clientId } = await finishedDraft(consultant);
  const { updatedAt } = await openDraft(consultant, draftId);
  await createFromDraft(consultant, draftId, { seen: updatedAt.toISOString(), destroys: [] });
  const place = { clientId, slotId: OPENROUTER_SLOT };
  const key = openRouterKey();
  await storeCredential(consultant, { ...place, value: secretFromInput(key), source: 'typed' });
  expect(await copyFromRecord(consultant, place)).toBe(key);
  await setVaultReference(
    consultant,
    { clientId, slotId: 'slack.bot-token' },
    { reference: 'op://Client/Slack/bot token', label: '' },
  );
});

test('whoever changed an answer meanwhile is named on the connection that found it out', async () => {
  const other = (await addPerson(board.db, 'consultant')).actor;
  const { draftId } = await finishedDraft(consultant);
  const { updatedAt } = await openDraft(consultant, draftId);
  await saveAnswer(other, draftId, { field: 'location', value: 'Attic', expectedRevision: 1 });
  await expect(
    createFromDraft(consultant, draftId, { seen: updatedAt.toISOString(), destroys: [] }),
  ).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('Test consultant changed') });
});

test('a new-password link is made on one connection', async () => {
  const admin = (await addPerson(board.db, 'admin')).actor;
  await expect(makeNewPasswordLink(admin, consultant.id)).resolves.toHaveProperty('path');
});

test('a second factor is set up, and a sign-in goes through both its halves, on one connection', async () => {
  const { actor, email } = await addPerson(board.db, 'consultant');
  const origin = { address: '2001:db8::1', userAgent: 'test' };
  const { recoveryCodes } = await enrol(actor);
  const outcome = await signInWithPassword({ email, password: TEST_PASSWORD }, origin);
  if (outcome.step !== 'code') throw new Error('no code was asked for');
  const wrong = finishSignIn(outcome.token, { code: '000000' }, origin);
  await expect(wrong).rejects.toMatchObject({ code: 'invalid' });
  const session = await finishSignIn(outcome.token, { code: recoveryCodes[0] }, origin);
  await freshen({ ...actor, sessionId: session.sessionId }, { proof: TEST_PASSWORD });
});
