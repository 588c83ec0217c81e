import { beforeAll, expect, test } from 'vitest';
import { changePassword } from '@/lib/auth/account';
import type { Actor } from '@/lib/auth/actor';
import { makeNewPasswordLink, setPasswordThroughLink } from '@/lib/auth/new-password-link';
import { joinThroughLink } from '@/lib/auth/one-time-link';
import { invitePerson } from '@/lib/auth/people-commands';
import { addPerson, TEST_PASSWORD } from '@/tests/support/fixtures';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';
import { refusal } from '@/tests/support/refusal';

const from = { address: '192.0.2.5', userAgent: 'test' };
const STOLEN = 'Qwerty123456';
const GOOD = 'a bird of paper and glass';
const twice = (password: string) => ({ password, repeat: password });

let board: TestDatabase;
let admin: Actor;

beforeAll(async () => {
  board = await testDatabase();
  admin = (await addPerson(board.db, 'admin')).actor;
});

test('a stolen password makes no account, and its link still takes a good one', async () => {
  const newcomer = { name: 'Janette Quill', email: 'janette@example.org' };
  const { path } = await invitePerson(admin, { ...newcomer, role: 'support' });
  const token = path.slice('/join/'.length);
  expect(await refusal(joinThroughLink(token, { ...newcomer, ...twice(STOLEN) }, from))).toMatchObject({
    code: 'invalid',
    fields: ['password'],
  });
  expect(await joinThroughLink(token, { ...newcomer, ...twice(GOOD) }, from)).toMatchObject({
    role: 'support',
  });
});

test('nor does a new-password link take one, and stays good', async () => {
  const { actor } = await addPerson(board.db, 'consultant');
  const { path } = await makeNewPasswordLink(admin, actor.id);
  const token = path.slice('/new-password/'.length);
  expect(await refusal(setPasswordThroughLink(token, twice(STOLEN), from))).toMatchObject({
    fields: ['password'],
  });
  expect(await setPasswordThroughLink(token, twice(GOOD), from)).toEqual({ userId: actor.id });
});

test('nor does a change of one’s own, and the old password stays', async () => {
  const { actor } = await addPerson(board.db, 'consultant');
  const change = (password: string) => changePassword(actor, { current: TEST_PASSWORD, ...twice(password) });
  expect(await refusal(change(STOLEN))).toMatchObject({ fields: ['password'] });
  await change(GOOD);
});
