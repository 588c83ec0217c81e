import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Actor, systemActor } from '@/lib/auth/actor';
import { credentialTable } from '@/lib/clients/rewrap-credentials';
import { databaseOver } from '@/lib/db/database';
import { rewrapValues } from '@/lib/keys/rewrap';
import { rotateMasterKey } from '@/lib/keys/rotate-key';
import { checkOutput } from '@/lib/runbook/check-output';
import { finishStep } from '@/lib/runbook/finish-step';
import { holdStep } from '@/lib/runbook/hold-step';
import { noteStep } from '@/lib/runbook/note-step';
import { placeSlot } from '@/lib/runbook/place-slot';
import { keepKeysInFiles } from '@/tests/support/keys-in-files';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';
import { actOn, clientWithRun, person, type RunFixture, store } from './runbook-fixture';

const STEP = 'mac-identity.read-model';
const SLOT = 'canva.client-secret';
const SIGN_IN_STEP = 'canva.sign-in';
const SIGN_IN_SLOT = 'canva.sign-in';
/** Nothing about it looks like a secret: only the board can know that it is one. */
const VALUE = 'summer-holiday-house';

let board: TestDatabase;
let sam: Actor;
let support: Actor;
let run: RunFixture;
let count = 0;

beforeAll(async () => {
  board = await testDatabase();
  await keepKeysInFiles(board);
  sam = await person('Sam');
  support = await person('Sid', 'support');
});

beforeEach(async () => {
  count += 1;
  run = await clientWithRun(sam, `expect-${count}`, {
    componentIds: ['mac-identity', 'mac-accounts', 'canva'],
    settings: { 'canva.own-app': 'yes' },
  });
});

async function check(output: string, actor = sam) {
  return checkOutput(actor, { ...(await actOn(sam, run.runbookId, STEP)), output });
}

async function events(action: string): Promise<Record<string, unknown>[]> {
  const { rows } = await board.ownerPool.query(
    `select outcome, actor_id as by, slot_id as slot, value_version as version, runbook_id as run, step_id as step
     from audit_events where client_id = $1 and action = $2 order by seq`,
    [run.clientId, action],
  );
  return rows;
}

async function log(): Promise<string> {
  const { rows } = await board.ownerPool.query(
    `select row_to_json(e)::text as row from step_events e where runbook_id = $1
     union all select row_to_json(a)::text from audit_events a where client_id = $2`,
    [run.runbookId, run.clientId],
  );
  return rows.map(({ row }) => row).join('\n');
}

describe('pasted text in which a stored value stands', () => {
  test('is refused without opening the value, is kept nowhere, and is on record with slot and person', async () => {
    await store(sam, run.clientId, SLOT, VALUE);
    await expect(check(`CANVA_CLIENT_SECRET="${VALUE}"\r\nok`)).rejects.toMatchObject({
      code: 'invalid',
      fieldErrors: {
        output: ['That holds the value stored for CANVA_CLIENT_SECRET. Nothing was kept. Take it out first.'],
      },
    });
    expect(await events('credential.text-refused')).toEqual([
      { outcome: 'refused', by: sam.id, slot: SLOT, version: 1, run: run.runbookId, step: STEP },
    ]);
    expect(await events('credential.revealed')).toEqual([]);
    expect(await log()).not.toContain(VALUE);
  });

  test('is refused in a note and in a reason too', async () => {
    await store(sam, run.clientId, SLOT, VALUE);
    const act = await actOn(sam, run.runbookId, STEP);
    await expect(noteStep(sam, { ...act, note: `It is ${VALUE}.` })).rejects.toMatchObject({
      fieldErrors: { note: [expect.stringMatching(/stored for CANVA_CLIENT_SECRET/)] },
    });
    const hold = { ...act, hold: 'blocked', reason: `${VALUE} does not work` };
    await expect(holdStep(sam, hold)).rejects.toMatchObject({ fieldErrors: { reason: [expect.anything()] } });
    expect(await log()).not.toContain(VALUE);
  });

  test('is refused as a reason to be done, as an answer, and as whom a machine is signed in as', async () => {
    await store(sam, run.clientId, SLOT, VALUE);
    const stored = [expect.stringMatching(/stored for CANVA_CLIENT_SECRET/)];
    const act = await actOn(sam, run.runbookId, STEP);
    await expect(finishStep(sam, { ...act, reason: `${VALUE} was typed` })).rejects.toMatchObject({
      fieldErrors: { reason: stored },
    });
    const answers = { 'machine.model': VALUE, 'machine.serial': 'C07XK2' };
    await expect(finishStep(sam, { ...act, answers })).rejects.toMatchObject({
      fieldErrors: { 'machine.model': stored },
    });
    const sign = { ...(await actOn(sam, run.runbookId, SIGN_IN_STEP)), slotId: SIGN_IN_SLOT };
    await expect(placeSlot(sam, { ...sign, signedInAs: VALUE })).rejects.toMatchObject({
      fieldErrors: { signedInAs: stored },
    });
    expect(await events('credential.text-refused')).toHaveLength(3);
    expect(await log()).not.toContain(VALUE);
  });

  test('is refused though a terminal put colours into it', async () => {
    await store(sam, run.clientId, SLOT, VALUE);
    const coloured = `\u001b[32m${VALUE.slice(0, 6)}\u001b[0m${VALUE.slice(6)}`;
    await expect(check(coloured)).rejects.toMatchObject({ code: 'invalid' });
  });

  test('is another matter at another client, and after the value was replaced', async () => {
    await store(sam, run.clientId, SLOT, VALUE);
    await store(sam, run.clientId, SLOT, 'winter-mountain-house');
    await expect(check(VALUE)).resolves.toMatchObject({ matched: false });
    const other = await clientWithRun(sam, `expect-other-${count}`);
    const act = await actOn(sam, other.runbookId, STEP);
    await expect(checkOutput(sam, { ...act, output: 'winter-mountain-house' })).resolves.toMatchObject({
      matched: false,
    });
  });

  test('is nothing that support can ask about', async () => {
    await store(sam, run.clientId, SLOT, VALUE);
    await expect(check(VALUE, support)).rejects.toMatchObject({ code: 'forbidden' });
    expect(await events('credential.text-refused')).toEqual([]);
  });
});

