import { beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '@/lib/auth/actor';
import { continueClient } from '@/lib/wizard/continue-client';
import { openDraft } from '@/lib/wizard/queries';
import { saveAnswer } from '@/lib/wizard/save-answer';
import { startDraft } from '@/lib/wizard/start-draft';
import { addPerson } from '@/tests/support/fixtures';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';
import { draftWithClient, formOf, uniqueSlug } from './wizard-fixture';

let board: TestDatabase;
let one: Actor;
let other: Actor;

const nameOf = async (draftId: string) => (await openDraft(one, draftId)).answers.name;

beforeAll(async () => {
  board = await testDatabase();
  one = (await addPerson(board.db, 'consultant')).actor;
  other = (await addPerson(board.db, 'admin')).actor;
});

describe('saves of one field by two people', () => {
  test('of two saves from the same state exactly one is kept, and the other is told what stands and by whom', async () => {
    const draftId = await startDraft(one);
    const outcomes = await Promise.all([
      saveAnswer(one, draftId, { field: 'name', value: 'Harbor', expectedRevision: 0 }),
      saveAnswer(other, draftId, { field: 'name', value: 'Quay', expectedRevision: 0 }),
    ]);
    const refused = outcomes.find((outcome) => !outcome.saved);
    const winner = await nameOf(draftId);
    expect(outcomes.filter((outcome) => outcome.saved)).toHaveLength(1);
    expect(refused).toMatchObject({
      saved: false,
      conflict: {
        field: 'name',
        label: 'Client’s name',
        by: winner === 'Harbor' ? 'Test consultant' : 'Test admin',
        revision: 1,
        theirsShown: winner,
      },
    });
  });

  test('"Use mine" overwrites what was shown and nothing newer', async () => {
    const draftId = await startDraft(one);
    await saveAnswer(other, draftId, { field: 'name', value: 'Quay', expectedRevision: 0 });
    const mine = { field: 'name', value: 'Harbor', expectedRevision: 1 };
    await saveAnswer(other, draftId, { field: 'name', value: 'Quay Homes', expectedRevision: 1 });
    expect(await saveAnswer(one, draftId, mine)).toMatchObject({ saved: false });
    expect(await saveAnswer(one, draftId, { ...mine, expectedRevision: 2 })).toMatchObject({
      saved: true,
      revision: 3,
    });
    expect(await nameOf(draftId)).toBe('Harbor');
  });

  test('a choice that stands in the way is named in the words of the page', async () => {
    const draftId = await startDraft(one);
    await saveAnswer(other, draftId, { field: 'tier', value: 'real-estate', expectedRevision: 0 });
    const refused = await saveAnswer(one, draftId, { field: 'tier', value: 'starter', expectedRevision: 0 });
    expect(refused).toMatchObject({ conflict: { theirs: 'real-estate', theirsShown: 'Real estate' } });
  });

  test('the same text saved twice is one answer with one revision', async () => {
    const draftId = await startDraft(one);
    const save = () => saveAnswer(one, draftId, { field: 'name', value: 'Harbor', expectedRevision: 0 });
    const outcomes = await Promise.all([save(), save(), save()]);
    expect(outcomes.map((outcome) => outcome.saved && outcome.revision)).toEqual([1, 1, 1]);
  });
});

describe('Continue with a form that somebody else has overtaken', () => {
  test('a field that both changed is not overwritten, and the error shows both answers', async () => {
    const { draftId } = await draftWithClient(one);
    const form = await formOf(one, draftId, { name: 'Harbor Homes' });
    await saveAnswer(other, draftId, { field: 'name', value: 'Quay', expectedRevision: 1 });
    const refused = continueClient(one, draftId, form);
    await expect(refused).rejects.toMatchObject({
      code: 'invalid',
      fieldErrors: {
        name: [expect.stringMatching(/Test admin changed this to “Quay”.*Yours, “Harbor Homes”/)],
      },
    });
    expect(await nameOf(draftId)).toBe('Quay');
  });

  test('a field that was left as it was shown never takes back what somebody else wrote', async () => {
    const { draftId, slug } = await draftWithClient(one);
    const form = await formOf(one, draftId, { name: 'Harbor Realty', slug, contactName: 'Ana' });
    await saveAnswer(other, draftId, { field: 'name', value: 'Quay', expectedRevision: 1 });
    await continueClient(one, draftId, { ...form, values: { ...form.values, contactName: 'Ana Pires' } });
    const { answers } = await openDraft(one, draftId);
    expect(answers).toMatchObject({ name: 'Quay', contactName: 'Ana Pires' });
  });

  test('two people who press Continue on a new draft in the same moment make one client', async () => {
    const draftId = await startDraft(one);
    const slug = uniqueSlug();
    const values = { name: 'Harbor', slug, contactName: '', contactEmail: '', contactPhone: '', notes: '' };
    const form = await formOf(one, draftId, values);
    await Promise.all([continueClient(one, draftId, form), continueClient(other, draftId, form)]);
    const made = await board.ownerPool.query('select id from clients where slug = $1', [slug]);
    expect(made.rows).toHaveLength(1);
  });
});
