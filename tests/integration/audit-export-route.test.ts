import { NextRequest } from 'next/server';
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { GET } from '@/app/(board)/audit/export/route';
import type { Actor } from '@/lib/auth/actor';
import { setSecondFactorRule } from '@/lib/auth/second-factor-commands';
import { makeTicket } from '@/lib/auth/session-ticket';
import { closeApplicationPool } from '@/lib/db/pool';
import { applyEnvironment } from '@/lib/env';
import nextConfig from '@/next.config';
import { postToCallback } from '@/tests/support/browser-cookie';
import { addClientWithValues, addPerson, reveal } from '@/tests/support/fixtures';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';

const ADDRESS = 'http://localhost:3000/audit/export';

const browser = vi.hoisted(() => ({ cookie: '' }));
// Outside of a server nobody holds the present request; what it says is the browser's.
vi.mock('next/headers', () => ({
  headers: async () =>
    new Headers({ host: 'localhost:3000', 'x-forwarded-proto': 'http', cookie: browser.cookie }),
  cookies: async () => ({ get: () => undefined }),
}));

let board: TestDatabase;
let admin: Actor;
let sam: Actor;
let support: Actor;

beforeAll(async () => {
  board = await testDatabase();
  admin = (await addPerson(board.db, 'admin')).actor;
  sam = (await addPerson(board.db, 'consultant')).actor;
  support = (await addPerson(board.db, 'support')).actor;
  await reveal(sam, (await addClientWithValues(board.db, admin)).id);
});

async function browseAs({ id, sessionId }: Actor): Promise<void> {
  browser.cookie = '';
  const ticket = makeTicket({ userId: id, sessionId: sessionId ?? '' });
  browser.cookie = (await postToCallback({ ticket })).join('; ');
}
beforeEach(() => browseAs(admin));

const ask = (query = '', headers: Record<string, string> = {}) =>
  GET(new NextRequest(`${ADDRESS}${query}`, { headers }));

async function exportsOnRecord(): Promise<number> {
  const { rows } = await board.ownerPool.query(
    `select count(*)::int as exports from audit_events where action = 'audit.exported'`,
  );
  return rows[0].exports;
}

/** A refusal is one line of plain text with no event, and no file. */
async function refusalOf(request: () => Promise<Response>): Promise<{ status: number; text: string }> {
  const before = await exportsOnRecord();
  const response = await request();
  const text = await response.text();
  expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  expect(response.headers.has('content-disposition')).toBe(false);
  expect(text.trimEnd().split('\n')).toHaveLength(1);
  expect(await exportsOnRecord()).toBe(before);
  return { status: response.status, text };
}

describe('audit-export-route: the file', () => {
  test.each([
    ['', 'jsonl', 'application/jsonl; charset=utf-8'],
    ['?format=csv', 'csv', 'text/csv; charset=utf-8; header=present'],
    ['?format=html', 'jsonl', 'application/jsonl; charset=utf-8'],
  ])('%s is a download of its own type that no cache keeps', async (query, ending, type) => {
    const response = await ask(query);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe(type);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('content-disposition')).toMatch(
      new RegExp(`^attachment; filename="audit-\\d{4}-\\d\\d-\\d\\d\\.${ending}"$`),
    );
    expect(await response.text()).toContain('credential.revealed');
  });

  test('comes with "nosniff", as every path does', async () => {
    const rules = (await nextConfig.headers?.()) ?? [];
    const everywhere = rules.filter(({ source }) => source === '/:path*').flatMap(({ headers }) => headers);
    expect(everywhere).toContainEqual({ key: 'X-Content-Type-Options', value: 'nosniff' });
  });

  test('of a consultant holds nobody else’s events, and is an event in their name', async () => {
    await browseAs(sam);
    const before = await exportsOnRecord();
    const lines = (await (await ask(`?person=${admin.id}`)).text()).trimEnd().split('\n');
    expect(lines.join('')).not.toContain(admin.id);
    const own = (await (await ask()).text()).trimEnd().split('\n');
    expect(new Set(own.map((line) => JSON.parse(line).actorId))).toEqual(new Set([sam.id]));
    expect(await exportsOnRecord()).toBe(before + 2);
  });
});

describe('audit-export-route: a refusal', () => {
  test.each(['cross-site', 'same-site'])(
    'meets whoever another site sends (%s), with a session or without',
    async (site) => {
      const asked = () => ask('', { 'sec-fetch-site': site });
      expect(await refusalOf(asked)).toEqual({ status: 403, text: 'Open the audit page first.\n' });
      browser.cookie = '';
      expect(await refusalOf(asked)).toMatchObject({ status: 403 });
    },
  );

  test.each(['same-origin', 'none'])('does not meet a browser that says %s', async (site) => {
    const response = await ask('', { 'sec-fetch-site': site });
    expect(response.status).toBe(200);
    await response.body?.cancel();
  });

  test('meets whoever is not signed in, whatever their cookie says', async () => {
    const [name, value = ''] = browser.cookie.split(/=(.*)/s);
    for (const cookie of ['', `${name}=x`, `${name}=${value.slice(0, -4)}`]) {
      browser.cookie = cookie;
      expect(await refusalOf(ask)).toMatchObject({ status: 401 });
    }
  });

  test('meets whoever’s session has been ended, at the next request', async () => {
    const gone = (await addPerson(board.db, 'admin')).actor;
    await browseAs(gone);
    expect((await ask()).status).toBe(200);
    await board.ownerPool.query('update user_sessions set revoked_at = now() where id = $1', [
      gone.sessionId,
    ]);
    expect(await refusalOf(ask)).toMatchObject({ status: 401 });
  });

  test('meets support, and whoever owes a second factor', async () => {
    await browseAs(support);
    expect(await refusalOf(ask)).toMatchObject({ status: 403 });
    await setSecondFactorRule(admin, { roles: ['consultant'] });
    await browseAs(sam);
    expect(await refusalOf(ask)).toMatchObject({ status: 403 });
    await setSecondFactorRule(admin, { roles: [] });
  });

  test('meets an admin while the export cannot be put on record', async () => {
    await board.ownerPool.query('revoke insert on audit_events from jed_board_app');
    const refused = await refusalOf(ask);
    await board.ownerPool.query('grant insert on audit_events to jed_board_app');
    expect(refused).toMatchObject({ status: 503 });
  });

  test('meets everybody while the database is away, without a word on where it is', async () => {
    const away = new URL(board.applicationUrl);
    away.port = '1';
    await closeApplicationPool();
    applyEnvironment({ DATABASE_URL: away.toString() });
    const refused = await ask();
    applyEnvironment({ DATABASE_URL: board.applicationUrl });
    await closeApplicationPool();
    expect(refused.status).toBe(503);
    expect(await refused.text()).not.toMatch(/127\.0\.0\.1|ECONN|:1\b/);
    expect((await ask()).status).toBe(200);
  });
});