describe('the mark beside a value', () => {
  const marks = async () =>
    (
      await board.ownerPool.query('select mark from client_credentials where client_id = $1', [run.clientId])
    ).rows.map(({ mark }) => mark);

  test('is made for what is typed and what is generated, and goes with the row', async () => {
    await store(sam, run.clientId, SLOT, VALUE);
    const made = await marks();
    expect(made.length).toBeGreaterThan(1);
    expect(made.every((mark) => mark?.length === 32)).toBe(true);
    await board.ownerPool.query('delete from client_credentials where client_id = $1', [run.clientId]);
    await expect(check(VALUE)).resolves.toMatchObject({ matched: false });
  });

  test('is added to a value from before there were marks when it is encrypted anew, under the new key', async () => {
    await store(sam, run.clientId, SLOT, VALUE);
    await board.ownerPool.query('update client_credentials set mark = null where client_id = $1', [
      run.clientId,
    ]);
    await expect(check(VALUE)).resolves.toMatchObject({ matched: false });
    const cli = systemActor('cli');
    await rotateMasterKey(cli, databaseOver(board.ownerPool));
    await rewrapValues(cli, databaseOver(board.ownerPool), [credentialTable]);
    await expect(check(VALUE)).rejects.toMatchObject({ code: 'invalid' });
  });
});

describe('pasted text that no check was made for', () => {
  test.each([
    ['a NUL byte', 'Model\0Identifier'],
    ['half a character', 'Model \ud83d Identifier'],
  ])('%s is refused with a sentence, and nothing is recorded', async (_, output) => {
    await expect(check(output)).rejects.toMatchObject({
      fieldErrors: { output: [expect.stringMatching(/broken character/)] },
    });
    expect(await log()).not.toContain('"checked"');
  });

  test('100,000 characters are compared, 100,001 refused', async () => {
    const most = 'Model one\n'.repeat(10_000);
    await expect(check(most)).resolves.toMatchObject({ matched: false });
    // As a form sends it.
    await expect(check(most.replaceAll('\n', '\r\n'))).resolves.toMatchObject({ matched: false });
    await expect(check(`${most}x`)).rejects.toMatchObject({
      fieldErrors: { output: [expect.stringMatching(/longer than 100,000/)] },
    });
  });

  test('a secret behind the first 64 KiB is noticed like any other', async () => {
    const secret = `sk-or-v1-${'0123456789abcdef'.repeat(4)}`;
    await expect(check(`${'word '.repeat(18_000)}\n${secret}`)).rejects.toMatchObject({ code: 'invalid' });
  });
});
