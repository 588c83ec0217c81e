import { beforeAll, expect, test } from 'vitest';
import type { Actor } from '@/lib/auth/actor';
import { answerSuggestion, readSuggestedStep, suggestFix } from '@/lib/runbook/suggest-fix';
import { countOpenSuggestions, listSuggestions } from '@/lib/runbook/suggestion-queries';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';
import { clientWithRun, openRouterKey, person, type RunFixture, store } from './runbook-fixture';

const stepId = 'mac-identity.private-history';
const componentId = 'mac-identity';
const words = { wrong: 'The command asks twice.', better: 'Say that it asks twice.' };

let board: TestDatabase;
let ada: Actor;
let sam: Actor;
let dana: Actor;
let sid: Actor;
let run: RunFixture;

beforeAll(async () => {
  board = await testDatabase();
  [ada, sam, dana, sid] = [
    await person('Ada', 'admin'),
    await person('Sam'),
    await person('Dana'),
    await person('Sid', 'support'),
  ];
  run = await clientWithRun(sam, 'suggestions');
});

const suggestion = (more: object = {}) => ({ runbookId: run.runbookId, stepId, ...words, ...more });

async function suggested(): Promise<string> {
  await suggestFix(sam, suggestion());
  const [first] = await listSuggestions(ada, componentId);
  if (first === undefined) throw new Error('Nothing was suggested.');
  return first.id;
}

async function rows(): Promise<number> {
  const { rows: found } = await board.ownerPool.query('select count(*)::int as n from step_suggestions');
  return found[0].n;
}

test('a consultant’s suggestion reaches the admins with its step and its run, and leaves an audit event', async () => {
  const before = (await countOpenSuggestions(ada)).get(componentId) ?? 0;
  await suggested();
  expect((await countOpenSuggestions(ada)).get(componentId)).toBe(before + 1);
  expect((await listSuggestions(ada, componentId))[0]).toMatchObject({
    ...words,
    runbookId: run.runbookId,
    stepId,
    by: 'Sam',
    answer: null,
  });
  const { rows: events } = await board.ownerPool.query(
    `select client_id, step_id, detail from audit_events where action = 'step.fix-suggested' order by seq desc limit 1`,
  );
  expect(events).toEqual([{ client_id: run.clientId, step_id: stepId, detail: {} }]);
});

test('support suggests nothing and reads none; others than admins read their own and answer none', async () => {
  const id = await suggested();
  await expect(suggestFix(sid, suggestion())).rejects.toMatchObject({ code: 'forbidden' });
  await expect(listSuggestions(sid, componentId)).rejects.toMatchObject({ code: 'forbidden' });
  await expect(readSuggestedStep(sid, { runbookId: run.runbookId, stepId })).rejects.toMatchObject({
    code: 'forbidden',
  });
  expect(await listSuggestions(dana, componentId)).toEqual([]);
  expect((await listSuggestions(sam, componentId)).map((each) => each.id)).toContain(id);
  for (const actor of [sam, sid]) {
    await expect(countOpenSuggestions(actor)).rejects.toMatchObject({ code: 'forbidden' });
    const answer = answerSuggestion(actor, { suggestionId: id, verdict: 'taken' });
    await expect(answer).rejects.toMatchObject({ code: 'forbidden' });
  }
});

test('text that looks like a secret, or holds a stored value of the client, is refused and not kept', async () => {
  const key = openRouterKey();
  await store(sam, run.clientId, 'openrouter.api-key', key);
  const before = await rows();
  for (const more of [{ wrong: `It printed ${key}` }, { better: 'Use xoxb-123456789012-abcdefABCDEF1234' }]) {
    const refused = await suggestFix(sam, suggestion(more)).catch((error: unknown) => error);
    expect(refused).toMatchObject({
      code: 'invalid',
      fieldErrors: { [Object.keys(more)[0] ?? '']: [expect.anything()] },
    });
    expect(JSON.stringify(refused)).not.toContain(key);
  }
  const id = await suggested();
  const answer = { suggestionId: id, verdict: 'declined', words: `Because of ${key}` };
  await expect(answerSuggestion(ada, answer)).rejects.toMatchObject({ code: 'invalid' });
  expect(await rows()).toBe(before + 1);
});

test('a suggestion names a step that its run has', async () => {
  for (const more of [
    { stepId: 'mac-identity.none' },
    { runbookId: '00000000-0000-7000-8000-000000000000' },
  ]) {
    await expect(suggestFix(sam, suggestion(more))).rejects.toMatchObject({ code: 'not-found' });
  }
  const odd = readSuggestedStep(sam, { runbookId: run.runbookId, stepId: `${stepId}\0` });
  await expect(odd).rejects.toMatchObject({ code: 'not-found' });
  await expect(suggestFix(sam, suggestion({ wrong: ' \0 ' }))).rejects.toMatchObject({
    fieldErrors: { wrong: [expect.anything()] },
  });
});

test('an admin answers once, declining with words, and whoever suggested it reads the answer', async () => {
  const id = await suggested();
  const decline = (declined: string) =>
    answerSuggestion(ada, { suggestionId: id, verdict: 'declined', words: declined });
  await expect(decline(' ')).rejects.toMatchObject({ fieldErrors: { words: [expect.anything()] } });
  await decline('It asks once since macOS 16.');
  const taken = answerSuggestion(ada, { suggestionId: id, verdict: 'taken' });
  await expect(taken).rejects.toMatchObject({ code: 'conflict' });
  const mine = (await listSuggestions(sam, componentId)).find((each) => each.id === id);
  expect(mine?.answer).toMatchObject({
    verdict: 'declined',
    words: 'It asks once since macOS 16.',
    by: 'Ada',
  });
});

test('the database keeps suggestions and answers as they are, whoever asks', async () => {
  await answerSuggestion(ada, { suggestionId: await suggested(), verdict: 'taken' });
  for (const pool of [board.applicationPool, board.ownerPool]) {
    for (const deed of ["update step_suggestions set wrong = 'x'", 'delete from suggestion_answers']) {
      await expect(pool.query(deed)).rejects.toMatchObject({ code: '42501' });
    }
  }
});
