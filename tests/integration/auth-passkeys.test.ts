import { beforeAll, describe, expect, test } from 'vitest';
import { addPasskey, startAddingPasskey } from '@/lib/auth/add-passkey';
import { showSecondFactor } from '@/lib/auth/factor-proof';
import { askForSignInPasskey, finishSignIn, finishSignInWithPasskey } from '@/lib/auth/finish-sign-in';
import { findLiveSession } from '@/lib/auth/live-session';
import { listMyPasskeys, removePasskey } from '@/lib/auth/own-passkeys';
import { askForFreshPasskey, freshenWithPasskey } from '@/lib/auth/passkey-fresh';
import { listPeople } from '@/lib/auth/people-queries';
import {
  removeSecondFactor,
  renewRecoveryCodes,
  setSecondFactorRule,
  turnOffSecondFactor,
} from '@/lib/auth/second-factor-commands';
import { readMySecondFactor } from '@/lib/auth/second-factor-queries';
import { signInWithPassword, startSession } from '@/lib/auth/sign-in';
import { enrol } from '@/tests/support/authenticator';
import { codeOf } from '@/tests/support/authenticator-code';
import { addClientWithValues, addPerson, reveal, TEST_PASSWORD } from '@/tests/support/fixtures';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';
import { countDone, refusal } from '@/tests/support/refusal';
import { SoftwarePasskey } from '@/tests/support/software-passkey';
import { BOARD, eventsOf, from, halfway, letPass, NAME, withPasskey } from './passkey-fixture';

let board: TestDatabase;

beforeAll(async () => {
  board = await testDatabase();
});

const consultant = () => addPerson(board.db, 'consultant');

async function signInWith(email: string, passkey: SoftwarePasskey) {
  const token = await halfway(email);
  const answer = passkey.signed(await askForSignInPasskey(token, BOARD));
  return finishSignInWithPasskey(token, answer, BOARD, from());
}

describe('adding a passkey', () => {
  test('turns the second factor on, gives ten recovery codes and ends the sessions without it', async () => {
    const { actor, email } = await consultant();
    const elsewhere = await startSession(actor);
    const { recoveryCodes } = await withPasskey(actor, 'Work laptop');
    expect(new Set(recoveryCodes).size).toBe(10);
    expect(await findLiveSession(elsewhere)).toBeNull();
    expect(await readMySecondFactor(actor)).toEqual({ since: null, passkeys: 1, recoveryCodesLeft: 10 });
    expect(await listMyPasskeys(actor)).toMatchObject([
      { name: 'Work laptop', rpId: 'board.example.com', lastUsedAt: null },
    ]);
    await halfway(email);
    expect((await eventsOf(board, actor)).map(({ action }) => action)).toContain('passkey.added');
  });

  test('beside another second factor leaves the recovery codes as they are', async () => {
    const { actor } = await consultant();
    await enrol(actor);
    expect((await withPasskey(actor)).recoveryCodes).toBeNull();
    expect((await withPasskey(actor)).recoveryCodes).toBeNull();
    expect(await readMySecondFactor(actor)).toMatchObject({ passkeys: 2, recoveryCodesLeft: 10 });
  });

  test('asks for the password where that was a while ago, and for the second factor where there is one', async () => {
    const { actor } = await consultant();
    await letPass(board, actor, 16);
    expect(await refusal(startAddingPasskey(actor, NAME, BOARD))).toMatchObject({
      code: 'fresh-sign-in-required',
    });
    await letPass(board, actor, -16);
    const { passkey, recoveryCodes } = await withPasskey(actor);
    const options = await startAddingPasskey(actor, NAME, BOARD);
    await board.ownerPool.query('update user_sessions set second_factor_at = null where id = $1', [
      actor.sessionId,
    ]);
    const answer = new SoftwarePasskey(BOARD).made(options);
    expect(await refusal(addPasskey(actor, { name: 'Another', answer }, BOARD))).toMatchObject({
      code: 'fresh-sign-in-required',
    });
    await freshenWithPasskey(actor, passkey.signed(await askForFreshPasskey(actor, BOARD)), BOARD);
    await addPasskey(actor, { name: 'Another', answer }, BOARD);
    await letPass(board, actor, 16);
    await showSecondFactor(actor, { code: recoveryCodes?.[0] });
    await withPasskey(actor);
  });

  test('twice at once brings recovery codes once', async () => {
    const { actor } = await consultant();
    const passkey = new SoftwarePasskey(BOARD);
    const answer = passkey.made(await startAddingPasskey(actor, NAME, BOARD));
    const adding = Array.from({ length: 4 }, () => addPasskey(actor, { name: 'Once', answer }, BOARD));
    expect(await countDone(adding)).toBe(1);
    expect(await listMyPasskeys(actor)).toHaveLength(1);
  });

  test.each([
    ['one of spaces', ' '],
    ['one of sixty-one', 'a'.repeat(61)],
  ])('is refused without a name of one to sixty characters, as with %s', async (_count, name) => {
    const { actor } = await consultant();
    const answer = new SoftwarePasskey(BOARD).made(await startAddingPasskey(actor, NAME, BOARD));
    expect(await refusal(addPasskey(actor, { name, answer }, BOARD))).toMatchObject({ fields: ['name'] });
    expect(await refusal(startAddingPasskey(actor, { name }, BOARD))).toMatchObject({ fields: ['name'] });
    expect(await listMyPasskeys(actor)).toEqual([]);
  });

  test('of a device that is here already, also as somebody else’s, is refused', async () => {
    const [mine, theirs] = [await consultant(), await consultant()];
    const { passkey } = await withPasskey(mine.actor);
    const again = passkey.made(await startAddingPasskey(theirs.actor, NAME, BOARD));
    expect(await refusal(addPasskey(theirs.actor, { name: 'Mine now', answer: again }, BOARD))).toMatchObject(
      {
        code: 'conflict',
      },
    );
    expect(await listMyPasskeys(theirs.actor)).toEqual([]);
  });
});

