import { NextRequest } from 'next/server';
import { beforeAll, expect, test } from 'vitest';
import { handlers } from '@/lib/auth/next-auth';
import { makeTicket } from '@/lib/auth/session-ticket';
import { signInWithPassword, startSession } from '@/lib/auth/sign-in';
import { enrol } from '@/tests/support/authenticator';
import { addPerson, TEST_PASSWORD } from '@/tests/support/fixtures';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';

const SITE = 'http://localhost:3000/api/auth';
let board: TestDatabase;

beforeAll(async () => {
  board = await testDatabase();
});

const cookiesOf = (response: Response) =>
  response.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '');

/** What somebody without a browser can send straight to the library behind the sign-in. Returns the cookies it gives. */
async function postToCallback(fields: Record<string, string>): Promise<string[]> {
  const csrf = await handlers.GET(new NextRequest(`${SITE}/csrf`));
  const { csrfToken } = (await csrf.json()) as { csrfToken: string };
  const answer = await handlers.POST(
    new NextRequest(`${SITE}/callback/credentials`, {
      method: 'POST',
      headers: { cookie: cookiesOf(csrf).join('; ') },
      body: new URLSearchParams({ ...fields, csrfToken }),
    }),
  );
  return cookiesOf(answer).filter((cookie) => /session-token=./.test(cookie));
}

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
  for (const fields of [
    { email, password: TEST_PASSWORD },
    { email, password: TEST_PASSWORD, ticket: '' },
    { ticket: token },
    { ticket: forged },
    { id: actor.id, sessionId: actor.sessionId ?? '' },
  ]) {
    expect(await postToCallback(fields)).toEqual([]);
  }
});

test('the ticket of a session that was started gets its cookie, so that the refusals above mean something', async () => {
  const { actor } = await addPerson(board.db, 'admin');
  expect(await postToCallback({ ticket: makeTicket(await startSession(actor)) })).toHaveLength(1);
});
