import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { unlinkProviderAction } from '@/app/(board)/account/actions';
import { idle } from '@/lib/action-state';
import { changePassword } from '@/lib/auth/account';
import type { Actor, Role } from '@/lib/auth/actor';
import { proveOwn } from '@/lib/auth/needed-proof';
import { openSession } from '@/lib/auth/open-session';
import { unlinkFromIssuer } from '@/lib/auth/openid-link';
import { invitePerson } from '@/lib/auth/people-commands';
import { turnOffSecondFactor } from '@/lib/auth/second-factor-commands';
import { startSecondFactor } from '@/lib/auth/second-factor-enrolment';
import { currentPerson, requireActor } from '@/lib/auth/session';
import { signInWithPassword, startSession } from '@/lib/auth/sign-in';
import { databaseErrorCode } from '@/lib/db/database-errors';
import { userIdentities } from '@/lib/db/schema/people';
import { enrol } from '@/tests/support/authenticator';
import { codeOf } from '@/tests/support/authenticator-code';
import { addClientWithValues, addPerson, reveal, TEST_PASSWORD } from '@/tests/support/fixtures';
import { type Issuer, startIssuer } from '@/tests/support/openid-issuer';
import {
  arrive,
  BOARD,
  configureIssuer,
  leaveFromAccount,
  signInAtIssuer,
  Visit,
} from '@/tests/support/openid-visit';
import { browser } from '@/tests/support/played-headers';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';
import { refusal } from '@/tests/support/refusal';

vi.mock('next/headers', () => import('@/tests/support/played-headers'));

const CHOSEN = { password: 'another four random words', repeat: 'another four random words' };

let board: TestDatabase;
let issuer: Issuer;
let admin: Actor;
let serial = 0;

beforeAll(async () => {
  board = await testDatabase();
  admin = (await addPerson(board.db, 'admin')).actor;
  issuer = await startIssuer(BOARD);
  configureIssuer(issuer);
});
afterAll(() => issuer.stop());
beforeEach(() => {
  serial += 1;
  browser.jar.clear();
  browser.address = `192.0.2.${serial}`;
});

/** Somebody with a password, signed in with it in the browser that is played, and with an account at the provider. */
async function withPassword(role: Role = 'consultant') {
  const { actor, email } = await addPerson(board.db, role);
  const subject = `subject-${serial}-${issuer.accounts.size}`;
  issuer.accounts.set(subject, { email, email_verified: true });
  await openSession(await startSession(actor));
  return { actor: await requireActor(), email, subject };
}

/** Somebody who came by an invitation through the provider, signed in that way. */
async function withoutPassword() {
  const subject = `subject-${serial}-${issuer.accounts.size}`;
  const email = `${subject}@example.com`;
  issuer.accounts.set(subject, { email, email_verified: true });
  await invitePerson(admin, { name: 'Noor', email, role: 'consultant' });
  const visit = new Visit();
  expect(await signInAtIssuer(subject, visit)).toBe('/audit');
  return { actor: await requireActor(), email, subject, visit };
}

async function letPass(minutes: number, { sessionId }: Actor): Promise<void> {
  await board.ownerPool.query(
    'update user_sessions set authenticated_at = authenticated_at - make_interval(mins => $2) where id = $1',
    [sessionId, minutes],
  );
}

async function link(account: string): Promise<string> {
  return arrive(await new Visit().at(await leaveFromAccount('link'), account));
}

async function eventsOf(actor: Actor, like: string) {
  const { rows } = await board.ownerPool.query<{ action: string; outcome: string; detail: unknown }>(
    'select action, outcome, detail from audit_events where actor_id = $1 and action like $2 order by seq',
    [actor.id, like],
  );
  return rows;
}

