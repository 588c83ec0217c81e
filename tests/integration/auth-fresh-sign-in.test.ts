import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '@/lib/auth/actor';
import { systemActor } from '@/lib/auth/actor';
import { freshen } from '@/lib/auth/fresh-sign-in';
import { copyFromRecord } from '@/lib/clients/copy-from-record';
import { applyEnvironment } from '@/lib/env';
import { enrol } from '@/tests/support/authenticator';
import { codeOf } from '@/tests/support/authenticator-code';
import {
  addClientWithValues,
  addPerson,
  addSession,
  OPENROUTER_SLOT,
  reveal,
  TEST_PASSWORD,
} from '@/tests/support/fixtures';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';
import { refusal } from '@/tests/support/refusal';

let board: TestDatabase;
let sam: Actor;
let clientId: string;

beforeAll(async () => {
  board = await testDatabase();
});
beforeEach(async () => {
  sam = (await addPerson(board.db, 'consultant')).actor;
  clientId = (await addClientWithValues(board.db, sam)).id;
});

async function letPass(minutes: number, actor = sam): Promise<void> {
  await board.ownerPool.query(
    'update user_sessions set authenticated_at = authenticated_at - make_interval(mins => $2) where id = $1',
    [actor.sessionId, minutes],
  );
}

async function revealsOf(actor: Actor): Promise<string[]> {
  const { rows } = await board.ownerPool.query<{ action: string }>(
    `select action from audit_events where actor_id = $1 and action = any('{credential.revealed,credential.proof-asked}') order by seq`,
    [actor.id],
  );
  return rows.map(({ action }) => action);
}

describe('a session that proved nothing for fifteen minutes', () => {
  test('gets no value, by whichever way it asks, and the refusal is on record', async () => {
    await letPass(14);
    await reveal(sam, clientId);
    await letPass(2);
    expect(await refusal(reveal(sam, clientId))).toMatchObject({ code: 'fresh-sign-in-required' });
    expect(await refusal(copyFromRecord(sam, { clientId, slotId: OPENROUTER_SLOT }))).toMatchObject({
      code: 'fresh-sign-in-required',
    });
    expect(await revealsOf(sam)).toEqual([
      'credential.revealed',
      'credential.proof-asked',
      'credential.proof-asked',
    ]);
  });

  test('gets values again after the password', async () => {
    await letPass(60);
    expect(await refusal(freshen(sam, { proof: 'wrong' }))).toMatchObject({ fields: ['proof'] });
    expect(await refusal(reveal(sam, clientId))).toMatchObject({ code: 'fresh-sign-in-required' });
    await freshen(sam, { proof: TEST_PASSWORD });
    await expect(reveal(sam, clientId)).resolves.toBeDefined();
  });

  test('gets values again after a code, once for each code', async () => {
    const { secret, recoveryCodes } = await enrol(sam);
    await letPass(60);
    expect(await refusal(freshen(sam, { proof: recoveryCodes[0] }))).toMatchObject({ fields: ['proof'] });
    const proof = codeOf(secret, 1);
    await freshen(sam, { proof });
    await letPass(60);
    expect(await refusal(freshen(sam, { proof }))).toMatchObject({ fields: ['proof'] });
  });

  test('has five guesses, after which not even the right password will do', async () => {
    const guesses = Array.from({ length: 20 }, () => refusal(freshen(sam, { proof: 'wrong' })));
    const answers = await Promise.all(guesses);
    expect(answers.filter(({ code }) => code === 'invalid')).toHaveLength(5);
    expect(await refusal(freshen(sam, { proof: TEST_PASSWORD }))).toMatchObject({
      code: 'too-many-attempts',
    });
    const elsewhere = { ...sam, sessionId: await addSession(board.db, sam.id) };
    await freshen(elsewhere, { proof: TEST_PASSWORD });
  });

  test('is not helped by another session’s password, nor by another person’s', async () => {
    const ben = (await addPerson(board.db, 'consultant')).actor;
    await letPass(60);
    await freshen({ ...sam, sessionId: await addSession(board.db, sam.id) }, { proof: TEST_PASSWORD });
    await freshen({ ...ben, sessionId: sam.sessionId ?? '' }, { proof: TEST_PASSWORD });
    expect(await refusal(reveal(sam, clientId))).toMatchObject({ code: 'fresh-sign-in-required' });
    expect(await refusal(reveal({ ...sam, sessionId: ben.sessionId ?? '' }, clientId))).toMatchObject({
      code: 'fresh-sign-in-required',
    });
  });
});

test('every proof that is asked for again is on record, without what was typed', async () => {
  await refusal(freshen(sam, { proof: 'wrong words here' }));
  await freshen(sam, { proof: TEST_PASSWORD });
  const { rows } = await board.ownerPool.query<{ action: string; row: string }>(
    `select action, audit_events::text as row from audit_events where actor_id = $1 and action like 'person.fresh%' order by seq`,
    [sam.id],
  );
  expect(rows.map(({ action }) => action)).toEqual(['person.fresh-sign-in-failed', 'person.fresh-sign-in']);
  for (const { row } of rows) expect(row).not.toMatch(/words here/);
});

test('a person in a browser without a session gets no value', async () => {
  const { sessionId: _none, ...stranger } = sam;
  expect(await refusal(reveal(stranger, clientId))).toMatchObject({ code: 'fresh-sign-in-required' });
});

test('the command line and programs are not asked: there is nobody in front of them', async () => {
  await letPass(60);
  await expect(reveal(systemActor('cli'), clientId)).resolves.toBeDefined();
  const { sessionId: _none, ...token } = sam;
  await expect(reveal({ ...token, via: 'api', isAgent: true }, clientId)).resolves.toBeDefined();
});

test('with REVEAL_FRESH_MINUTES=0 nobody is asked, and with another number after that long', async () => {
  await letPass(60);
  applyEnvironment({ REVEAL_FRESH_MINUTES: '0' });
  await expect(reveal(sam, clientId)).resolves.toBeDefined();
  applyEnvironment({ REVEAL_FRESH_MINUTES: '59' });
  expect(await refusal(reveal(sam, clientId))).toMatchObject({ code: 'fresh-sign-in-required' });
  applyEnvironment({ REVEAL_FRESH_MINUTES: '62' });
  await expect(reveal(sam, clientId)).resolves.toBeDefined();
  applyEnvironment({ REVEAL_FRESH_MINUTES: undefined });
});
