import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { changePassword, signOutEverywhere } from '@/lib/auth/account';
import type { Actor } from '@/lib/auth/actor';
import { finishSignIn } from '@/lib/auth/finish-sign-in';
import { findLiveSession } from '@/lib/auth/live-session';
import { setDisabled } from '@/lib/auth/people-commands';
import {
  confirmSecondFactor,
  readSecretBeingSetUp,
  startSecondFactor,
} from '@/lib/auth/second-factor-enrolment';
import { readMySecondFactor } from '@/lib/auth/second-factor-queries';
import { resumeTicket } from '@/lib/auth/session-ticket';
import { signInWithPassword, startSession } from '@/lib/auth/sign-in';
import { enrol } from '@/tests/support/authenticator';
import { codeOf, STEP_MILLIS } from '@/tests/support/authenticator-code';
import { addPerson, TEST_PASSWORD } from '@/tests/support/fixtures';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';
import { countDone, refusal } from '@/tests/support/refusal';

let board: TestDatabase;
let admin: Actor;

beforeAll(async () => {
  board = await testDatabase();
  admin = (await addPerson(board.db, 'admin')).actor;
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterAll(() => vi.useRealTimers());

// In the middle of a step, so that no code grows old between being shown and being entered.
beforeEach(() => vi.setSystemTime((Math.floor(Date.now() / STEP_MILLIS) + 0.5) * STEP_MILLIS));
const nextStep = () => vi.setSystemTime(Date.now() + STEP_MILLIS);

const origin = () => ({ address: `2001:db8::${randomBytes(2).toString('hex')}`, userAgent: 'test' });

async function halfway(email: string, from = origin()): Promise<string> {
  const outcome = await signInWithPassword({ email, password: TEST_PASSWORD }, from);
  if (outcome.step !== 'code') throw new Error('no code was asked for');
  return outcome.token;
}

async function enrolled() {
  const person = await addPerson(board.db, 'consultant');
  const factor = await enrol(person.actor);
  nextStep();
  return { ...person, ...factor };
}

async function eventsOf(actor: Actor) {
  const { rows } = await board.ownerPool.query<{ action: string; outcome: string; row: string }>(
    `select action, outcome, audit_events::text as row from audit_events where actor_id = $1 order by seq`,
    [actor.id],
  );
  return rows;
}

describe('setting up', () => {
  test('asks nothing at sign-in before its first code was right', async () => {
    const { actor, email } = await addPerson(board.db, 'consultant');
    await startSecondFactor(actor, {});
    expect(await refusal(confirmSecondFactor(actor, { code: '000000' }))).toMatchObject({ fields: ['code'] });
    expect(await signInWithPassword({ email, password: TEST_PASSWORD }, origin())).toMatchObject({
      step: 'done',
    });
    expect(await readMySecondFactor(actor)).toBeNull();
  });

  test('gives ten recovery codes, ends the other sessions, and cannot be begun again', async () => {
    const { actor } = await addPerson(board.db, 'consultant');
    const elsewhere = await startSession(actor);
    const { recoveryCodes } = await enrol(actor);
    expect(new Set(recoveryCodes).size).toBe(10);
    expect(
      recoveryCodes.every((code) => /^([0-9a-hjkmnp-tv-z]{4}-){5}[0-9a-hjkmnp-tv-z]{4}$/.test(code)),
    ).toBe(true);
    expect(await findLiveSession(elsewhere)).toBeNull();
    expect(await findLiveSession({ userId: actor.id, sessionId: actor.sessionId ?? '' })).not.toBeNull();
    expect(await refusal(startSecondFactor(actor, {}))).toMatchObject({ code: 'conflict' });
    expect(await readSecretBeingSetUp(actor)).toBeNull();
  });

  test('goes on in the session that began it: another one of the same person neither sees nor confirms it', async () => {
    const { actor } = await addPerson(board.db, 'consultant');
    const other = { ...actor, sessionId: (await startSession(actor)).sessionId };
    const { sessionId: _none, ...withoutSession } = actor;
    await startSecondFactor(actor, {});
    const secret = (await readSecretBeingSetUp(actor))?.reveal() ?? '';
    for (const elsewhere of [other, withoutSession]) {
      expect(await readSecretBeingSetUp(elsewhere)).toBeNull();
      expect(await refusal(confirmSecondFactor(elsewhere, { code: codeOf(secret) }))).toMatchObject({
        code: 'conflict',
      });
    }
    expect(await confirmSecondFactor(actor, { code: codeOf(secret) })).toHaveLength(10);
  });

  test('in a session that proved nothing lately wants the password', async () => {
    const { actor } = await addPerson(board.db, 'consultant');
    await board.ownerPool.query(
      `update user_sessions set authenticated_at = now() - interval '16 minutes' where id = $1`,
      [actor.sessionId],
    );
    expect(await refusal(startSecondFactor(actor, {}))).toMatchObject({ fields: ['password'] });
    expect(await refusal(startSecondFactor(actor, { password: 'wrong' }))).toMatchObject({
      fields: ['password'],
    });
    await startSecondFactor(actor, { password: TEST_PASSWORD });
  });

  test('shows nobody another person’s secret, and confirms nobody else’s', async () => {
    const [mine, theirs] = [await addPerson(board.db, 'admin'), await addPerson(board.db, 'admin')];
    await startSecondFactor(theirs.actor, {});
    expect(await readSecretBeingSetUp(mine.actor)).toBeNull();
    const secret = (await readSecretBeingSetUp(theirs.actor))?.reveal() ?? '';
    expect(await refusal(confirmSecondFactor(mine.actor, { code: codeOf(secret) }))).toMatchObject({
      code: 'conflict',
    });
  });

  test('leaves neither secret nor recovery code in the database or the audit log', async () => {
    const { actor, secret, recoveryCodes } = await enrolled();
    const { rows } = await board.ownerPool.query<{ row: string }>(
      `select encode(envelope, 'escape') as row from second_factors
       union all select second_factors::text from second_factors
       union all select recovery_codes::text from recovery_codes`,
    );
    const kept = [...rows, ...(await eventsOf(actor))].map(({ row }) => row).join('\n');
    for (const text of [secret, ...recoveryCodes]) expect(kept).not.toContain(text);
  });
});

describe('signing in', () => {
  test('takes password and code, each recorded without the code', async () => {
    const { actor, email, secret } = await enrolled();
    const code = codeOf(secret);
    const session = await finishSignIn(
      await halfway(email),
      { code: `${code.slice(0, 3)} ${code.slice(3)}` },
      origin(),
    );
    expect(await findLiveSession(session)).toMatchObject({ id: actor.id });
    const events = await eventsOf(actor);
    expect(events.map(({ action }) => action)).toEqual(['second-factor.enrolled', 'person.signed-in']);
    expect(events.at(-1)?.row).toContain('totp');
    expect(events.map(({ row }) => row).join()).not.toContain(code);
  });

  test('with the password alone is no session: its token opens nothing else', async () => {
    const { actor, email } = await enrolled();
    const before = await board.ownerPool.query('select id from user_sessions where user_id = $1', [actor.id]);
    const token = await halfway(email);
    expect(resumeTicket(token)).toBeNull();
    expect(
      await findLiveSession({ userId: actor.id, sessionId: '00000000-0000-7000-8000-000000000000' }),
    ).toBeNull();
    const after = await board.ownerPool.query('select id from user_sessions where user_id = $1', [actor.id]);
    expect(after.rows).toEqual(before.rows);
    const { rows } = await board.ownerPool.query<{ row: string }>(
      'select pending_sign_ins::text as row from pending_sign_ins',
    );
    expect(rows.map(({ row }) => row).join()).not.toContain(token);
  });

  test('takes a code once, also from another browser within its half minute', async () => {
    const { email, secret } = await enrolled();
    const code = codeOf(secret);
    await finishSignIn(await halfway(email), { code }, origin());
    expect(await refusal(finishSignIn(await halfway(email), { code }, origin()))).toMatchObject({
      fields: ['code'],
    });
    nextStep();
    expect(await refusal(finishSignIn(await halfway(email), { code }, origin()))).toMatchObject({
      fields: ['code'],
    });
    await finishSignIn(await halfway(email), { code: codeOf(secret) }, origin());
  });

  test('with a code older than the last one used is refused', async () => {
    const { email, secret } = await enrolled();
    await finishSignIn(await halfway(email), { code: codeOf(secret, 1) }, origin());
    expect(
      await refusal(finishSignIn(await halfway(email), { code: codeOf(secret) }, origin())),
    ).toMatchObject({
      fields: ['code'],
    });
  });

  test('with one code in eight browsers at once starts exactly one session', async () => {
    const { email, secret } = await enrolled();
    const tokens = await Promise.all(Array.from({ length: 8 }, () => halfway(email)));
    const code = codeOf(secret);
    expect(await countDone(tokens.map((token) => finishSignIn(token, { code }, origin())))).toBe(1);
  });

  test('with one token and two good codes at once starts exactly one session', async () => {
    const { email, secret, recoveryCodes } = await enrolled();
    const token = await halfway(email);
    const codes = [codeOf(secret), ...recoveryCodes.slice(0, 3)];
    expect(await countDone(codes.map((code) => finishSignIn(token, { code }, origin())))).toBe(1);
    expect(await refusal(finishSignIn(token, { code: recoveryCodes[4] }, origin()))).toMatchObject({
      code: 'not-found',
    });
  });

  test('one person’s code and recovery codes are worth nothing for another’s token', async () => {
    const [mine, theirs] = [await enrolled(), await enrolled()];
    for (const code of [codeOf(mine.secret), mine.recoveryCodes[0]]) {
      expect(await refusal(finishSignIn(await halfway(theirs.email), { code }, origin()))).toMatchObject({
        fields: ['code'],
      });
    }
  });

  test.each<[string, (person: { actor: Actor }) => Promise<unknown>]>([
    ['the account was disabled', ({ actor }) => setDisabled(admin, actor.id, true)],
    ['every session was ended', ({ actor }) => signOutEverywhere(actor)],
    [
      'the password was changed',
      ({ actor }) => {
        const password = 'another four random words';
        return changePassword(actor, { current: TEST_PASSWORD, password, repeat: password });
      },
    ],
    [
      'ten minutes went by',
      () => board.ownerPool.query('update pending_sign_ins set expires_at = now() where used_at is null'),
    ],
  ])('halfway does not go on once %s', async (_what, happen) => {
    const person = await enrolled();
    const token = await halfway(person.email);
    await happen(person);
    expect(await refusal(finishSignIn(token, { code: codeOf(person.secret) }, origin()))).toMatchObject({
      code: 'not-found',
    });
  });

  test.each([undefined, '', 'made-up', '1'.repeat(5000)])(
    'a made-up token is no half of anything',
    async (token) => {
      expect(await refusal(finishSignIn(token, { code: '123456' }, origin()))).toMatchObject({
        code: 'not-found',
      });
    },
  );
});
