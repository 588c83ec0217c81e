import { beforeAll, expect, test } from 'vitest';
import { systemActor } from '@/lib/auth/actor';
import { finishSignIn } from '@/lib/auth/finish-sign-in';
import { signInWithPassword } from '@/lib/auth/sign-in';
import { ENCRYPTED_TABLES } from '@/lib/cli/commands/key-rewrap';
import { databaseOver } from '@/lib/db/database';
import { retireMasterKey } from '@/lib/keys/retire-key';
import { rewrapValues } from '@/lib/keys/rewrap';
import { rotateMasterKey } from '@/lib/keys/rotate-key';
import { enrol } from '@/tests/support/authenticator';
import { codeOf } from '@/tests/support/authenticator-code';
import { addPerson, TEST_PASSWORD } from '@/tests/support/fixtures';
import { keepKeysInFiles } from '@/tests/support/keys-in-files';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';
import { refusal } from '@/tests/support/refusal';

const cli = systemActor('cli');
const origin = { address: '2001:db8::1', userAgent: 'test' };

let board: TestDatabase;
let people: { email: string; secret: string; recoveryCodes: string[] }[];

beforeAll(async () => {
  board = await testDatabase();
  await keepKeysInFiles(board);
  people = [];
  for (const _person of [1, 2, 3]) {
    const { actor, email } = await addPerson(board.db, 'consultant');
    people.push({ email, ...(await enrol(actor)) });
  }
  await rotateMasterKey(cli, databaseOver(board.ownerPool));
});

const rewrap = (dryRun = false) =>
  rewrapValues(cli, databaseOver(board.ownerPool), ENCRYPTED_TABLES, { batchSize: 2, dryRun });
const retire = () =>
  retireMasterKey(cli, databaseOver(board.ownerPool), { version: 1, sealed: true, tables: ENCRYPTED_TABLES });

test('a master key that an authenticator’s secret needs is not retired, by command or by hand', async () => {
  expect(await refusal(retire())).toMatchObject({
    code: 'conflict',
    message: expect.stringMatching(/^3 values are still under master key 1\./),
  });
  await expect(
    board.ownerPool.query(`update master_keys set state = 'retired', retired_at = now() where version = 1`),
  ).rejects.toThrow(/values need master key 1/);
});

test('re-encrypting takes the secrets along, names the one that does not open, and codes fit as before', async () => {
  const [first, second] = people;
  await board.superuserPool.query(
    `update second_factors set kdf_salt = sha256(kdf_salt) where user_id = (select id from users where email = $1)`,
    [people[2]?.email],
  );
  expect(await rewrap(true)).toMatchObject({ found: 3, rewrapped: 0 });
  expect(await rewrap()).toMatchObject({ found: 3, rewrapped: 2, unopened: [expect.any(String)] });
  for (const person of [first, second]) {
    const outcome = await signInWithPassword({ email: person?.email, password: TEST_PASSWORD }, origin);
    if (outcome.step !== 'code') throw new Error('no code was asked for');
    await finishSignIn(outcome.token, { code: codeOf(person?.secret ?? '', 1) }, origin);
  }
});

test('a secret that does not open takes no code and says what to do; recovery codes still work', async () => {
  const outcome = await signInWithPassword({ email: people[2]?.email, password: TEST_PASSWORD }, origin);
  if (outcome.step !== 'code') throw new Error('no code was asked for');
  expect(
    await refusal(finishSignIn(outcome.token, { code: codeOf(people[2]?.secret ?? '', 1) }, origin)),
  ).toMatchObject({ code: 'cannot-open', message: expect.stringContaining('Ask an admin') });
  await finishSignIn(outcome.token, { code: people[2]?.recoveryCodes[0] }, origin);
});

test('a secret is written under the active master key only, and a used code stays used, to everybody', async () => {
  for (const pool of [board.applicationPool, board.ownerPool, board.superuserPool]) {
    await expect(
      pool.query(
        `update second_factors set envelope = overlay(envelope placing '\\x00000001' from 2), key_version = 1`,
      ),
    ).rejects.toThrow(/master key 1 is not the active one/);
    await expect(pool.query('update second_factors set last_used_step = null')).rejects.toThrow(/used code/);
    await expect(pool.query('update second_factors set confirmed_at = null')).rejects.toThrow(/used code/);
  }
});
