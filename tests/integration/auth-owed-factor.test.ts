import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { Actor } from '@/lib/auth/actor';
import { setSecondFactorRule } from '@/lib/auth/second-factor-commands';
import { requireActor, requireOwnAccount, requireOwnReader, requireReader } from '@/lib/auth/session';
import { makeTicket } from '@/lib/auth/session-ticket';
import { enrol } from '@/tests/support/authenticator';
import { postToCallback } from '@/tests/support/browser-cookie';
import { addPerson } from '@/tests/support/fixtures';
import { testDatabase } from '@/tests/support/postgres';
import { refusal } from '@/tests/support/refusal';

const browser = vi.hoisted(() => ({ cookie: '' }));
// Outside of a server nobody holds the present request; what it says is the browser's.
vi.mock('next/headers', () => ({
  headers: async () =>
    new Headers({ host: 'localhost:3000', 'x-forwarded-proto': 'http', cookie: browser.cookie }),
}));

let admin: Actor;
let sam: Actor;

beforeAll(async () => {
  const board = await testDatabase();
  admin = (await addPerson(board.db, 'admin')).actor;
  sam = (await addPerson(board.db, 'consultant')).actor;
  await setSecondFactorRule(admin, { roles: ['consultant'] });
});

async function browseAs(actor: Actor): Promise<void> {
  browser.cookie = '';
  const ticket = makeTicket({ userId: actor.id, sessionId: actor.sessionId ?? '' });
  browser.cookie = (await postToCallback({ ticket })).join('; ');
}
beforeEach(() => browseAs(sam));

const redirectOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: { digest?: string }) => error.digest?.split(';')[2],
  );

test('somebody who owes a second factor gets no actor for any action, and no page but the one to set it up', async () => {
  expect(await refusal(requireActor())).toMatchObject({ code: 'forbidden' });
  expect(await redirectOf(requireReader('/clients/acme'))).toBe(
    '/account/second-factor?return=%2Fclients%2Facme',
  );
  expect(await requireOwnReader('/account/second-factor')).toMatchObject({ actor: { id: sam.id } });
  expect(await requireOwnAccount()).toMatchObject({ id: sam.id });
});

test('who owes none has an actor, and who is not signed in neither', async () => {
  await browseAs(admin);
  expect(await requireActor()).toMatchObject({ id: admin.id, role: 'admin', via: 'web' });
  browser.cookie = '';
  expect(await refusal(requireActor())).toMatchObject({ code: 'signed-out' });
  expect(await refusal(requireOwnAccount())).toMatchObject({ code: 'signed-out' });
  expect(await redirectOf(requireReader('/audit'))).toBe('/sign-in?return=%2Faudit');
});

test('the same session goes on with everything once the second factor is on', async () => {
  await enrol(sam);
  expect(await requireActor()).toMatchObject({ id: sam.id, sessionId: sam.sessionId });
  expect(await requireReader('/clients/acme')).toMatchObject({ actor: { id: sam.id } });
});
