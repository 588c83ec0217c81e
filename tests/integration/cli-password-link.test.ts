import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SYSTEM_ACTOR_ID } from '@/lib/auth/actor';
import { setPasswordThroughLink } from '@/lib/auth/new-password-link';
import { setDisabled } from '@/lib/auth/people-commands';
import { env, masterKeyVariable } from '@/lib/env';
import { addPerson } from '@/tests/support/fixtures';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';
import { runBoard } from '@/tests/support/start';

const PASSWORD = 'quite different random words';

let board: TestDatabase;
let folder: string;

beforeAll(async () => {
  board = await testDatabase();
  folder = await mkdtemp(path.join(tmpdir(), 'jed-board-cli-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** The command as the operator types it, on the database of this test. */
async function passwordLink(email: string) {
  const run = runBoard(['users', 'password-link', '--email', email, '--json'], {
    BOARD_MODE: 'local',
    BOARD_DATA_DIR: folder,
    DATABASE_URL: board.applicationUrl,
    AUTH_SECRET: env().AUTH_SECRET ?? '',
    MASTER_KEY_PROVIDER: 'env',
    MASTER_KEY: masterKeyVariable(1).value ?? '',
  });
  return { code: await run.exited, stdout: run.stdout(), stderr: run.stderr() };
}

test('the only admin who forgot gets a link from the command line, and the log says where it came from', async () => {
  const { actor, email } = await addPerson(board.db, 'admin');
  const { code, stdout } = await passwordLink(email.toUpperCase());
  expect(code).toBe(0);
  const { path: linkPath } = JSON.parse(stdout) as { path: string };
  const token = linkPath.replace(/^\/new-password\//, '');
  await setPasswordThroughLink(
    token,
    { password: PASSWORD, repeat: PASSWORD },
    { address: '192.0.2.7', userAgent: 'test' },
  );
  const { rows } = await board.ownerPool.query(
    'select action, actor_id, via from audit_events where subject_user_id = $1 order by seq',
    [actor.id],
  );
  expect(rows).toEqual([
    { action: 'person.new-password-link-made', actor_id: SYSTEM_ACTOR_ID, via: 'cli' },
    { action: 'person.new-password-set', actor_id: actor.id, via: 'web' },
  ]);
});

test('a disabled person gets none, in one sentence that says what to do first', async () => {
  const admin = (await addPerson(board.db, 'admin')).actor;
  const { actor, email } = await addPerson(board.db, 'consultant');
  await setDisabled(admin, actor.id, true);
  const { code, stdout, stderr } = await passwordLink(email);
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr.trim()).toBe('This account is disabled. Enable it first, then make the link.');
});