describe('a passkey', () => {
  test('is the second half of a sign-in, again and again, each on record', async () => {
    const { actor, email } = await consultant();
    const { passkey } = await withPasskey(actor);
    for (let times = 0; times < 3; times += 1) {
      expect(await findLiveSession(await signInWith(email, passkey))).toMatchObject({ id: actor.id });
    }
    const events = await eventsOf(board, actor);
    expect(events.filter(({ action }) => action === 'passkey.used')).toHaveLength(3);
    expect(events.at(-1)).toMatchObject({
      action: 'person.signed-in',
      detail: { method: 'password', secondFactor: 'passkey' },
    });
    expect((await listMyPasskeys(actor))[0]?.lastUsedAt).toBeInstanceOf(Date);
  });

  test('that does not count signs in all the same: some devices always say 0', async () => {
    const { actor, email } = await consultant();
    const { passkey } = await withPasskey(actor);
    for (let times = 0; times < 2; times += 1) {
      const token = await halfway(email);
      const answer = passkey.signed(await askForSignInPasskey(token, BOARD), { counter: 0 });
      await finishSignInWithPasskey(token, answer, BOARD, from());
    }
  });

  test('makes a session fresh, so that values are copied again', async () => {
    const { actor } = await consultant();
    const client = await addClientWithValues(board.db, actor);
    const { passkey } = await withPasskey(actor);
    await letPass(board, actor, 60);
    expect(await refusal(reveal(actor, client.id))).toMatchObject({ code: 'fresh-sign-in-required' });
    await freshenWithPasskey(actor, passkey.signed(await askForFreshPasskey(actor, BOARD)), BOARD);
    await expect(reveal(actor, client.id)).resolves.toBeDefined();
  });

  test('leaves its person the recovery codes as the way back, which do not make a session fresh', async () => {
    const { actor, email } = await consultant();
    const client = await addClientWithValues(board.db, actor);
    const { recoveryCodes } = await withPasskey(actor);
    await finishSignIn(await halfway(email), { code: recoveryCodes?.[0] }, from());
    await letPass(board, actor, 60);
    await showSecondFactor(actor, { code: recoveryCodes?.[1] });
    expect(await refusal(reveal(actor, client.id))).toMatchObject({ code: 'fresh-sign-in-required' });
    expect(await refusal(showSecondFactor(actor, { code: recoveryCodes?.[1] }))).toMatchObject({
      fields: ['code'],
    });
    expect(await readMySecondFactor(actor)).toMatchObject({ recoveryCodesLeft: 8 });
  });

  test('is what a role that needs a second factor asks for, and an admin sees it', async () => {
    const admin = await addPerson(board.db, 'admin');
    const { actor } = await addPerson(board.db, 'support');
    await setSecondFactorRule(admin.actor, { roles: ['support'] });
    const session = { userId: actor.id, sessionId: actor.sessionId ?? '' };
    expect(await findLiveSession(session)).toMatchObject({ owesSecondFactor: true, hasPasskey: false });
    await withPasskey(actor);
    expect(await findLiveSession(session)).toMatchObject({ owesSecondFactor: false, hasPasskey: true });
    const people = await listPeople(admin.actor);
    expect(people.find(({ id }) => id === actor.id)).toMatchObject({ hasSecondFactor: true });
    await setSecondFactorRule(admin.actor, { roles: [] });
  });
});

