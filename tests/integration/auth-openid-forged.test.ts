import { NextRequest } from 'next/server';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { GET as beginSignIn } from '@/app/(auth)/sign-in/openid/route';
import { GET as beginAtAccount } from '@/app/(board)/account/openid/route';
import type { Actor } from '@/lib/auth/actor';
import { invitePerson } from '@/lib/auth/people-commands';
import { currentPerson, requireActor } from '@/lib/auth/session';
import { applyEnvironment, env } from '@/lib/env';
import { addClientWithValues, addPerson, reveal } from '@/tests/support/fixtures';
import { type Forger, startForger } from '@/tests/support/openid-forger';
import { type Issuer, startIssuer } from '@/tests/support/openid-issuer';
import { arrive, BOARD, configureIssuer, leave, Visit } from '@/tests/support/openid-visit';
import { browser } from '@/tests/support/played-headers';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';

vi.mock('next/headers', () => import('@/tests/support/played-headers'));

const EMAIL = 'ada@example.com';
const REFUSED = '/sign-in?problem=refused&return=%2Faudit';
const NOWHERE = '/sign-in?problem=refused&return=%2F';

let board: TestDatabase;
let issuer: Issuer;
let forger: Forger;
let admin: Actor;
let serial = 0;

beforeAll(async () => {
  board = await testDatabase();
  admin = (await addPerson(board.db, 'admin')).actor;
  [issuer, forger] = await Promise.all([startIssuer(BOARD), startForger(EMAIL)]);
});
afterAll(() => Promise.all([issuer.stop(), forger.stop()]));
beforeEach(() => {
  serial += 1;
  browser.jar.clear();
  browser.address = `192.0.2.${serial}`;
  forger.reset();
  configureIssuer(issuer);
});

/** Somebody invited, with an account at the real provider. */
async function invited(): Promise<string> {
  const subject = `subject-${serial}`;
  issuer.accounts.set(subject, { email: `${subject}@example.com`, email_verified: true });
  await invitePerson(admin, { name: 'Noor', email: `${subject}@example.com`, role: 'support' });
  return subject;
}

async function expectNobodyNew(work: () => Promise<void>): Promise<void> {
  const count = async () =>
    (await board.ownerPool.query('select count(*) from users union all select count(*) from user_sessions'))
      .rows;
  const before = await count();
  await work();
  expect(await count()).toEqual(before);
  expect(await currentPerson()).toBeNull();
}

test.each(['cross-site', 'same-site'])(
  'a page that is %s begins no sign-in: it leads to the page with the button',
  async (site) => {
    const headers = { host: 'localhost:3000', 'sec-fetch-site': site };
    const answer = await beginSignIn(new NextRequest(`${BOARD}/sign-in/openid?return=/audit`, { headers }));
    expect(answer.headers.get('location')).toBe('/sign-in?return=%2Faudit');
    expect(browser.jar.size).toBe(0);
    const linking = await beginAtAccount(new NextRequest(`${BOARD}/account/openid?for=link`, { headers }));
    expect(linking.headers.get('location')).toBe('/account');
  },
);

describe('what the browser brings back', () => {
  test('has to have the state that this browser left with', async () => {
    const back = new URL(await new Visit().at(await leave(), await invited()));
    await expectNobodyNew(async () => {
      const other = new URL(back);
      other.searchParams.set('state', `${back.searchParams.get('state')}x`);
      expect(await arrive(other.href)).toBe(NOWHERE);
      other.searchParams.delete('state');
      expect(await arrive(other.href)).toBe(NOWHERE);
    });
  });

  test('is of no use to another browser, nor to one that began a sign-in of its own', async () => {
    const subject = await invited();
    const stolen = await new Visit().at(await leave(), subject);
    browser.jar.clear();
    await expectNobodyNew(async () => expect(await arrive(stolen)).toBe(NOWHERE));
    const own = new URL(await leave()).searchParams.get('state') ?? '';
    const mixed = new URL(stolen);
    await expectNobodyNew(async () => expect(await arrive(stolen)).toBe(NOWHERE));
    await leave();
    mixed.searchParams.set('state', own);
    await expectNobodyNew(async () => expect(await arrive(mixed.href)).toBe(NOWHERE));
  });

  test('with somebody else’s code is refused by the provider, since the verifier is another one', async () => {
    const subject = await invited();
    const stolen = new URL(await new Visit().at(await leave(), subject));
    browser.jar.clear();
    const own = new URL(await leave()).searchParams.get('state') ?? '';
    stolen.searchParams.set('state', own);
    await expectNobodyNew(async () => expect(await arrive(stolen.href)).toBe(REFUSED));
  });

  test('counts once: the same address with the same cookies is refused the second time', async () => {
    const back = await new Visit().at(await leave(), await invited());
    const cookies = new Map(browser.jar);
    expect(await arrive(back)).toBe('/audit');
    expect(await currentPerson()).not.toBeNull();
    browser.jar.clear();
    for (const [name, cookie] of cookies) browser.jar.set(name, cookie);
    await expectNobodyNew(async () => expect(await arrive(back)).toBe(REFUSED));
  });
});

