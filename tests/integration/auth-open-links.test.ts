import { beforeAll, expect, test } from 'vitest';
import type { Actor } from '@/lib/auth/actor';
import { systemActor } from '@/lib/auth/actor';
import { forgetOldAttempts } from '@/lib/auth/forget-attempts';
import {
  makeNewPasswordLink,
  readNewPasswordLink,
  setPasswordThroughLink,
  withdrawNewPasswordLink,
} from '@/lib/auth/new-password-link';
import { readPendingSignIn, startPendingSignIn } from '@/lib/auth/pending-sign-in';
import { listNewPasswordLinks } from '@/lib/auth/people-queries';
import { signInWithPassword } from '@/lib/auth/sign-in';
import { users } from '@/lib/db/schema/people';
import { addPerson } from '@/tests/support/fixtures';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';
import { refusal } from '@/tests/support/refusal';

let board: TestDatabase;
let admin: Actor;

beforeAll(async () => {
  board = await testDatabase();
  admin = (await addPerson(board.db, 'admin')).actor;
});

const tokenOf = (path: string) => path.slice('/new-password/'.length);

test('an admin sees which new-password links are open and who made them, and the list cannot open one', async () => {
  const { actor, email } = await addPerson(board.db, 'support');
  const other = await addPerson(board.db, 'consultant');
  const { path } = await makeNewPasswordLink(admin, actor.id);
  await makeNewPasswordLink(systemActor('cli'), other.actor.id);
  const links = await listNewPasswordLinks(admin);
  expect(links).toMatchObject([
    { email: other.email, madeBy: 'Jed Board' },
    { email, madeBy: 'Test admin' },
  ]);
  expect(JSON.stringify(links)).not.toContain(tokenOf(path));
  const chosen = { password: 'quite different random words', repeat: 'quite different random words' };
  await setPasswordThroughLink(tokenOf(path), chosen, { address: '192.0.2.7', userAgent: 'test' });
  await board.ownerPool.query(`update new_password_links set expires_at = now() where user_id = $1`, [
    other.actor.id,
  ]);
  expect(await listNewPasswordLinks(admin)).toEqual([]);
});

test('a withdrawn new-password link opens nothing, is withdrawn once, and both are on record', async () => {
  const { actor } = await addPerson(board.db, 'support');
  const { path } = await makeNewPasswordLink(admin, actor.id);
  const [link] = await listNewPasswordLinks(admin);
  for (const stranger of [actor, { ...actor, role: 'consultant' as const }]) {
    expect(await refusal(listNewPasswordLinks(stranger))).toMatchObject({ code: 'forbidden' });
    expect(await refusal(withdrawNewPasswordLink(stranger, link?.id ?? ''))).toMatchObject({
      code: 'forbidden',
    });
  }
  await withdrawNewPasswordLink(admin, link?.id ?? '');
  expect(await readNewPasswordLink(tokenOf(path))).toBeNull();
  for (const id of [link?.id ?? '', 'none']) {
    expect(await refusal(withdrawNewPasswordLink(admin, id))).toMatchObject({ code: 'not-found' });
  }
  const { rows } = await board.ownerPool.query(
    `select action, detail->>'linkId' as link from audit_events where subject_user_id = $1 order by seq`,
    [actor.id],
  );
  expect(rows).toEqual([
    { action: 'person.new-password-link-made', link: link?.id },
    { action: 'person.new-password-link-withdrawn', link: link?.id },
  ]);
});

test('attempts that no longer count are forgotten, and those that do still block', async () => {
  const from = { address: '192.0.2.9', userAgent: 'test' };
  const guess = (email: string) => refusal(signInWithPassword({ email, password: 'wrong' }, from));
  const [old, recent] = [await addPerson(board.db, 'support'), await addPerson(board.db, 'support')];
  for (let tries = 0; tries < 6; tries += 1) await guess(old.email);
  await board.ownerPool.query(
    `update sign_in_throttles set first_failure_at = first_failure_at - interval '31 minutes',
      blocked_until = blocked_until - interval '31 minutes'`,
  );
  for (let tries = 0; tries < 6; tries += 1) await guess(recent.email);
  const people = await board.db.select().from(users);
  const pending = [];
  for (const person of people.slice(0, 2)) pending.push(await startPendingSignIn(person, 'password'));
  await board.ownerPool.query(
    `update pending_sign_ins set expires_at = now() - interval '1 minute' where user_id = $1`,
    [people[0]?.id],
  );
  expect(await forgetOldAttempts()).toEqual({ throttles: 2, pending: 1, challenges: 0 });
  expect(await forgetOldAttempts()).toEqual({ throttles: 0, pending: 0, challenges: 0 });
  expect(await guess(recent.email)).toMatchObject({ code: 'too-many-attempts' });
  expect(await readPendingSignIn(pending[1])).not.toBeNull();
});
