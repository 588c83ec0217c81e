import { randomBytes } from 'node:crypto';
import { encode } from 'next-auth/jwt';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { Actor } from '@/lib/auth/actor';
import { authSecret } from '@/lib/auth/auth-secret';
import { sessionClaim } from '@/lib/auth/session-claim';
import { makeTicket } from '@/lib/auth/session-ticket';
import { postToCallback } from '@/tests/support/browser-cookie';
import { addPerson } from '@/tests/support/fixtures';
import { testDatabase } from '@/tests/support/postgres';

const NAME = 'authjs.session-token';
const HTTP = { host: 'localhost:3000', 'x-forwarded-proto': 'http' };
const claimOf = (headers: Record<string, string>) => sessionClaim(new Headers({ ...HTTP, ...headers }));

let sam: Actor;
let token: string;

beforeAll(async () => {
  const board = await testDatabase();
  sam = (await addPerson(board.db, 'consultant')).actor;
  const [cookie] = await postToCallback({
    ticket: makeTicket({ userId: sam.id, sessionId: sam.sessionId ?? '' }),
  });
  token = cookie?.slice(`${NAME}=`.length) ?? '';
});

afterEach(() => vi.useRealTimers());

test('the cookie of a sign-in says whose session it is', async () => {
  expect(await claimOf({ cookie: `other=1; ${NAME}=${token}` })).toEqual({
    userId: sam.id,
    sessionId: sam.sessionId,
  });
});

test('a session is claimed by its cookie alone: not by a header, a neighbour’s cookie or nothing', async () => {
  expect(await claimOf({ authorization: `Bearer ${token}` })).toBeNull();
  expect(await claimOf({ cookie: `__Secure-${NAME}=${token}` })).toBeNull();
  expect(await claimOf({ cookie: `__Host-${NAME}=${token}` })).toBeNull();
  expect(await claimOf({})).toBeNull();
});

test('over https only the cookie counts that no neighbouring host can set', async () => {
  expect(await claimOf({ 'x-forwarded-proto': 'https', cookie: `${NAME}=${token}` })).toBeNull();
});

test('a cookie that was opened before claims the same again, and nothing once it is out of date', async () => {
  const claim = { userId: sam.id, sessionId: sam.sessionId };
  const brief = await encode({
    token: { sub: claim.userId, sessionId: claim.sessionId },
    secret: authSecret(),
    salt: NAME,
    maxAge: 60,
  });
  for (let times = 0; times < 2; times += 1)
    expect(await claimOf({ cookie: `${NAME}=${brief}` })).toEqual(claim);
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 120_000 });
  expect(await claimOf({ cookie: `${NAME}=${brief}` })).toBeNull();
});

test('a cookie that was changed, made with another secret, for another purpose or that is out of date claims nothing', async () => {
  const claim = { sub: sam.id, sessionId: sam.sessionId };
  const made = (over: Partial<Parameters<typeof encode>[0]>) =>
    encode({ token: claim, secret: authSecret(), salt: NAME, maxAge: 3600, ...over });
  const middle = Math.floor(token.length / 2);
  const changed = `${token.slice(0, middle)}${token[middle] === 'A' ? 'B' : 'A'}${token.slice(middle + 1)}`;
  const refused = [
    changed,
    token.slice(0, -1),
    await made({ secret: randomBytes(32).toString('base64') }),
    await made({ salt: `__Host-${NAME}` }),
    await made({ maxAge: -60 }),
    await made({ token: { sub: sam.id } }),
  ];
  for (const cookie of refused) expect(await claimOf({ cookie: `${NAME}=${cookie}` })).toBeNull();
  expect(await claimOf({ cookie: `${NAME}=${await made({})}` })).not.toBeNull();
});
