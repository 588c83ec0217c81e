import { beforeAll, expect, test } from 'vitest';
import type { Actor } from '@/lib/auth/actor';
import { lockDraft, plainAnswers, readAnswers, writeAnswers } from '@/lib/wizard/answers';
import { startDraft } from '@/lib/wizard/start-draft';
import { addPerson } from '@/tests/support/fixtures';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';

let board: TestDatabase;
let actor: Actor;

beforeAll(async () => {
  board = await testDatabase();
  actor = (await addPerson(board.db, 'consultant')).actor;
});

test.each([
  '42',
  '0',
  '-1.50',
  '1e3',
  'true',
  'null',
  '{"a":1}',
  '[1]',
  '"quoted"',
  '  30 ',
  '',
  '\\',
  'Zoë’s 🌷',
])('the answer %j comes back exactly as it was typed', async (typed) => {
  const draftId = await startDraft(actor);
  await board.db.transaction(async (tx) => {
    await lockDraft(tx, draftId);
    await writeAnswers(tx, actor, draftId, { name: typed, packs: [typed] });
  });
  expect(plainAnswers(await readAnswers(board.db, draftId))).toEqual({ name: typed, packs: [typed] });
});
