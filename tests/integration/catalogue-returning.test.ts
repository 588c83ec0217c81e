import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { Actor } from '@/lib/auth/actor';
import { addEntry } from '@/lib/catalogue/add-entry';
import { arrangeEntry, orderBasis } from '@/lib/catalogue/arrange-entry';
import { shippedCatalogue } from '@/lib/catalogue/catalogue';
import { readEdited } from '@/lib/catalogue/draft-rows';
import { saveEntry } from '@/lib/catalogue/edit-draft';
import type { ListedPart } from '@/lib/catalogue/entries';
import { loadCatalogue } from '@/lib/catalogue/load';
import { restoreShipped } from '@/lib/catalogue/publish';
import { readCatalogue } from '@/lib/catalogue/queries';
import type { Catalogue, Component } from '@/lib/catalogue/schema';
import { databaseOver } from '@/lib/db/database';
import { placements } from '@/lib/db/schema/clients';
import { offboardClient } from '@/lib/retention/commands';
import { reviewChange } from '@/lib/runbook/review-change';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';
import { componentId, form, inForce, newPart, publish, withdrawDrafts } from './catalogue-fixture';
import { clientWithRun, person } from './runbook-fixture';

let board: TestDatabase;
let ada: Actor;
let ben: Actor;

beforeAll(async () => {
  board = await testDatabase();
  [ada, ben] = [await person('Ada', 'admin'), await person('Ben')];
});

beforeEach(() => withdrawDrafts(ada, [componentId, 'openrouter']));

const owner = () => databaseOver(board.ownerPool);
const drafted = async (id = componentId) => (await readEdited(board.db, id)).current;

const slot = (name: string, key: string) =>
  newPart('slot', componentId, {
    id: `${componentId}.${name}`,
    key,
    name: `The ${name}`,
    promptLabel: `What the ${name} is`,
    description: 'Lets the service call the agent.',
    revoke: 'The client deletes it there.',
  });

async function remove(part: ListedPart, id: string, of = componentId): Promise<void> {
  const basis = orderBasis(await drafted(of), part);
  await arrangeEntry(ada, { componentId: of, part, id, basis, act: 'remove' });
}

/** Saves a component's text after a change, as the page for all of it as JSON does. */
async function saveWhole(change: (component: Component) => void, id = componentId): Promise<void> {
  const component = structuredClone(await drafted(id));
  change(component);
  await saveEntry(ada, await form({ part: 'whole', id }, { whole: JSON.stringify(component) }, id));
}

/** A slot that was in force and has left. */
async function leftSlot(name: string, key: string) {
  await addEntry(ada, slot(name, key));
  await publish(ada);
  const found = (await inForce()).slots.find(({ id }) => id === `${componentId}.${name}`);
  if (found === undefined) throw new Error(`${name} is not in force.`);
  await remove('slot', found.id);
  await publish(ada);
  return found;
}

test('the text of a whole component gives no slot a key that goes with another, and no id another key', async () => {
  const left = await leftSlot('gone', 'GONE_KEY');
  await addEntry(ada, slot('stays', 'STAYS_KEY'));
  await publish(ada);
  const other = { ...left, id: `${componentId}.other` };
  for (const [change, words] of [
    [(one: Component) => one.slots.push(other), `key GONE_KEY, which goes with slot ${left.id}`],
    [(one: Component) => one.slots.push({ ...left, key: 'FRESH_KEY' }), 'goes with the key GONE_KEY'],
    [
      (one: Component) => one.slots.push({ ...other, key: 'SLACK_BOT_TOKEN' }),
      'key SLACK_BOT_TOKEN, which goes with slot slack.bot-token',
    ],
    [
      (one: Component) => {
        for (const each of one.slots) if (each.key === 'STAYS_KEY') each.key = 'FRESH_KEY';
      },
      'goes with the key STAYS_KEY',
    ],
    [
      (one: Component) => {
        for (const each of one.slots) if (each.key === 'STAYS_KEY') each.id = other.id;
      },
      `key STAYS_KEY, which goes with slot ${componentId}.stays`,
    ],
  ] as const) {
    await expect(saveWhole(change), words).rejects.toMatchObject({
      code: 'invalid',
      fieldErrors: { whole: [expect.stringContaining(words)] },
    });
  }
  expect((await readEdited(board.db, componentId)).draft).toBeNull();
  await saveWhole((one) => one.slots.push({ ...other, key: 'FRESH_KEY' }));
  expect((await reviewChange(ada, componentId, null))?.problems).toEqual([]);
});

