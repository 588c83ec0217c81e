import { beforeAll, describe, expect, test } from 'vitest';
import type { Actor, Role } from '@/lib/auth/actor';
import { systemActor } from '@/lib/auth/actor';
import { finishSignIn } from '@/lib/auth/finish-sign-in';
import { findLiveSession } from '@/lib/auth/live-session';
import {
  removeSecondFactor,
  renewRecoveryCodes,
  setSecondFactorRule,
  turnOffSecondFactor,
} from '@/lib/auth/second-factor-commands';
import { readMySecondFactor, readSecondFactorRule } from '@/lib/auth/second-factor-queries';
import { signInWithPassword, startSession } from '@/lib/auth/sign-in';
import { AppError } from '@/lib/errors';
import { enrol } from '@/tests/support/authenticator';
import { codeOf } from '@/tests/support/authenticator-code';
import { addPerson, TEST_PASSWORD } from '@/tests/support/fixtures';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';
import { countDone, refusal } from '@/tests/support/refusal';

let board: TestDatabase;
let admin: Actor;

beforeAll(async () => {
  board = await testDatabase();
  admin = (await addPerson(board.db, 'admin')).actor;
});

const origin = { address: '2001:db8::1', userAgent: 'test' };

async function enrolled(role: Role = 'consultant') {
  const person = await addPerson(board.db, role);
  return { ...person, ...(await enrol(person.actor)) };
}

async function signIn(email: string, code: string | undefined) {
  const outcome = await signInWithPassword({ email, password: TEST_PASSWORD }, origin);
  if (outcome.step !== 'code') throw new Error('no code was asked for');
  return finishSignIn(outcome.token, { code }, origin);
}

async function actionsOf(actor: Actor): Promise<string[]> {
  const { rows } = await board.ownerPool.query<{ action: string }>(
    'select action from audit_events where actor_id = $1 order by seq',
    [actor.id],
  );
  return rows.map(({ action }) => action);
}

describe('a recovery code', () => {
  test('signs in once, however it is typed, and the number of those left goes down', async () => {
    const { actor, email, recoveryCodes } = await enrolled();
    const typed = ` ${recoveryCodes[0]?.toUpperCase().replaceAll('-', ' ').replaceAll('0', 'O')} `;
    await signIn(email, typed);
    expect(await readMySecondFactor(actor)).toMatchObject({ recoveryCodesLeft: 9 });
    expect(await refusal(signIn(email, recoveryCodes[0]))).toMatchObject({ fields: ['code'] });
    expect(await actionsOf(actor)).toEqual([
      'second-factor.enrolled',
      'person.signed-in',
      'second-factor.recovery-used',
      'second-factor.failed',
    ]);
  });

  test('used four times at once signs in exactly once', async () => {
    const { email, recoveryCodes } = await enrolled();
    expect(await countDone(Array.from({ length: 4 }, () => signIn(email, recoveryCodes[0])))).toBe(1);
  });

  test('of the old ten stops working when new ones are made, which takes a code from the app', async () => {
    const { actor, email, secret, recoveryCodes } = await enrolled();
    for (const code of ['000000', recoveryCodes[1]]) {
      expect(await refusal(renewRecoveryCodes(actor, { code }))).toMatchObject({ fields: ['code'] });
    }
    const renewed = await renewRecoveryCodes(actor, { code: codeOf(secret, 1) });
    expect(renewed.filter((code) => recoveryCodes.includes(code))).toEqual([]);
    expect(await refusal(signIn(email, recoveryCodes[0]))).toMatchObject({ fields: ['code'] });
    await signIn(email, renewed[0]);
    expect(await readMySecondFactor(actor)).toMatchObject({ recoveryCodesLeft: 9 });
  });
});

describe('turning off', () => {
  test('takes password and code together; neither alone will do, and then the password signs in', async () => {
    const { actor, email, recoveryCodes } = await enrolled();
    const [code] = recoveryCodes;
    expect(await refusal(turnOffSecondFactor(actor, { password: 'wrong', code }))).toMatchObject({
      fields: ['password'],
    });
    expect(await refusal(turnOffSecondFactor(actor, { password: TEST_PASSWORD, code: '0' }))).toMatchObject({
      fields: ['code'],
    });
    await turnOffSecondFactor(actor, { password: TEST_PASSWORD, code });
    expect(await signInWithPassword({ email, password: TEST_PASSWORD }, origin)).toMatchObject({
      step: 'done',
    });
    expect(await actionsOf(actor)).toContain('second-factor.removed');
    const { rows } = await board.ownerPool.query(
      'select 1 from second_factors where user_id = $1 union all select 1 from recovery_codes where user_id = $1',
      [actor.id],
    );
    expect(rows).toEqual([]);
  });

  test('gives a session five guesses, also when they come all at once', async () => {
    const { actor, recoveryCodes } = await enrolled();
    const guesses = Array.from({ length: 20 }, () =>
      turnOffSecondFactor(actor, { password: 'wrong', code: '1' }),
    );
    const answers = await Promise.all(guesses.map((guess) => refusal(guess)));
    expect(answers.filter(({ code }) => code === 'invalid')).toHaveLength(5);
    const right = { password: TEST_PASSWORD, code: recoveryCodes[0] };
    expect(await refusal(turnOffSecondFactor(actor, right))).toMatchObject({ code: 'too-many-attempts' });
  });
});