test('a code without its verifier, or with another one, gets no token from the provider', async () => {
  const address = await leave();
  expect(new URL(address).searchParams.get('code_challenge_method')).toBe('S256');
  expect(new URL(address).searchParams.get('code_challenge')).toMatch(/^[\w-]{43}$/);
  const subject = await invited();
  for (const verifier of [undefined, 'x'.repeat(43)]) {
    const code = new URL(await new Visit().at(await leave(), subject)).searchParams.get('code') ?? '';
    const answer = await fetch(`${issuer.url}/token`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${btoa(`${issuer.clientId}:${encodeURIComponent(issuer.clientSecret)}`)}`,
      },
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code,
        redirect_uri: `${BOARD}/api/auth/callback/openid`,
        ...(verifier === undefined ? {} : { code_verifier: verifier }),
      }),
    });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: 'invalid_grant' });
  }
});

describe('an id token', () => {
  beforeEach(() => configureIssuer(forger));

  const now = () => Math.floor(Date.now() / 1000);
  test.each([
    ['of another issuer', { claims: { iss: 'https://login.example.net' } }],
    ['for another client', { claims: { aud: 'somebody-else' } }],
    ['for another sign-in', { claims: { nonce: 'x'.repeat(43) } }],
    ['without a nonce', { claims: { nonce: undefined } }],
    ['that has expired', { claims: { exp: now() - 3600 } }],
    ['signed with a key that the provider does not have', { signedBy: 'a stranger' }],
    ['signed with our own client secret', { signedBy: 'the client secret' }],
    ['of a provider that describes itself as another', { metadataIssuer: 'https://login.example.net' }],
    ['whose profile is somebody else’s', { profile: { sub: 'somebody else' } }],
  ] as const)('%s signs nobody in', async (_what, forgery) => {
    await invitePerson(admin, { name: 'Ada', email: EMAIL, role: 'admin' });
    await expectNobodyNew(async () => {
      expect(await arrive(forger.answer(await leave(), forgery))).toBe(REFUSED);
    });
  });

  test('as it should be signs in, so that the refusals above mean something', async () => {
    expect(await arrive(forger.answer(await leave()))).toBe('/audit');
    expect(await currentPerson()).toMatchObject({ email: EMAIL, role: 'admin' });
  });
});

test('only a sign-in that the provider says was just now gives values: not an older one, nor one it gives no time for', async () => {
  configureIssuer(forger);
  const client = await addClientWithValues(board.db, admin);
  const answers = [];
  for (const secondsAgo of [20 * 60, null, 0]) {
    browser.jar.clear();
    const time = secondsAgo === null ? undefined : Math.floor(Date.now() / 1000) - secondsAgo;
    expect(await arrive(forger.answer(await leave(), { claims: { auth_time: time } }))).toBe('/audit');
    answers.push(
      await reveal(await requireActor(), client.id).then(
        () => 'given',
        (error) => error.code,
      ),
    );
  }
  expect(answers).toEqual(['fresh-sign-in-required', 'fresh-sign-in-required', 'given']);
});

test.each([
  ['OIDC_ISSUER', { OIDC_ISSUER: 'http://login.example.com' }, /OIDC_ISSUER: must start with https:\/\//],
  ['OIDC_ISSUER', { OIDC_ISSUER: 'http://localhost.example.com' }, /OIDC_ISSUER: must start with https:\/\//],
  [
    'OIDC_CLIENT_SECRET',
    { OIDC_CLIENT_SECRET: undefined },
    /^OIDC_CLIENT_SECRET: is required with other OIDC_/,
  ],
  [
    'OIDC_ALLOWED_DOMAINS',
    { OIDC_ALLOWED_DOMAINS: 'example.com; example.org' },
    /OIDC_ALLOWED_DOMAINS: must be/,
  ],
])('a bad %s stops the start and is named', (_name, changes, sentence) => {
  applyEnvironment(changes);
  try {
    expect(() => env()).toThrow(sentence);
  } finally {
    applyEnvironment({ OIDC_ALLOWED_DOMAINS: undefined });
  }
});

test('a provider on another computer that only speaks http is not asked, wherever its own description points', async () => {
  const { isSafeToAsk } = await import('@/lib/http/safe-to-ask');
  for (const address of ['http://login.example.com/token', 'ftp://localhost/', 'http://127.0.0.2/']) {
    expect(isSafeToAsk(new URL(address))).toBe(false);
  }
  for (const address of ['https://login.example.com/token', 'http://localhost:4444/', 'http://[::1]:4444/']) {
    expect(isSafeToAsk(new URL(address))).toBe(true);
  }
});
