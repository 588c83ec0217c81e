import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { signInAction, signInCodeAction } from '@/app/(auth)/sign-in/actions';
import { idle } from '@/lib/action-state';
import type { Actor } from '@/lib/auth/actor';
import { currentPerson } from '@/lib/auth/session';
import { enrol } from '@/tests/support/authenticator';
import { codeOf } from '@/tests/support/authenticator-code';
import { addPerson, TEST_PASSWORD } from '@/tests/support/fixtures';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';

interface Cookie {
  name: string;
  value: string;
  options: { httpOnly?: boolean; path?: string; sameSite?: string; maxAge?: number; secure?: boolean };
}

const browser = vi.hoisted(() => ({ proto: 'http', jar: new Map<string, Cookie>() }));
// Outside of a server nobody holds the present request: the browser's half of it is played here.
vi.mock('next/headers', () => ({
  headers: async () => {
    const cookie = [...browser.jar.values()].map(({ name, value }) => `${name}=${value}`).join('; ');
    return new Headers({ host: 'localhost:3000', 'x-forwarded-proto': browser.proto, cookie });
  },
  cookies: async () => ({
    get: (name: string) => browser.jar.get(name),
    set: (name: string, value: string, options: Cookie['options']) =>
      value === '' ? browser.jar.delete(name) : browser.jar.set(name, { name, value, options }),
  }),
}));

let board: TestDatabase;
let actor: Actor;
let email: string;
let secret: string;

beforeAll(async () => {
  board = await testDatabase();
  ({ actor, email } = await addPerson(board.db, 'consultant'));
  ({ secret } = await enrol(actor));
});
beforeEach(() => {
  browser.jar.clear();
  browser.proto = 'http';
});

function form(fields: Record<string, string>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return data;
}

const redirectOf = (work: Promise<unknown>) =>
  work.then(
    (result) => result,
    (error: { digest?: string }) => error.digest?.split(';')[2],
  );
const session = () => [...browser.jar.keys()].filter((name) => /session-token/.test(name));
const enterPassword = (returnTo = '/audit', who = email) =>
  redirectOf(signInAction(idle, form({ email: who, password: TEST_PASSWORD, return: returnTo })));

test('after the password the browser has no session, only a short-lived token for the code page', async () => {
  expect(await enterPassword()).toBe('/sign-in/code?return=%2Faudit');
  expect(session()).toEqual([]);
  expect(await currentPerson()).toBeNull();
  expect([...browser.jar.values()].map(({ name, options }) => [name, options])).toEqual([
    ['pending-sign-in', { httpOnly: true, sameSite: 'lax', path: '/', maxAge: 600, secure: false }],
  ]);
});

test('a wrong code keeps the browser where it is; the right one opens the session and spends the token', async () => {
  await enterPassword();
  expect(await signInCodeAction(idle, form({ code: '000000', return: '/audit' }))).toMatchObject({
    status: 'invalid',
    fieldErrors: { code: [expect.any(String)] },
  });
  expect(session()).toEqual([]);
  expect(await redirectOf(signInCodeAction(idle, form({ code: codeOf(secret, 1), return: '/audit' })))).toBe(
    '/audit',
  );
  expect(session()).toHaveLength(1);
  expect(browser.jar.has('pending-sign-in')).toBe(false);
  expect(browser.jar.get('known-device')?.options).toMatchObject({ httpOnly: true, path: '/' });
  expect(await currentPerson()).toMatchObject({ id: actor.id });
});

test('a code without a password before it opens nothing', async () => {
  expect(await signInCodeAction(idle, form({ code: codeOf(secret, 1) }))).toMatchObject({
    status: 'failed',
    code: 'not-found',
  });
  expect(session()).toEqual([]);
});

test('over https every cookie is this very host’s own and goes over https only; nobody is sent to another site', async () => {
  browser.proto = 'https';
  const other = await addPerson(board.db, 'consultant');
  const theirs = await enrol(other.actor);
  expect(await enterPassword('//evil.example', other.email)).toBe('/sign-in/code?return=%2F');
  expect(
    await redirectOf(signInCodeAction(idle, form({ code: codeOf(theirs.secret, 1), return: '/audit' }))),
  ).toBe('/audit');
  expect([...browser.jar.keys()].sort()).toEqual([
    '__Host-authjs.callback-url',
    '__Host-authjs.session-token',
    '__Host-known-device',
  ]);
  for (const { options } of browser.jar.values()) {
    expect(options).toMatchObject({ secure: true, httpOnly: true, sameSite: 'lax', path: '/' });
  }
  expect(await currentPerson()).toMatchObject({ id: other.actor.id });
});
