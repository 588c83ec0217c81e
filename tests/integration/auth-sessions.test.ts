import { beforeAll, expect, test } from 'vitest';
import { endOneSession, endOtherSessions } from '@/lib/auth/end-sessions';
import { findLiveSession } from '@/lib/auth/live-session';
import { listMySessions } from '@/lib/auth/session-queries';
import { type StartedSession, startSession } from '@/lib/auth/sign-in';
import { addPerson } from '@/tests/support/fixtures';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';
import { refusal } from '@/tests/support/refusal';

let board: TestDatabase;

beforeAll(async () => {
  board = await testDatabase();
});

async function twoSessions() {
  const { actor } = await addPerson(board.db, 'consultant');
  const phone = await startSession({ ...actor, address: '2001:db8::7', userAgent: 'a phone' });
  return { actor, phone };
}

const lives = async (session: StartedSession) => (await findLiveSession(session)) !== null;

test('the list shows one’s own sessions that count, where from, and which of them asks', async () => {
  const { actor, phone } = await twoSessions();
  const { actor: other } = await addPerson(board.db, 'admin');
  const listed = await listMySessions(actor);
  expect(listed.map(({ id, current }) => [id, current])).toEqual([
    [phone.sessionId, false],
    [actor.sessionId, true],
  ]);
  expect(listed[0]).toMatchObject({ address: '2001:db8::7', userAgent: 'a phone' });
  expect((await listMySessions(other)).map(({ id }) => id)).toEqual([other.sessionId]);
});

test('“last seen” follows the requests of a session, to the minute', async () => {
  const { actor, phone } = await twoSessions();
  await board.ownerPool.query(
    `update user_sessions set last_seen_at = now() - interval '2 hours' where user_id = $1`,
    [actor.id],
  );
  await findLiveSession(phone);
  const [seen, unseen] = (await listMySessions(actor)).map(
    ({ lastSeenAt }) => Date.now() - lastSeenAt.getTime(),
  );
  expect(seen).toBeLessThan(60_000);
  expect(unseen).toBeGreaterThan(3_600_000);
});

test('a session that nobody used for four hours has ended, and a request keeps it', async () => {
  const { actor, phone } = await twoSessions();
  const unusedFor = (interval: string) =>
    board.ownerPool.query(
      `update user_sessions set last_seen_at = last_seen_at - $2::interval where id = $1`,
      [phone.sessionId, interval],
    );
  for (let times = 0; times < 2; times += 1) {
    await unusedFor('3 hours 59 minutes');
    expect(await lives(phone)).toBe(true);
  }
  await unusedFor('4 hours');
  expect(await listMySessions(actor)).toMatchObject([{ id: actor.sessionId }]);
  expect(await lives(phone)).toBe(false);
  expect(await lives(phone)).toBe(false);
});

test('ending one session ends that one, once', async () => {
  const { actor, phone } = await twoSessions();
  await endOneSession(actor, phone.sessionId);
  expect(await lives(phone)).toBe(false);
  expect(await lives({ userId: actor.id, sessionId: actor.sessionId ?? '' })).toBe(true);
  expect(await refusal(endOneSession(actor, phone.sessionId))).toMatchObject({ code: 'not-found' });
});

test('nobody ends another person’s session, and it is just not found', async () => {
  const { actor: admin } = await addPerson(board.db, 'admin');
  const { phone } = await twoSessions();
  for (const id of [phone.sessionId, 'x', '']) {
    expect(await refusal(endOneSession(admin, id))).toMatchObject({ code: 'not-found' });
  }
  expect(await lives(phone)).toBe(true);
});

test('ending the others leaves this one and everybody else’s, and says how many there were', async () => {
  const { actor, phone } = await twoSessions();
  const { phone: stranger } = await twoSessions();
  expect(await endOtherSessions(actor)).toBe(1);
  expect([await lives(phone), await lives(stranger)]).toEqual([false, true]);
  expect(await lives({ userId: actor.id, sessionId: actor.sessionId ?? '' })).toBe(true);
  const { rows } = await board.ownerPool.query(
    `select action, detail from audit_events where actor_id = $1 order by seq desc limit 1`,
    [actor.id],
  );
  expect(rows).toEqual([{ action: 'person.other-sessions-ended', detail: { sessions: 1 } }]);
});