test('a draft in which a key is given twice all the same is shown as one that cannot be published, and is not', async () => {
  const left = await leftSlot('lasts', 'LASTS_KEY');
  await saveWhole((one) => one.slots.push({ ...left, id: `${componentId}.newer`, key: 'NEWER_KEY' }));
  await board.ownerPool.query(
    `update catalogue_changes set definition = replace(definition::text, 'NEWER_KEY', 'LASTS_KEY')::jsonb where state = 'draft'`,
  );
  const sentence = `Slot ${componentId}.newer has the key LASTS_KEY, which goes with slot ${left.id}: a machine would take one value for the other. Choose a new key.`;
  expect((await reviewChange(ada, componentId, null))?.problems).toEqual([sentence]);
  const before = (await readCatalogue()).version;
  await expect(publish(ada)).rejects.toMatchObject({
    code: 'invalid',
    fieldErrors: { problems: [sentence] },
  });
  expect((await readCatalogue()).version).toBe(before);
});

test('what comes back under its own name is told before it is published, with what is kept for it', async () => {
  await addEntry(
    ada,
    newPart('setting', componentId, { key: `${componentId}.region`, label: 'Which region?', required: '' }),
  );
  await addEntry(ada, slot('kept', 'KEPT_KEY'));
  await addEntry(ada, slot('empty', 'EMPTY_KEY'));
  await publish(ada);
  const { slots, settings, steps } = await inForce();
  const old = {
    slots: slots.filter(({ key }) => ['KEPT_KEY', 'EMPTY_KEY'].includes(key)),
    settings: settings.filter(({ key }) => key.endsWith('.region')),
    steps: steps.filter(({ id }) => id === 'power.prove'),
  };
  const { clientId, machineId } = await clientWithRun(ben, 'comes-back', {
    settings: { [`${componentId}.region`]: 'eu' },
  });
  const placed = { clientId, machineId, slotId: `${componentId}.kept`, placedBy: ben.id };
  await board.db.insert(placements).values(placed);
  await offboardClient(ada, clientId);
  for (const { id } of old.slots) await remove('slot', id);
  await remove('setting', `${componentId}.region`);
  await remove('step', 'power.prove');
  await publish(ada);
  await saveWhole((one) => {
    one.slots.push(...old.slots);
    one.settings.push(...old.settings.map((each) => ({ ...each, label: 'Which county?' })));
    one.steps.push(...old.steps);
  });
  const review = await reviewChange(ada, componentId, null);
  expect(review?.problems).toEqual([]);
  expect(review?.notices.filter((words) => words.includes('comes back'))).toEqual([
    `Setting ${componentId}.region, “Which county?”, comes back after it had left. What was answered then counts again: 1 answer. Its text is another than it was: make sure that it means the same, or take it out and add a new one.`,
    `Slot ${componentId}.empty, “The empty”, comes back after it had left. Nothing of any client is kept for it.`,
    `Slot ${componentId}.kept, “The kept”, comes back after it had left. What is kept for it counts again: 1 placement.`,
    expect.stringMatching(/^Step power\.prove, “.*”, comes back after it had left\. In runs/),
  ]);
  await publish(ada);
  expect((await inForce()).slots).toEqual(expect.arrayContaining(old.slots));
  expect((await reviewChange(ada, componentId, null))?.notices).toBeUndefined();
});

test('a key that a release moved to another slot is the release’s decision: an edit over that text is published', async () => {
  const id = 'openrouter';
  const key = 'OPENROUTER_MANAGEMENT_KEY';
  const moved = 'openrouter.organisation-key';
  const later: Catalogue = structuredClone(shippedCatalogue);
  const shipped = later.components.flatMap(({ slots }) => slots).find((each) => each.key === key);
  if (shipped === undefined) throw new Error('The catalogue lacks what this edits.');
  shipped.id = moved;
  await saveEntry(ada, await form({ part: 'facts', id }, { summary: 'Ours.' }, id));
  await publish(ada, id);
  await loadCatalogue(owner(), later);
  await saveWhole((one) => {
    for (const each of one.slots) if (each.key === key) Object.assign(each, { id: moved, key: 'MOVED_KEY' });
  }, id);
  await board.ownerPool.query(
    `update catalogue_changes set definition = replace(definition::text, 'MOVED_KEY', $1)::jsonb where state = 'draft'`,
    [key],
  );
  await publish(ada, id, later);
  expect((await inForce(id)).slots).toContainEqual(shipped);
  const { version } = await readCatalogue();
  expect(await restoreShipped(ada, { componentId: id, version }, later)).toBe(version + 1);
});