describe('removing somebody else’s', () => {
  test('is for admins, ends the person’s sessions and is on record', async () => {
    const { actor, email } = await enrolled();
    const session = await startSession(actor);
    await removeSecondFactor(admin, actor.id);
    expect(await findLiveSession(session)).toBeNull();
    expect(await signInWithPassword({ email, password: TEST_PASSWORD }, origin)).toMatchObject({
      step: 'done',
    });
    const { rows } = await board.ownerPool.query(
      `select actor_id from audit_events where action = 'second-factor.removed' and subject_user_id = $1`,
      [actor.id],
    );
    expect(rows).toEqual([{ actor_id: admin.id }]);
  });

  test('and signing in at the same moment never wait for each other', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { actor, email, recoveryCodes } = await enrolled();
      const outcome = await signInWithPassword({ email, password: TEST_PASSWORD }, origin);
      if (outcome.step !== 'code') throw new Error('no code was asked for');
      const [removed, signedIn] = await Promise.allSettled([
        removeSecondFactor(admin, actor.id),
        finishSignIn(outcome.token, { code: recoveryCodes[0] }, origin),
      ]);
      expect(removed.status).toBe('fulfilled');
      if (signedIn.status === 'rejected') expect(signedIn.reason).toBeInstanceOf(AppError);
    }
  });

  test.each<Role>(['consultant', 'support'])('is refused to %s', async (role) => {
    const { actor } = await enrolled();
    const other = await addPerson(board.db, role);
    expect(await refusal(removeSecondFactor(other.actor, actor.id))).toMatchObject({ code: 'forbidden' });
    expect(await readMySecondFactor(actor)).not.toBeNull();
  });

  test('is not a way round the code for one’s own, but open to the command line', async () => {
    const own = await enrolled('admin');
    expect(await refusal(removeSecondFactor(own.actor, own.actor.id))).toMatchObject({ code: 'conflict' });
    await removeSecondFactor(systemActor('cli'), own.actor.id);
    expect(await readMySecondFactor(own.actor)).toBeNull();
    expect(await refusal(removeSecondFactor(admin, own.actor.id))).toMatchObject({ code: 'conflict' });
    expect(await refusal(removeSecondFactor(admin, 'x'))).toMatchObject({ code: 'not-found' });
  });
});

describe('a role that needs a second factor', () => {
  test('leaves its people owing one until it is confirmed, at once and in sessions that were there before', async () => {
    const [support, consultant] = [
      await addPerson(board.db, 'support'),
      await addPerson(board.db, 'consultant'),
    ];
    const owes = async ({ actor }: { actor: Actor }) =>
      (await findLiveSession({ userId: actor.id, sessionId: actor.sessionId ?? '' }))?.owesSecondFactor;
    expect([await owes(support), await owes(consultant)]).toEqual([false, false]);
    await setSecondFactorRule(admin, { roles: ['support'] });
    expect(await readSecondFactorRule(admin)).toEqual(['support']);
    expect([await owes(support), await owes(consultant)]).toEqual([true, false]);
    await enrol(support.actor);
    expect(await owes(support)).toBe(false);
    await setSecondFactorRule(admin, { roles: [] });
    expect(await owes(await addPerson(board.db, 'support'))).toBe(false);
  });

  test.each<Role>(['consultant', 'support'])('is decided by admins, not by %s', async (role) => {
    const { actor } = await addPerson(board.db, role);
    expect(await refusal(setSecondFactorRule(actor, { roles: [] }))).toMatchObject({ code: 'forbidden' });
    expect(await refusal(readSecondFactorRule(actor))).toMatchObject({ code: 'forbidden' });
  });

  test('is one of the three that there are', async () => {
    expect(await refusal(setSecondFactorRule(admin, { roles: ['owner'] }))).toMatchObject({
      code: 'invalid',
    });
    await expect(
      board.applicationPool.query(`update board_settings set second_factor_roles = '{owner}'`),
    ).rejects.toThrow(/board_settings_roles_check/);
    await expect(board.applicationPool.query('insert into board_settings default values')).rejects.toThrow();
  });
});
