import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { Actor } from '@/lib/auth/actor';
import { addEntry } from '@/lib/catalogue/add-entry';
import { readEdited } from '@/lib/catalogue/draft-rows';
import { saveEntry } from '@/lib/catalogue/edit-draft';
import type { EntryRef } from '@/lib/catalogue/entries';
import { readCatalogue } from '@/lib/catalogue/queries';
import { compareWithShipped } from '@/lib/runbook/compare-shipped';
import { publishChange, takeShippedBack } from '@/lib/runbook/publish-change';
import { reviewChange } from '@/lib/runbook/review-change';
import { suggestFix } from '@/lib/runbook/suggest-fix';
import { listSuggestions } from '@/lib/runbook/suggestion-queries';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';
import { componentId, form, inForce, newPart, publish, withdrawDrafts } from './catalogue-fixture';
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

test('a setting that would set the variable of a key is shown as one that cannot be published, and is not', async () => {
  const typed = {
    key: 'power.model',
    label: 'Which model?',
    envName: 'OPENROUTER_API_KEY',
    inCommands: 'yes',
    'format.pattern': '^[a-z]{1,20}$',
    'format.strength': 'firm',
    'format.hint': 'small letters',
  };
  await addEntry(ada, newPart('setting', componentId, typed));
  const problems = [
    'Setting power.model and slot openrouter.api-key both become the environment variable OPENROUTER_API_KEY, and a client can have both. Give the setting another one.',
  ];
  expect((await review()).problems).toEqual(problems);
  await expect(publish(ada)).rejects.toMatchObject({ code: 'invalid', fieldErrors: { problems } });
});

async function missingOurs(clientId: string): Promise<number> {
  const { rows } = await board.ownerPool.query('select missing_ours from clients where id = $1', [clientId]);
  return rows[0].missing_ours;
}

async function publishReviewed(id: string): Promise<void> {
  const { revision } = await review(id);
  await publishChange(ada, { componentId: id, revision, note: 'Because of the test.', takes: [] });
}

const key: EntryRef = { part: 'slot', id: 'openrouter.api-key' };

test('what clients lack is counted anew when a slot becomes optional, and when the shipped text is taken back', async () => {
  const { clientId } = await clientWithRun(sam, 'lacks-a-key');
  const before = await missingOurs(clientId);
  await saveEntry(ada, await form(key, { required: '' }, 'openrouter'));
  await publishReviewed('openrouter');
  expect(await missingOurs(clientId)).toBe(before - 1);
  const { version } = await readCatalogue();
  await takeShippedBack(ada, { componentId: 'openrouter', version });
  expect(await missingOurs(clientId)).toBe(before);
});

test('what clients lack of a component is counted anew, too, when its edit rested on what was taken back elsewhere', async () => {
  const { clientId } = await clientWithRun(sam, 'rests-on-another');
  const before = await missingOurs(clientId);
  const power = structuredClone((await readEdited(board.db, componentId)).current);
  power.steps.push(...power.steps.slice(0, 1).map((step) => ({ ...step, id: 'power.extra' })));
  await saveEntry(ada, await form({ part: 'whole', id: componentId }, { whole: JSON.stringify(power) }));
  await publishReviewed(componentId);
  const resting: EntryRef = { part: 'step', id: 'openrouter.store-openrouter-api-key' };
  await saveEntry(ada, await form(key, { required: '' }, 'openrouter'));
  await saveEntry(ada, await form(resting, { dependsOn: 'power.extra', required: '' }, 'openrouter'));
  await publishReviewed('openrouter');
  expect(await missingOurs(clientId)).toBe(before - 1);

  // By a draft it is not undone: who publishes one component did not mean the other.
  const without = { ...power, steps: power.steps.filter(({ id }) => id !== 'power.extra') };
  const summary = 'Without the extra step.';
  await saveEntry(
    ada,
    await form({ part: 'whole', id: componentId }, { whole: JSON.stringify({ ...without, summary }) }),
  );
  await expect(publish(ada, componentId)).rejects.toMatchObject({
    code: 'invalid',
    fieldErrors: { problems: [expect.stringContaining('power.extra')] },
  });
  await withdrawDrafts(ada, [componentId]);

  const { version } = await readCatalogue();
  await takeShippedBack(ada, { componentId, version });
  expect((await inForce('openrouter')).slots.find(({ id }) => id === key.id)?.required).toBe(true);
  expect(await missingOurs(clientId)).toBe(before);
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
