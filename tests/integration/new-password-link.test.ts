import { eq } from 'drizzle-orm';
import { beforeAll, expect, test } from 'vitest';
import { changePassword } from '@/lib/auth/account';
import type { Actor } from '@/lib/auth/actor';
import { makeKnownDevice } from '@/lib/auth/known-device';
import { findLiveSession } from '@/lib/auth/live-session';
import {
  makeNewPasswordLink,
  readNewPasswordLink,
  setPasswordThroughLink,
} from '@/lib/auth/new-password-link';
import { joinThroughLink } from '@/lib/auth/one-time-link';
import { readPendingSignIn, startPendingSignIn } from '@/lib/auth/pending-sign-in';
import { changeRole, invitePerson, setDisabled } from '@/lib/auth/people-commands';
import { signInWithPassword, startSession } from '@/lib/auth/sign-in';
import { users } from '@/lib/db/schema/people';
import { addPerson, TEST_PASSWORD } from '@/tests/support/fixtures';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';

const NEW_PASSWORD = 'quite different random words';
const chosen = { password: NEW_PASSWORD, repeat: NEW_PASSWORD };
const origin = { address: '192.0.2.7', userAgent: 'test' };
const spent = { code: 'not-found' };

let board: TestDatabase;
let admin: Actor;

beforeAll(async () => {
  board = await testDatabase();
  admin = (await addPerson(board.db, 'admin')).actor;
});

async function linkFor(userId: string): Promise<string> {
  const { path } = await makeNewPasswordLink(admin, userId);
  return path.slice('/new-password/'.length);
}

async function forgetful() {
  const person = await addPerson(board.db, 'consultant');
  return { ...person, token: await linkFor(person.actor.id) };
}

test('the link sets the password, the old one stops fitting, and every session ends', async () => {
  const { actor, email, token } = await forgetful();
  const sessions = [await startSession(actor), await startSession(actor)];
  await setPasswordThroughLink(token, chosen, origin);
  for (const session of sessions) expect(await findLiveSession(session)).toBeNull();
  await expect(signInWithPassword({ email, password: TEST_PASSWORD }, origin)).rejects.toMatchObject({
    code: 'forbidden',
  });
  await expect(signInWithPassword({ email, password: NEW_PASSWORD }, origin)).resolves.toBeDefined();
});

test('making a link changes nothing yet: the old password and the sessions go on', async () => {
  const { actor, email } = await forgetful();
  const session = await startSession(actor);
  expect(await findLiveSession(session)).not.toBeNull();
  await expect(signInWithPassword({ email, password: TEST_PASSWORD }, origin)).resolves.toBeDefined();
});

test('a link works once, and of two simultaneous uses one wins', async () => {
  const { token } = await forgetful();
  const outcomes = await Promise.allSettled([
    setPasswordThroughLink(token, chosen, origin),
    setPasswordThroughLink(token, chosen, origin),
  ]);
  expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(await readNewPasswordLink(token)).toBeNull();
  await expect(setPasswordThroughLink(token, chosen, origin)).rejects.toMatchObject(spent);
});

test('a newer link replaces the older, and simultaneous makers leave one that works', async () => {
  const { actor, token } = await forgetful();
  const made = await Promise.all([linkFor(actor.id), linkFor(actor.id), linkFor(actor.id)]);
  const open = await Promise.all([token, ...made].map(readNewPasswordLink));
  expect(open.filter((offer) => offer !== null)).toHaveLength(1);
  expect(open[0]).toBeNull();
});

test('a link being used and one being made for the same person do not wait for each other for ever', async () => {
  const { actor, token } = await forgetful();
  const outcomes = await Promise.allSettled([
    setPasswordThroughLink(token, chosen, origin),
    linkFor(actor.id),
    linkFor(actor.id),
  ]);
  expect(outcomes.slice(1).map((outcome) => outcome.status)).toEqual(['fulfilled', 'fulfilled']);
});

test('an expired, a damaged, a made-up and an odd link change nothing', async () => {
  const { email, token } = await forgetful();
  const expired = await forgetful();
  await board.ownerPool.query('update new_password_links set expires_at = now() where user_id = $1', [
    expired.actor.id,
  ]);
  for (const odd of [expired.token, `${token}x`, token.slice(1), 'x'.repeat(43), '', '\0', undefined, {}]) {
    await expect(setPasswordThroughLink(odd, chosen, origin)).rejects.toMatchObject(spent);
  }
  await expect(
    signInWithPassword({ email: expired.email, password: TEST_PASSWORD }, origin),
  ).resolves.toBeDefined();
  await expect(signInWithPassword({ email, password: TEST_PASSWORD }, origin)).resolves.toBeDefined();
});

test('a password that does not follow the rules leaves the link good', async () => {
  const { actor, token } = await forgetful();
  for (const bad of [
    { password: 'short', repeat: 'short' },
    { password: NEW_PASSWORD, repeat: `${NEW_PASSWORD}!` },
    { password: 'a'.repeat(20), repeat: 'a'.repeat(20) },
    {},
  ]) {
    await expect(setPasswordThroughLink(token, bad, origin)).rejects.toMatchObject({ code: 'invalid' });
  }
  await expect(setPasswordThroughLink(token, chosen, origin)).resolves.toEqual({
    userId: actor.id,
  });
});