describe('linking from one’s own account', () => {
  test('makes the provider a way in beside the password, and ends the other sessions', async () => {
    const { actor, email, subject } = await withPassword();
    const elsewhere = await startSession(actor);
    expect(await link(subject)).toBe('/account');
    expect(await currentPerson()).toMatchObject({ id: actor.id, isLinked: true, hasPassword: true });
    const { rows } = await board.ownerPool.query('select revoked_at from user_sessions where id = $1', [
      elsewhere.sessionId,
    ]);
    expect(rows).toEqual([{ revoked_at: expect.any(Date) }]);
    browser.jar.clear();
    expect(await signInAtIssuer(subject)).toBe('/audit');
    expect(await currentPerson()).toMatchObject({ id: actor.id, email });
    expect(await eventsOf(actor, 'identity.%')).toMatchObject([{ action: 'identity.linked', outcome: 'ok' }]);
  });

  test('takes the password when it was entered a while ago, also when the page is passed by', async () => {
    const { actor, subject } = await withPassword();
    await letPass(16, actor);
    expect(await refusal(proveOwn(actor, 'wrong'))).toMatchObject({ fields: ['password'] });
    expect(await link(subject)).toMatch(/^\/account\?problem=not-fresh/);
    expect(await currentPerson()).toMatchObject({ isLinked: false });
    await proveOwn(actor, TEST_PASSWORD);
    expect(await link(subject)).toBe('/account');
  });

  test('is refused for another address, an unconfirmed one, an account that is somebody’s, and a second one', async () => {
    const first = await withPassword();
    await link(first.subject);
    browser.jar.clear();
    const { email } = await withPassword();
    issuer.accounts.set('of-nobody', { email: 'somebody-else@example.com', email_verified: true });
    issuer.accounts.set('unconfirmed', { email, email_verified: false });
    issuer.accounts.set('a-second', { email: email.toUpperCase(), email_verified: true });
    expect(await link('of-nobody')).toMatch(/problem=other-address/);
    expect(await link('unconfirmed')).toMatch(/problem=not-verified/);
    issuer.accounts.set(first.subject, { email, email_verified: true });
    expect(await link(first.subject)).toMatch(/problem=linked-already/);
    expect(await currentPerson()).toMatchObject({ isLinked: false });
    expect(await link('a-second')).toBe('/account');
    issuer.accounts.set('a-third', { email, email_verified: true });
    expect(await link('a-third')).toMatch(/problem=linked-already/);
  });

  test('that was begun by one person does not end as another’s', async () => {
    const { subject } = await withPassword();
    const back = await new Visit().at(await leaveFromAccount('link'), subject);
    const attempt = browser.jar.get('openid-attempt');
    const rest = [...browser.jar].filter(([name]) => /pkce|state|nonce/.test(name));
    const other = await addPerson(board.db, 'consultant');
    browser.jar.clear();
    await openSession(await startSession(other.actor));
    for (const [name, cookie] of rest) browser.jar.set(name, cookie);
    if (attempt !== undefined) browser.jar.set(attempt.name, attempt);
    expect(await arrive(back)).toMatch(/problem=signed-out/);
    expect(await currentPerson()).toMatchObject({ id: other.actor.id, isLinked: false });
  });

  test('can be undone, after which the provider signs nobody in', async () => {
    const { actor, subject } = await withPassword();
    await link(subject);
    await unlinkFromIssuer(actor);
    browser.jar.clear();
    expect(await signInAtIssuer(subject)).toMatch(/problem=not-linked/);
    expect((await eventsOf(actor, 'identity.%')).map(({ action }) => action)).toEqual([
      'identity.linked',
      'identity.unlinked',
    ]);
  });
});

test('a link is never handed on: the database lets the board make one and take it away, not change it', async () => {
  const { actor, subject } = await withPassword();
  await link(subject);
  const change = board.db.update(userIdentities).set({ userId: admin.id });
  const code = await change.then(
    () => null,
    (error: unknown) => databaseErrorCode(error),
  );
  expect(code).toBe('42501');
  expect(await currentPerson()).toMatchObject({ id: actor.id, isLinked: true });
});

