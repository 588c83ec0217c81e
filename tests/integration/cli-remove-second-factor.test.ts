import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SYSTEM_ACTOR_ID } from '@/lib/auth/actor';
import { readMySecondFactor } from '@/lib/auth/second-factor-queries';
import { env, masterKeyVariable } from '@/lib/env';
import { enrol } from '@/tests/support/authenticator';
import { addPerson } from '@/tests/support/fixtures';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';
import { runBoard } from '@/tests/support/start';

let board: TestDatabase;
let folder: string;

beforeAll(async () => {
  board = await testDatabase();
  folder = await mkdtemp(path.join(tmpdir(), 'jed-board-cli-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** The command as the operator types it, on the database of this test. */
async function removeSecondFactor(email: string) {
  const run = runBoard(['users', 'remove-second-factor', '--email', email], {
    BOARD_MODE: 'local',
    BOARD_DATA_DIR: folder,
    DATABASE_URL: board.applicationUrl,
    AUTH_SECRET: env().AUTH_SECRET ?? '',
    MASTER_KEY_PROVIDER: 'env',
    MASTER_KEY: masterKeyVariable(1).value ?? '',
  });
  return { code: await run.exited, stdout: run.stdout(), stderr: run.stderr() };
}

test('the only admin who lost the phone comes in again by the command line, on record, and no second time', async () => {
  const { actor, email } = await addPerson(board.db, 'admin');
  await enrol(actor);
  expect(await removeSecondFactor(email.toUpperCase())).toMatchObject({ code: 0 });
  expect(await readMySecondFactor(actor)).toBeNull();
  const { rows } = await board.ownerPool.query(
    `select actor_id, via from audit_events where action = 'second-factor.removed' and subject_user_id = $1`,
    [actor.id],
  );
  expect(rows).toEqual([{ actor_id: SYSTEM_ACTOR_ID, via: 'cli' }]);
  const again = await removeSecondFactor(email);
  expect([again.code, again.stdout, again.stderr.trim()]).toEqual([
    1,
    '',
    'There is no second factor to remove.',
  ]);
});
