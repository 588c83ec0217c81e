import { beforeAll, expect, test } from 'vitest';
import { makeTicket } from '@/lib/auth/session-ticket';
import { signInWithPassword, startSession } from '@/lib/auth/sign-in';
import { enrol } from '@/tests/support/authenticator';
import { postToCallback } from '@/tests/support/browser-cookie';
import { addPerson, TEST_PASSWORD } from '@/tests/support/fixtures';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';

let board: TestDatabase;

beforeAll(async () => {
  board = await testDatabase();
});

test('a post past the code page gets no session, whatever it sends of what the password gave', async () => {
  const { actor, email } = await addPerson(board.db, 'admin');
  await enrol(actor);
  const outcome = await signInWithPassword(
    { email, password: TEST_PASSWORD },
    { address: '192.0.2.9', userAgent: 'test' },
  );
  if (outcome.step !== 'code') throw new Error('no code was asked for');
  const { token } = outcome;
  const forged = makeTicket({ userId: actor.id, sessionId: actor.id }).replace(/[^.]*$/, token);
  const attempts: Record<string, string>[] = [
    { email, password: TEST_PASSWORD },
    { email, password: TEST_PASSWORD, ticket: '' },
    { ticket: token },
    { ticket: forged },
    { id: actor.id, sessionId: actor.sessionId ?? '' },
  ];
  for (const fields of attempts) expect(await postToCallback(fields)).toEqual([]);
});

test('the ticket of a session that was started gets its cookie, so that the refusals above mean something', async () => {
  const { actor } = await addPerson(board.db, 'admin');
  expect(await postToCallback({ ticket: makeTicket(await startSession(actor)) })).toHaveLength(1);
});