describe('proving oneself anew at the provider', () => {
  async function prove(visit: Visit, account: string, change: (address: URL) => void = () => undefined) {
    const address = new URL(await leaveFromAccount('prove'));
    change(address);
    return arrive(await visit.at(address.href, account));
  }

  test('gives values again to whoever has no password', async () => {
    const { actor, subject, visit } = await withoutPassword();
    const client = await addClientWithValues(board.db, actor);
    await reveal(actor, client.id);
    await letPass(60, actor);
    expect(await refusal(reveal(actor, client.id))).toMatchObject({ code: 'fresh-sign-in-required' });
    expect(await prove(visit, subject)).toBe('/account');
    await expect(reveal(actor, client.id)).resolves.toBeDefined();
    expect(await eventsOf(actor, 'person.fresh%')).toMatchObject([{ detail: { method: 'openid' } }]);
  });

  test('is no proof where the provider did not ask again, though the browser made it not ask', async () => {
    const { actor, subject, visit } = await withoutPassword();
    const client = await addClientWithValues(board.db, actor);
    await letPass(60, actor);
    const unasked = (address: URL) => {
      address.searchParams.delete('prompt');
      address.searchParams.delete('max_age');
    };
    expect(await prove(visit, subject, unasked)).toMatch(/^\/account\/proved\?problem=not-asked/);
    expect(await refusal(reveal(actor, client.id))).toMatchObject({ code: 'fresh-sign-in-required' });
    expect(await eventsOf(actor, 'person.fresh%')).toMatchObject([
      { action: 'person.fresh-sign-in-failed', outcome: 'refused', detail: { problem: 'not-asked' } },
    ]);
  });

  test('takes no other account than the linked one', async () => {
    const { actor } = await withoutPassword();
    await letPass(60, actor);
    issuer.accounts.set('a-colleague', { email: 'colleague@example.com', email_verified: true });
    expect(await prove(new Visit(), 'a-colleague')).toMatch(/problem=another-account/);
    expect(await refusal(changePassword(actor, CHOSEN))).toMatchObject({ code: 'fresh-sign-in-required' });
  });
});

describe('an account without a password', () => {
  test('sets one after proving itself, and then signs in either way', async () => {
    const { actor, email, subject, visit } = await withoutPassword();
    await letPass(60, actor);
    expect(await refusal(changePassword(actor, CHOSEN))).toMatchObject({ code: 'fresh-sign-in-required' });
    expect(await unlinkProviderAction(idle, new FormData())).toMatchObject({
      code: 'fresh-sign-in-required',
    });
    await arrive(await visit.at(await leaveFromAccount('prove'), subject));
    expect(await unlinkProviderAction(idle, new FormData())).toMatchObject({
      status: 'failed',
      code: 'conflict',
    });
    await changePassword(actor, CHOSEN);
    const from = { address: browser.address, userAgent: 'test' };
    expect(await signInWithPassword({ email, password: CHOSEN.password }, from)).toMatchObject({
      step: 'done',
    });
    expect(await refusal(changePassword(actor, CHOSEN))).toMatchObject({ fields: ['current'] });
    await unlinkFromIssuer(actor);
    expect(await currentPerson()).toMatchObject({ isLinked: false });
  });

  test('sets its second factor up and turns it off by the same proof', async () => {
    const { actor, subject, visit } = await withoutPassword();
    await letPass(60, actor);
    expect(await refusal(startSecondFactor(actor, {}))).toMatchObject({ code: 'fresh-sign-in-required' });
    await arrive(await visit.at(await leaveFromAccount('prove'), subject));
    const { secret } = await enrol(actor);
    await letPass(60, actor);
    const code = codeOf(secret, 1);
    expect(await refusal(turnOffSecondFactor(actor, { code }))).toMatchObject({
      code: 'fresh-sign-in-required',
    });
    await arrive(await visit.at(await leaveFromAccount('prove'), subject));
    await turnOffSecondFactor(actor, { code });
  });
});
