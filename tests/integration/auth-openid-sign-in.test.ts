import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Actor } from '@/lib/auth/actor';
import { finishSignIn } from '@/lib/auth/finish-sign-in';
import { invitePerson, setDisabled, withdrawInvitation } from '@/lib/auth/people-commands';
import { listInvitations } from '@/lib/auth/people-queries';
import { currentPerson } from '@/lib/auth/session';
import { signInWithPassword } from '@/lib/auth/sign-in';
import { pendingToken } from '@/lib/auth/sign-in-cookies';
import { users } from '@/lib/db/schema/people';
import { applyEnvironment } from '@/lib/env';
import { enrol } from '@/tests/support/authenticator';
import { codeOf } from '@/tests/support/authenticator-code';
import { addPerson, TEST_PASSWORD } from '@/tests/support/fixtures';
import { type Issuer, startIssuer } from '@/tests/support/openid-issuer';
import { arrive, BOARD, configureIssuer, leave, signInAtIssuer, Visit } from '@/tests/support/openid-visit';
import { browser } from '@/tests/support/played-headers';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';
import { refusal } from '@/tests/support/refusal';

vi.mock('next/headers', () => import('@/tests/support/played-headers'));

let board: TestDatabase;
let issuer: Issuer;
let admin: Actor;
let serial = 0;

beforeAll(async () => {
  board = await testDatabase();
  issuer = await startIssuer(BOARD);
  configureIssuer(issuer);
});
afterAll(() => issuer.stop());
beforeEach(() => {
  serial += 1;
  browser.jar.clear();
  browser.address = `192.0.2.${serial}`;
  applyEnvironment({ OIDC_ALLOWED_DOMAINS: undefined });
});

/** A new account at the provider, whose address nobody here knows. */
function newAccount(claims: { email_verified?: boolean; domain?: string } = {}): {
  subject: string;
  email: string;
} {
  const subject = `subject-${serial}-${issuer.accounts.size}`;
  const email = `${subject}@${claims.domain ?? 'example.com'}`;
  const { email_verified = true } = claims;
  issuer.accounts.set(subject, { email, email_verified, name: 'Noor Newcomer' });
  return { subject, email };
}

/** Everything a sign-in could have left behind. */
async function traces(): Promise<unknown> {
  const { rows } = await board.ownerPool.query(
    `select (select count(*) from users) as people, (select count(*) from user_sessions) as sessions,
      (select count(*) from user_identities) as links, (select count(*) from one_time_links where used_at is not null) as spent,
      (select count(*) from pending_sign_ins) as pending`,
  );
  return rows[0];
}

const sessionCookies = () => [...browser.jar.keys()].filter((name) => /session-token/.test(name));

async function newestEvents(count: number) {
  const { rows } = await board.ownerPool.query<{ action: string; outcome: string; detail: unknown }>(
    'select action, outcome, detail from audit_events order by seq desc limit $1',
    [count],
  );
  return rows.reverse().map(({ action, detail }) => ({ action, detail }));
}

test('nobody joins an empty board by their domain: its first person is the admin of the set-up link', async () => {
  applyEnvironment({ OIDC_ALLOWED_DOMAINS: 'example.com' });
  const before = await traces();
  expect(await signInAtIssuer(newAccount().subject)).toBe('/sign-in?problem=not-invited&return=%2Faudit');
  expect(await traces()).toEqual(before);
  admin = (await addPerson(board.db, 'admin')).actor;
});

describe('somebody with an open invitation', () => {
  test('gets the account it names, without a password, and comes in again without one', async () => {
    const { subject, email } = newAccount();
    await invitePerson(admin, { name: 'Noor', email: email.toUpperCase(), role: 'consultant' });
    expect(await signInAtIssuer(subject)).toBe('/audit');
    expect(await currentPerson()).toMatchObject({
      name: 'Noor',
      email,
      role: 'consultant',
      hasPassword: false,
    });
    expect(await newestEvents(2)).toMatchObject([
      {
        action: 'person.joined',
        detail: { method: 'openid', role: 'consultant', linkId: expect.any(String) },
      },
      { action: 'person.signed-in', detail: { method: 'openid' } },
    ]);
    expect((await listInvitations(admin)).map((link) => link.email)).not.toContain(email.toUpperCase());
    browser.jar.clear();
    const before = (await traces()) as { people: string };
    expect(await signInAtIssuer(subject)).toBe('/audit');
    expect(await traces()).toMatchObject({ people: before.people });
    const [row] = await board.db.select().from(users).where(eq(users.email, email));
    expect(row?.passwordHash).toBeNull();
    expect(
      await refusal(
        signInWithPassword({ email, password: '' }, { address: browser.address, userAgent: 'test' }),
      ),
    ).toMatchObject({ code: 'invalid' });
  });

  test('stays the same person when their address at the provider changes, and nobody else becomes them', async () => {
    const { subject, email } = newAccount();
    await invitePerson(admin, { name: 'Noor', email, role: 'support' });
    await signInAtIssuer(subject);
    const person = await currentPerson();
    issuer.accounts.set(subject, { email: 'moved@example.net', email_verified: true });
    const successor = 'has-the-address-now';
    issuer.accounts.set(successor, { email, email_verified: true });
    browser.jar.clear();
    expect(await signInAtIssuer(subject)).toBe('/audit');
    expect(await currentPerson()).toMatchObject({ id: person?.id });
    browser.jar.clear();
    expect(await signInAtIssuer(successor)).toMatch(/problem=not-linked/);
    expect(sessionCookies()).toEqual([]);
  });

  test('does not get in by one that was withdrawn', async () => {
    const { subject, email } = newAccount();
    await invitePerson(admin, { name: 'Noor', email, role: 'admin' });
    const [open] = await listInvitations(admin);
    await withdrawInvitation(admin, open?.id ?? '');
    expect(await signInAtIssuer(subject)).toMatch(/problem=not-invited/);
  });
});

