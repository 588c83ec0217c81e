import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { changePassword, endSession, signOutEverywhere } from '@/lib/auth/account';
import type { Actor } from '@/lib/auth/actor';
import { findLiveSession } from '@/lib/auth/live-session';
import { setDisabled } from '@/lib/auth/people-commands';
import { makeTicket, resumeTicket } from '@/lib/auth/session-ticket';
import { signInWithPassword, startSession } from '@/lib/auth/sign-in';
import { addPerson, TEST_PASSWORD } from '@/tests/support/fixtures';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';
import { refusal } from '@/tests/support/refusal';

let board: TestDatabase;
let admin: Actor;

beforeAll(async () => {
  board = await testDatabase();
  admin = (await addPerson(board.db, 'admin')).actor;
});

let nextAddress = 0;
function newOrigin() {
  nextAddress += 1;
  return { address: `198.51.100.${nextAddress}`, userAgent: 'test' };
}

async function failTimes(count: number, email: string, origin: ReturnType<typeof newOrigin>): Promise<void> {
  for (let tries = 0; tries < count; tries += 1) {
    await refusal(signInWithPassword({ email, password: 'not the password' }, origin));
  }
}

test('the right password starts a session that counts', async () => {
  const { email, actor } = await addPerson(board.db, 'consultant');
  const outcome = await signInWithPassword(
    { email: email.toUpperCase(), password: TEST_PASSWORD },
    newOrigin(),
  );
  if (outcome.step !== 'done') throw new Error('there is no second factor to ask for');
  expect(await findLiveSession(outcome.session)).toMatchObject({ id: actor.id, role: 'consultant' });
});

test('an unknown account, a wrong password and a disabled account get one and the same answer', async () => {
  const known = await addPerson(board.db, 'consultant');
  const disabled = await addPerson(board.db, 'consultant');
  await setDisabled(admin, disabled.actor.id, true);
  const answers = await Promise.all([
    refusal(
      signInWithPassword({ email: `${randomUUID()}@example.com`, password: TEST_PASSWORD }, newOrigin()),
    ),
    refusal(signInWithPassword({ email: known.email, password: 'not the password' }, newOrigin())),
    refusal(signInWithPassword({ email: disabled.email, password: TEST_PASSWORD }, newOrigin())),
  ]);
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
});

test('five failures from one address block that address for the account, even with the right password', async () => {
  const { email } = await addPerson(board.db, 'consultant');
  const origin = newOrigin();
  await failTimes(5, email, origin);
  expect(await refusal(signInWithPassword({ email, password: TEST_PASSWORD }, origin))).toMatchObject({
    code: 'too-many-attempts',
    message: expect.stringMatching(/^Too many failed attempts\. Wait \d+ minutes/),
  });
});

test('guessing at an account from one address does not lock its owner out at another', async () => {
  const { email } = await addPerson(board.db, 'consultant');
  await failTimes(6, email, newOrigin());
  await expect(signInWithPassword({ email, password: TEST_PASSWORD }, newOrigin())).resolves.toBeDefined();
});

test('the throttle is kept in the database under a key that names neither account nor address', async () => {
  const { email } = await addPerson(board.db, 'consultant');
  const origin = newOrigin();
  await failTimes(1, email, origin);
  const { rows } = await board.ownerPool.query<{ key: string }>('select key from sign_in_throttles');
  expect(rows.length).toBeGreaterThanOrEqual(3);
  for (const { key } of rows) {
    expect(key).not.toContain(email);
    expect(key).not.toContain(origin.address);
  }
});

test('a right password forgets the failures before it', async () => {
  const { email } = await addPerson(board.db, 'consultant');
  const origin = newOrigin();
  for (const _round of [1, 2]) {
    await failTimes(4, email, origin);
    await signInWithPassword({ email, password: TEST_PASSWORD }, origin);
  }
});

test('disabling an account ends its sessions, and enabling it does not bring them back', async () => {
  const { actor } = await addPerson(board.db, 'consultant');
  const session = await startSession(actor);
  await setDisabled(admin, actor.id, true);
  expect(await findLiveSession(session)).toBeNull();
  await setDisabled(admin, actor.id, false);
  expect(await findLiveSession(session)).toBeNull();
});

test('signing out ends this session only, and signing out everywhere ends all', async () => {
  const { actor } = await addPerson(board.db, 'consultant');
  const [here, there] = [await startSession(actor), await startSession(actor)];
  await endSession({ ...actor, sessionId: here.sessionId });
  expect(await findLiveSession(here)).toBeNull();
  expect(await findLiveSession(there)).not.toBeNull();
  await signOutEverywhere(actor);
  expect(await findLiveSession(there)).toBeNull();
});

test('a changed password ends every session but the one it was changed in', async () => {
  const { actor, email } = await addPerson(board.db, 'consultant');
  const [here, there] = [await startSession(actor), await startSession(actor)];
  const password = 'another four random words';
  const change = { current: TEST_PASSWORD, password, repeat: password };
  await changePassword({ ...actor, sessionId: here.sessionId }, change);
  expect(await findLiveSession(here)).not.toBeNull();
  expect(await findLiveSession(there)).toBeNull();
  await refusal(signInWithPassword({ email, password: TEST_PASSWORD }, newOrigin()));
  await signInWithPassword({ email, password }, newOrigin());
});

test('one person’s session does not count under another person’s id', async () => {
  const [mine, theirs] = [await addPerson(board.db, 'admin'), await addPerson(board.db, 'support')];
  const session = await startSession(theirs.actor);
  expect(await findLiveSession({ userId: mine.actor.id, sessionId: session.sessionId })).toBeNull();
});

test('a session past its end does not count', async () => {
  const { actor } = await addPerson(board.db, 'consultant');
  const session = await startSession(actor);
  await board.ownerPool.query('update user_sessions set expires_at = now() where id = $1', [
    session.sessionId,
  ]);
  expect(await findLiveSession(session)).toBeNull();
});

test('a sign-in ticket stands for the session it was made for, and a changed one for none', async () => {
  const { actor } = await addPerson(board.db, 'consultant');
  const session = await startSession(actor);
  const ticket = makeTicket(session);
  expect(resumeTicket(ticket)).toEqual({ id: session.userId, sessionId: session.sessionId });
  expect(resumeTicket(ticket.replace(session.userId, admin.id))).toBeNull();
  expect(resumeTicket(ticket.replace(/\d+(?=\.[^.]*$)/, (at) => String(Number(at) + 60)))).toBeNull();
  expect(resumeTicket(ticket.slice(0, -1))).toBeNull();
  expect(resumeTicket(undefined)).toBeNull();
});

test('every attempt is in the audit log, without the password', async () => {
  const { email, actor } = await addPerson(board.db, 'consultant');
  const origin = newOrigin();
  await failTimes(1, email, origin);
  await signInWithPassword({ email, password: TEST_PASSWORD }, origin);
  const { rows } = await board.ownerPool.query<{ action: string; outcome: string; row: string }>(
    `select action, outcome, audit_events::text as row from audit_events where actor_id = $1 order by seq`,
    [actor.id],
  );
  expect(rows.map(({ action, outcome }) => [action, outcome])).toEqual([
    ['person.sign-in-failed', 'refused'],
    ['person.signed-in', 'ok'],
  ]);
  for (const { row } of rows) expect(row).not.toMatch(/not the password|four random words/);
});
