import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { Actor } from '@/lib/auth/actor';
import { readEdited } from '@/lib/catalogue/draft-rows';
import { saveEntry } from '@/lib/catalogue/edit-draft';
import type { EntryRef } from '@/lib/catalogue/entries';
import { readCatalogue } from '@/lib/catalogue/queries';
import { compareWithShipped } from '@/lib/runbook/compare-shipped';
import { publishChange } from '@/lib/runbook/publish-change';
import { reviewChange } from '@/lib/runbook/review-change';
import { suggestFix } from '@/lib/runbook/suggest-fix';
import { listSuggestions } from '@/lib/runbook/suggestion-queries';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';
import { componentId, form, publish, withdrawDrafts } from './catalogue-fixture';
import { clientWithRun, openRouterKey, person, type RunFixture, store } from './runbook-fixture';

let board: TestDatabase;
let ada: Actor;
let sam: Actor;
let run: RunFixture;

const verify: EntryRef = { part: 'step', id: 'power.verify' };

beforeAll(async () => {
  board = await testDatabase();
  ada = await person('Ada', 'admin');
  sam = await person('Sam');
  run = await clientWithRun(sam, 'reviewed');
});

beforeEach(() => withdrawDrafts(ada, ['power', 'openrouter', 'canva']));

async function review(id = componentId, slug: string | null = null) {
  const found = await reviewChange(ada, id, slug);
  if (found === null) throw new Error(`${id} has no draft.`);
  return found;
}

test('a review tells each difference word by word, the next version, and how many open runs see it', async () => {
  await saveEntry(ada, await form(verify, { ifNot: 'Ask Ada.', required: '' }));
  const { entries, nextVersion, problems, runs } = await review();
  expect(entries).toMatchObject([{ part: 'step', id: verify.id, kind: 'changed' }]);
  const fields = entries[0]?.fields ?? [];
  expect(fields.map(({ label }) => label)).toEqual(['If not', 'Required']);
  const after = fields[0]?.words.filter(({ change }) => change !== 'removed').map(({ text }) => text);
  expect(after?.join('')).toBe('Ask Ada.');
  expect(nextVersion).toBe((await readCatalogue()).version + 1);
  expect(problems).toEqual([]);
  expect(runs).toEqual({ count: 1, more: false });
});

test('what no step says changes no open run', async () => {
  await saveEntry(ada, await form({ part: 'facts', id: componentId }, { summary: 'Another summary.' }));
  expect((await review()).runs).toEqual({ count: 0, more: false });
});

test('the preview fills the steps in for a client or a made-up one, shows what was changed, and holds no value', async () => {
  const key = openRouterKey();
  await store(sam, run.clientId, 'openrouter.api-key', key);
  const step: EntryRef = { part: 'step', id: 'openrouter.store-openrouter-api-key' };
  await saveEntry(ada, await form(step, { ifNot: 'For {client}: copy again.' }, 'openrouter'));
  const ifNotOf = async (slug: string | null) => {
    const { preview, clients } = await review('openrouter', slug);
    expect(JSON.stringify({ preview, clients })).not.toContain(key);
    return preview?.steps.find(({ stepId }) => stepId === step.id)?.content.ifNot;
  };
  expect(await ifNotOf(null)).toBe('For sample-client: copy again.');
  expect(await ifNotOf('reviewed')).toBe('For reviewed: copy again.');
  expect((await review('openrouter')).clients).toEqual([{ slug: 'reviewed', name: 'Client reviewed' }]);
  const branch: EntryRef = { part: 'step', id: 'canva.store-canva-client-id' };
  await saveEntry(ada, await form(branch, { ifNot: 'Ask whoever made the app.' }, 'canva'));
  const { preview } = await review('canva');
  expect(preview?.steps.map(({ stepId }) => stepId)).toContain(branch.id);
});

test('a draft that contradicts the catalogue is shown with its reasons, and without a preview', async () => {
  await saveEntry(ada, await form(verify, { why: 'For {nobody}.' }));
  const { problems, preview, runs } = await review();
  expect(problems).toEqual(['Step power.verify: nobody fills {nobody}.']);
  expect([preview, runs]).toEqual([null, null]);
});

test('only admins review and compare', async () => {
  await expect(reviewChange(sam, componentId, null)).rejects.toMatchObject({ code: 'forbidden' });
  await expect(compareWithShipped(sam, componentId)).rejects.toMatchObject({ code: 'forbidden' });
  expect(await reviewChange(ada, componentId, null)).toBeNull();
});

test('publishing answers the suggestions it takes up, with the version', async () => {
  const words = { wrong: 'It names the wrong menu.', better: 'Name the right one.' };
  await suggestFix(sam, { runbookId: run.runbookId, stepId: verify.id, ...words });
  const [suggestion] = await listSuggestions(ada, componentId);
  await saveEntry(ada, await form(verify, { ifNot: 'The right menu.' }));
  const { revision } = await review();
  const takes = [suggestion?.id ?? ''];
  const version = await publishChange(ada, { componentId, revision, note: 'The right menu.', takes });
  const [answered] = await listSuggestions(sam, componentId);
  expect(answered?.answer).toMatchObject({
    verdict: 'taken',
    words: `Published in version ${version} of the catalogue.`,
  });
  expect(await compareWithShipped(ada, componentId)).toMatchObject([{ id: verify.id, kind: 'changed' }]);
});

test('a slot that becomes optional is no longer missing on its clients’ records once that is published', async () => {
  const { clientId } = await clientWithRun(sam, 'lacks-a-key');
  const missing = async () => {
    const { rows } = await board.ownerPool.query('select missing_ours from clients where id = $1', [
      clientId,
    ]);
    return rows[0].missing_ours;
  };
  const before = await missing();
  const slot: EntryRef = { part: 'slot', id: 'openrouter.api-key' };
  await saveEntry(ada, await form(slot, { required: '' }, 'openrouter'));
  const { revision } = await review('openrouter');
  await publishChange(ada, { componentId: 'openrouter', revision, note: 'Optional now.', takes: [] });
  expect(await missing()).toBe(before - 1);
});

test('an edit back to the shipped text is the shipped one again, with nothing to compare', async () => {
  const facts: EntryRef = { part: 'facts', id: 'mdm' };
  const { summary } = (await readEdited(board.db, 'mdm')).inForce;
  await saveEntry(ada, await form(facts, { summary: 'For a while.' }, 'mdm'));
  await publish(ada, 'mdm');
  expect(await compareWithShipped(ada, 'mdm')).toMatchObject([{ part: 'facts', kind: 'changed' }]);
  await saveEntry(ada, await form(facts, { summary }, 'mdm'));
  await publish(ada, 'mdm');
  expect(await compareWithShipped(ada, 'mdm')).toBeNull();
});