describe('what does not get in leaves nothing behind but its event', () => {
  async function expectRefused(account: string | 'cancel', problem: string, event: boolean): Promise<void> {
    const before = await traces();
    const [last] = await newestEvents(1);
    expect(await signInAtIssuer(account)).toBe(`/sign-in?problem=${problem}&return=%2Faudit`);
    expect(sessionCookies()).toEqual([]);
    expect(await currentPerson()).toBeNull();
    expect(await traces()).toEqual(before);
    const failed = { action: 'person.sign-in-failed', detail: { method: 'openid', problem } };
    expect(await newestEvents(1)).toEqual([event ? failed : last]);
  }

  test('an address that nobody invited', async () => {
    await expectRefused(newAccount().subject, 'not-invited', true);
  });

  test('an invited address that the provider has not confirmed', async () => {
    const { subject, email } = newAccount({ email_verified: false });
    await invitePerson(admin, { name: 'Noor', email, role: 'admin' });
    await expectRefused(subject, 'not-verified', true);
  });

  test('the address of somebody who has an account here, and has not linked it', async () => {
    const { email } = await addPerson(board.db, 'admin');
    issuer.accounts.set('claims-it', { email, email_verified: true });
    await expectRefused('claims-it', 'not-linked', true);
  });

  test('a disabled person', async () => {
    const { subject, email } = newAccount();
    await invitePerson(admin, { name: 'Noor', email, role: 'consultant' });
    await signInAtIssuer(subject);
    const person = await currentPerson();
    browser.jar.clear();
    await setDisabled(admin, person?.id ?? '', true);
    await expectRefused(subject, 'disabled', true);
  });

  test('whoever cancels at the provider', async () => {
    await expectRefused('cancel', 'cancelled', false);
  });
});

describe('an allowed domain', () => {
  test('lets its people in as support, whom an admin then gives their role', async () => {
    applyEnvironment({ OIDC_ALLOWED_DOMAINS: 'example.org, Team.example' });
    expect(await signInAtIssuer(newAccount({ domain: 'TEAM.example' }).subject)).toBe('/audit');
    expect(await currentPerson()).toMatchObject({ name: 'Noor Newcomer', role: 'support' });
  });

  test.each(['sub.team.example', 'notteam.example', 'team.example.net'])(
    'does not let %s in',
    async (domain) => {
      applyEnvironment({ OIDC_ALLOWED_DOMAINS: 'team.example' });
      expect(await signInAtIssuer(newAccount({ domain }).subject)).toMatch(/problem=not-invited/);
    },
  );
});

test('whoever has a second factor is asked for its code, and the event says both', async () => {
  const { subject, email } = newAccount();
  await invitePerson(admin, { name: 'Noor', email, role: 'consultant' });
  await signInAtIssuer(subject);
  const person = await currentPerson();
  const session = { sessionId: person?.sessionId ?? '', address: '192.0.2.1', userAgent: 'test' };
  const { secret } = await enrol({
    id: person?.id ?? '',
    role: 'consultant',
    via: 'web',
    isAgent: false,
    ...session,
  });
  browser.jar.clear();
  expect(await signInAtIssuer(subject)).toBe('/sign-in/code?return=%2Faudit');
  expect(await currentPerson()).toBeNull();
  await finishSignIn(
    await pendingToken(),
    { code: codeOf(secret, 1) },
    { address: '192.0.2.1', userAgent: 'test' },
  );
  expect(await newestEvents(1)).toEqual([
    { action: 'person.signed-in', detail: { method: 'openid', secondFactor: 'totp' } },
  ]);
});

test('refused sign-ins are counted like wrong passwords: five, then a while of nothing', async () => {
  const { subject } = newAccount();
  for (let tries = 0; tries < 5; tries += 1) {
    expect(await signInAtIssuer(subject)).toMatch(/problem=not-invited/);
  }
  await invitePerson(admin, { name: 'Noor', email: `${subject}@example.com`, role: 'support' });
  expect(await signInAtIssuer(subject)).toMatch(/problem=too-many/);
  browser.address = '198.51.100.9';
  expect(await signInAtIssuer(subject)).toBe('/audit');
});

test('a provider that is down is said so, before and after the way to it, and the password still works', async () => {
  const down = await startIssuer(BOARD);
  configureIssuer(down);
  const { email } = await addPerson(board.db, 'consultant');
  down.accounts.set('anybody', { email, email_verified: true });
  const back = await new Visit().at(await leave(), 'anybody');
  await down.stop();
  expect(await arrive(back)).toMatch(/problem=unreachable/);
  expect(await leave()).toBe('/sign-in?problem=unreachable&return=%2Faudit');
  const from = { address: browser.address, userAgent: 'test' };
  expect(await signInWithPassword({ email, password: TEST_PASSWORD }, from)).toMatchObject({ step: 'done' });
  configureIssuer(issuer);
});

test('without a provider the ways to one lead back to the sign-in', async () => {
  configureIssuer(null);
  expect(await leave()).toMatch(/^\/sign-in\?problem=/);
  expect(await arrive(`${BOARD}/api/auth/callback/openid?code=x&state=y`)).toMatch(/^\/sign-in\?problem=/);
  configureIssuer(issuer);
});
