import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { Actor } from '@/lib/auth/actor';
import { joinThroughLink, makeOneTimeLink, readOneTimeLink } from '@/lib/auth/one-time-link';
import { changeRole, invitePerson, setDisabled, withdrawInvitation } from '@/lib/auth/people-commands';
import { listInvitations, listPeople } from '@/lib/auth/people-queries';
import { ensureSetupLink } from '@/lib/auth/setup-link';
import { addPerson, TEST_PASSWORD } from '@/tests/support/fixtures';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';

let board: TestDatabase;
let admin: Actor;
let count = 0;
const origin = { address: '192.0.2.7', userAgent: 'test' };

beforeAll(async () => {
  board = await testDatabase();
});

beforeEach(async () => {
  await board.ownerPool.query(`update users set disabled_at = now() where role = 'admin'`);
  admin = (await addPerson(board.db, 'admin')).actor;
});

function newcomer() {
  count += 1;
  const email = `new-${count}@example.com`;
  return { name: 'New Person', email, password: TEST_PASSWORD, repeat: TEST_PASSWORD };
}

const tokenOf = (link: { path: string }) => link.path.slice('/join/'.length);
const invite = () => invitePerson(admin, { ...newcomer(), role: 'support' });

test('an invitation makes one account, with the role the admin chose and not the one that was sent', async () => {
  const token = tokenOf(await invite());
  const actor = await joinThroughLink(token, { ...newcomer(), role: 'admin' }, origin);
  expect(actor.role).toBe('support');
  await expect(joinThroughLink(token, newcomer(), origin)).rejects.toMatchObject({ code: 'not-found' });
  expect(await readOneTimeLink(token)).toBeNull();
});

test('of two people who open one link at once, one gets an account', async () => {
  const token = tokenOf(await invite());
  const before = (await listPeople(admin)).length;
  const outcomes = await Promise.allSettled([
    joinThroughLink(token, newcomer(), origin),
    joinThroughLink(token, newcomer(), origin),
  ]);
  expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected']);
  expect((await listPeople(admin)).length).toBe(before + 1);
});

test('an expired, a withdrawn and a made-up link open nothing', async () => {
  const expired = tokenOf(
    await makeOneTimeLink(board.db, { kind: 'invitation', role: 'support', validHours: 0 }),
  );
  const withdrawn = await makeOneTimeLink(board.db, { kind: 'invitation', role: 'support', validHours: 72 });
  await withdrawInvitation(admin, withdrawn.id);
  for (const token of [expired, tokenOf(withdrawn), 'x'.repeat(43), '']) {
    expect(await readOneTimeLink(token)).toBeNull();
    await expect(joinThroughLink(token, newcomer(), origin)).rejects.toMatchObject({ code: 'not-found' });
  }
});

test('the database holds a hash of a link, never the link', async () => {
  const token = tokenOf(await invite());
  const { rows } = await board.ownerPool.query('select one_time_links::text as row from one_time_links');
  for (const { row } of rows as { row: string }[]) {
    expect(row).not.toContain(token);
    expect(row).not.toContain(Buffer.from(token).toString('hex'));
  }
});

test('a link whose e-mail address is taken stays good for another address', async () => {
  const { email } = await addPerson(board.db, 'support');
  const token = tokenOf(await invite());
  const taken = { ...newcomer(), email: email.toUpperCase() };
  await expect(joinThroughLink(token, taken, origin)).rejects.toMatchObject({ code: 'invalid' });
  await expect(joinThroughLink(token, newcomer(), origin)).resolves.toMatchObject({ role: 'support' });
});

test('the last admin can be neither disabled nor demoted', async () => {
  await expect(setDisabled(admin, admin.id, true)).rejects.toMatchObject({ code: 'conflict' });
  await expect(changeRole(admin, admin.id, 'consultant')).rejects.toMatchObject({ code: 'conflict' });
});

test('two admins who demote each other at once leave one admin', async () => {
  const other = (await addPerson(board.db, 'admin')).actor;
  const outcomes = await Promise.allSettled([
    changeRole(admin, other.id, 'support'),
    changeRole(other, admin.id, 'support'),
  ]);
  expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected']);
  const { rowCount } = await board.ownerPool.query(
    `select 1 from users where role = 'admin' and disabled_at is null`,
  );
  expect(rowCount).toBe(1);
});

test('nobody but an admin sees or changes people', async () => {
  for (const role of ['consultant', 'support'] as const) {
    const { actor } = await addPerson(board.db, role);
    const attempts = [
      () => listPeople(actor),
      () => listInvitations(actor),
      () => invitePerson(actor, { ...newcomer(), role: 'admin' }),
      () => changeRole(actor, actor.id, 'admin'),
      () => setDisabled(actor, admin.id, true),
      () => withdrawInvitation(actor, actor.id),
    ];
    for (const attempt of attempts) {
      await expect(attempt()).rejects.toMatchObject({ code: 'forbidden' });
    }
  }
});

test('an id that is none, or nobody’s, is not found', async () => {
  for (const id of ['', 'nobody', '01930000-0000-7000-8000-000000000000']) {
    await expect(changeRole(admin, id, 'support')).rejects.toMatchObject({ code: 'not-found' });
    await expect(setDisabled(admin, id, true)).rejects.toMatchObject({ code: 'not-found' });
    await expect(withdrawInvitation(admin, id)).rejects.toMatchObject({ code: 'not-found' });
  }
});

test('no set-up link is made once anybody has an account', async () => {
  expect(await ensureSetupLink()).toBeNull();
});