test('a password changed otherwise makes an open link worthless', async () => {
  const { actor, token } = await forgetful();
  await changePassword(actor, { current: TEST_PASSWORD, ...chosen });
  await expect(setPasswordThroughLink(token, chosen, origin)).rejects.toMatchObject(spent);
});

test('a disabled person gets no link, and a link from before is dead even after enabling', async () => {
  const { actor, token } = await forgetful();
  await setDisabled(admin, actor.id, true);
  await expect(makeNewPasswordLink(admin, actor.id)).rejects.toMatchObject({ code: 'conflict' });
  await expect(setPasswordThroughLink(token, chosen, origin)).rejects.toMatchObject(spent);
  await setDisabled(admin, actor.id, false);
  await expect(setPasswordThroughLink(token, chosen, origin)).rejects.toMatchObject(spent);
});

test('neither kind of link opens the other’s door', async () => {
  const { token } = await forgetful();
  const newcomer = { name: 'New Person', email: 'crossed@example.com', ...chosen };
  await expect(joinThroughLink(token, newcomer, origin)).rejects.toMatchObject(spent);
  const invitation = await invitePerson(admin, { ...newcomer, role: 'admin' });
  const joinToken = invitation.path.slice('/join/'.length);
  await expect(setPasswordThroughLink(joinToken, chosen, origin)).rejects.toMatchObject(spent);
});

test('the person keeps role and name, whatever the form sends along', async () => {
  const { actor, token } = await forgetful();
  const sent = { ...chosen, role: 'admin', email: 'other@example.com', userId: admin.id };
  await setPasswordThroughLink(token, sent, origin);
  const { rows } = await board.ownerPool.query('select role, name from users where id = $1', [actor.id]);
  expect(rows).toEqual([{ role: 'consultant', name: 'Test consultant' }]);
  await expect(changeRole(actor, actor.id, 'admin')).rejects.toMatchObject({ code: 'forbidden' });
});

test('nobody but an admin makes a link, not even for oneself', async () => {
  for (const role of ['consultant', 'support'] as const) {
    const { actor } = await addPerson(board.db, role);
    for (const userId of [actor.id, admin.id]) {
      await expect(makeNewPasswordLink(actor, userId)).rejects.toMatchObject({ code: 'forbidden' });
    }
  }
  for (const id of ['', 'nobody', '01930000-0000-7000-8000-000000000000']) {
    await expect(makeNewPasswordLink(admin, id)).rejects.toMatchObject({ code: 'not-found' });
  }
});

test('whoever guessed at the old password does not keep the owner out with the new one', async () => {
  const { email, token } = await forgetful();
  for (let tries = 0; tries < 5; tries += 1) {
    await signInWithPassword({ email, password: 'not the password' }, origin).catch(() => undefined);
  }
  await expect(signInWithPassword({ email, password: TEST_PASSWORD }, origin)).rejects.toMatchObject({
    code: 'too-many-attempts',
  });
  await setPasswordThroughLink(token, chosen, origin);
  await expect(signInWithPassword({ email, password: NEW_PASSWORD }, origin)).resolves.toBeDefined();
});

test('a browser that was known and guessed wrong too often is let in once it is known anew', async () => {
  const { actor, email, token } = await forgetful();
  const from = { ...origin, knownDevice: makeKnownDevice(actor.id) };
  for (let tries = 0; tries < 5; tries += 1) {
    await signInWithPassword({ email, password: 'not the password' }, from).catch(() => undefined);
  }
  const { userId } = await setPasswordThroughLink(token, chosen, origin);
  const known = { ...origin, knownDevice: makeKnownDevice(userId) };
  await expect(signInWithPassword({ email, password: NEW_PASSWORD }, from)).rejects.toMatchObject({
    code: 'too-many-attempts',
  });
  await expect(signInWithPassword({ email, password: NEW_PASSWORD }, known)).resolves.toBeDefined();
});

test('a sign-in that still owed its code when the password was replaced is over', async () => {
  const { actor, token } = await forgetful();
  const [user] = await board.db.select().from(users).where(eq(users.id, actor.id));
  if (user === undefined) throw new Error('The person is gone.');
  const pending = await startPendingSignIn(user, 'password');
  expect(await readPendingSignIn(pending)).not.toBeNull();
  await setPasswordThroughLink(token, chosen, origin);
  expect(await readPendingSignIn(pending)).toBeNull();
});

test('making and using a link are in the audit log, with who did it, and neither link nor password', async () => {
  const { actor, token } = await forgetful();
  await setPasswordThroughLink(token, chosen, origin);
  const { rows } = await board.ownerPool.query(
    `select action, actor_id, audit_events::text as row from audit_events
     where subject_user_id = $1 order by seq`,
    [actor.id],
  );
  expect(rows.map(({ action, actor_id }) => [action, actor_id])).toEqual([
    ['person.new-password-link-made', admin.id],
    ['person.new-password-set', actor.id],
  ]);
  for (const { row } of rows) {
    expect(row).not.toContain(token);
    expect(row).not.toContain(NEW_PASSWORD);
  }
});

test('the database holds a hash of the link, never the link', async () => {
  const { actor, token } = await forgetful();
  const { rows } = await board.ownerPool.query(
    'select new_password_links::text as row from new_password_links where user_id = $1',
    [actor.id],
  );
  expect(rows).toHaveLength(1);
  expect(rows[0].row).not.toContain(token);
  expect(rows[0].row).not.toContain(Buffer.from(token).toString('hex'));
});
