import { beforeAll, expect, test } from 'vitest';
import { changePassword } from '@/lib/auth/account';
import type { Actor } from '@/lib/auth/actor';
import { makeNewPasswordLink, setPasswordThroughLink } from '@/lib/auth/new-password-link';
import { joinThroughLink } from '@/lib/auth/one-time-link';
import { invitePerson } from '@/lib/auth/people-commands';
import { applyEnvironment } from '@/lib/env';
import { addPerson, TEST_PASSWORD } from '@/tests/support/fixtures';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';
import { refusal } from '@/tests/support/refusal';

const from = { address: '192.0.2.5', userAgent: 'test' };
const twice = (password: string) => ({ password, repeat: password });

let board: TestDatabase;
let admin: Actor;

beforeAll(async () => {
  board = await testDatabase();
  admin = (await addPerson(board.db, 'admin')).actor;
  applyEnvironment({ BOARD_ORGANISATION: 'Kestrel & Sons' });
});

test.each([
  'the Jed-Board is mine',
  'kestrel flies at noon 7',
  'my name is J a n e t t e',
  'marlowe.2026.spring',
  'j.marlowe is the address',
  'correct password battery',
])('a password with a word of the house or of its person is refused by every door: %s', async (password) => {
  const newcomer = { name: 'Janette Quill', email: 'j.marlowe@example.org' };
  const { path } = await invitePerson(admin, { ...newcomer, role: 'support' });
  const token = path.slice('/join/'.length);
  expect(await refusal(joinThroughLink(token, { ...newcomer, ...twice(password) }, from))).toMatchObject({
    fields: ['password'],
  });
});

test('changing it and choosing it anew hold to the same, and refuse nothing else', async () => {
  const { actor, email } = await addPerson(board.db, 'consultant');
  const own = `${email.split('@')[0]} rides a bicycle`;
  expect(await refusal(changePassword(actor, { current: TEST_PASSWORD, ...twice(own) }))).toMatchObject({
    fields: ['password'],
  });
  const { path } = await makeNewPasswordLink(admin, actor.id);
  const token = path.slice('/new-password/'.length);
  expect(await refusal(setPasswordThroughLink(token, twice(own), from))).toMatchObject({
    fields: ['password'],
  });
  await setPasswordThroughLink(token, twice('a bird of paper and glass'), from);
});