describe('removing a passkey', () => {
  test('takes the last one’s recovery codes along and ends the other sessions', async () => {
    const { actor, email } = await consultant();
    const { passkey } = await withPasskey(actor);
    const second = await withPasskey(actor);
    const elsewhere = await signInWith(email, passkey);
    const [first, last] = await listMyPasskeys(actor);
    await removePasskey(actor, first?.id ?? '');
    expect(await findLiveSession(elsewhere)).toBeNull();
    expect(await readMySecondFactor(actor)).toMatchObject({ passkeys: 1, recoveryCodesLeft: 10 });
    await signInWith(email, second.passkey);
    await removePasskey(actor, last?.id ?? '');
    expect(await readMySecondFactor(actor)).toBeNull();
    expect(await signInWithPassword({ email, password: TEST_PASSWORD }, from())).toMatchObject({
      step: 'done',
    });
  });

  test('takes the second factor, lately: the password alone is not enough', async () => {
    const { actor } = await consultant();
    await withPasskey(actor);
    const [row] = await listMyPasskeys(actor);
    await board.ownerPool.query('update user_sessions set second_factor_at = null where id = $1', [
      actor.sessionId,
    ]);
    expect(await refusal(removePasskey(actor, row?.id ?? ''))).toMatchObject({
      code: 'fresh-sign-in-required',
    });
    expect(await refusal(renewRecoveryCodes(actor, {}))).toMatchObject({ code: 'fresh-sign-in-required' });
    expect(await listMyPasskeys(actor)).toHaveLength(1);
  });

  test('of somebody else’s finds none', async () => {
    const [mine, theirs] = [await consultant(), await consultant()];
    await withPasskey(theirs.actor);
    const [row] = await listMyPasskeys(theirs.actor);
    for (const id of [row?.id ?? '', 'none']) {
      expect(await refusal(removePasskey(mine.actor, id))).toMatchObject({ code: 'not-found' });
    }
    expect(await listMyPasskeys(theirs.actor)).toHaveLength(1);
  });

  test('by an admin, for a lost device, takes all of them and the authenticator', async () => {
    const admin = await addPerson(board.db, 'admin');
    const { actor, email } = await consultant();
    await enrol(actor);
    await withPasskey(actor);
    await removeSecondFactor(admin.actor, actor.id);
    expect(await listMyPasskeys(actor)).toEqual([]);
    expect(await readMySecondFactor(actor)).toBeNull();
    expect(await signInWithPassword({ email, password: TEST_PASSWORD }, from())).toMatchObject({
      step: 'done',
    });
  });
});

test('with passkeys only, new recovery codes take the place of the old once one was shown', async () => {
  const { actor, email } = await consultant();
  const { recoveryCodes } = await withPasskey(actor);
  const renewed = await renewRecoveryCodes(actor, {});
  expect(renewed).toHaveLength(10);
  expect(
    await refusal(finishSignIn(await halfway(email), { code: recoveryCodes?.[0] }, from())),
  ).toMatchObject({ fields: ['code'] });
  await finishSignIn(await halfway(email), { code: renewed[0] }, from());
});

test('an authenticator beside a passkey turns off without taking recovery codes along', async () => {
  const { actor, email } = await consultant();
  const { secret } = await enrol(actor);
  const { passkey } = await withPasskey(actor);
  await turnOffSecondFactor(actor, { password: TEST_PASSWORD, code: codeOf(secret, 1) });
  expect(await readMySecondFactor(actor)).toEqual({ since: null, passkeys: 1, recoveryCodesLeft: 10 });
  await signInWith(email, passkey);
});
