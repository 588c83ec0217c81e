import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { Actor } from '@/lib/auth/actor';
import { addEntry } from '@/lib/catalogue/add-entry';
import { arrangeEntry, orderBasis } from '@/lib/catalogue/arrange-entry';
import { readEdited } from '@/lib/catalogue/draft-rows';
import { saveEntry } from '@/lib/catalogue/edit-draft';
import { type ListedPart, listEntries } from '@/lib/catalogue/entries';
import { restoreShipped } from '@/lib/catalogue/publish';
import { readCatalogue } from '@/lib/catalogue/queries';
import { setVaultReference } from '@/lib/clients/vault-reference';
import { placements } from '@/lib/db/schema/clients';
import { reviewChange } from '@/lib/runbook/review-change';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';
import { form, inForce, newPart, publish, withdrawDrafts } from './catalogue-fixture';
import { clientWithRun, openRouterKey, person, store } from './runbook-fixture';

let board: TestDatabase;
let ada: Actor;
let ben: Actor;

const componentId = 'openrouter';

beforeAll(async () => {
  board = await testDatabase();
  [ada, ben] = [await person('Ada', 'admin'), await person('Ben', 'admin')];
});

beforeEach(() => withdrawDrafts(ada, [componentId, 'power']));

const slot = (id: string, key: string, typed: Record<string, string> = {}, of = componentId) =>
  newPart('slot', of, {
    id: `${of}.${id}`,
    key,
    name: `The ${id}`,
    promptLabel: `What the ${id} is`,
    description: 'Lets the service call the agent.',
    revoke: 'The client deletes it there.',
    ...typed,
  });
const setting = (key: string, typed: Record<string, string> = {}) =>
  newPart('setting', componentId, { key: `${componentId}.${key}`, label: `Which ${key}?`, ...typed });

const drafted = async (id = componentId) => (await readEdited(board.db, id)).current;
const idsOf = async (part: ListedPart) => listEntries(await drafted(), part).map(({ id }) => id);

async function arrange(part: ListedPart, id: string, act: 'up' | 'down' | 'remove', actor = ada) {
  const basis = orderBasis(await drafted(), part);
  await arrangeEntry(actor, { componentId, part, id, basis, act });
}

test('a new slot and a new setting take their place in the draft, and are in force once it is published', async () => {
  await addEntry(ada, slot('first-hook', 'FIRST_HOOK', { exported: 'yes' }));
  await addEntry(ada, { ...slot('second-hook', 'SECOND_HOOK'), after: `${componentId}.first-hook` });
  await addEntry(ada, setting('region', { required: '', default: 'eu' }));
  expect((await idsOf('slot')).slice(0, 2)).toEqual([
    `${componentId}.first-hook`,
    `${componentId}.second-hook`,
  ]);
  expect(
    (await readCatalogue()).components.flatMap(({ slots }) => slots.map(({ key }) => key)),
  ).not.toContain('FIRST_HOOK');
  await publish(ada, componentId);
  const { slots, settings } = await inForce(componentId);
  expect(slots[0]).toMatchObject({ key: 'FIRST_HOOK', exported: true, tag: 'client-supplied', format: null });
  expect(slots[1]).toMatchObject({ key: 'SECOND_HOOK', exported: false, required: true });
  expect(settings[0]).toEqual({
    key: `${componentId}.region`,
    label: 'Which region?',
    kind: 'text',
    required: false,
    default: 'eu',
    captured: 'wizard',
  });
});

test('names have their shape and are new, also against a component elsewhere and what has left', async () => {
  await addEntry(ada, slot('leaving', 'LEAVING_KEY'));
  await addEntry(ada, setting('leaving'));
  await publish(ada, componentId);
  await arrange('slot', `${componentId}.leaving`, 'remove');
  await arrange('setting', `${componentId}.leaving`, 'remove');
  await publish(ada, componentId);
  for (const [id, key, wrong] of [
    ['leaving', 'ANOTHER_KEY', ['id']],
    ['another', 'LEAVING_KEY', ['key']],
    ['api-key', 'OPENROUTER_API_KEY', ['id', 'key']],
    ['another', 'SLACK_BOT_TOKEN', ['key']],
    ['Capital', 'small_letters', ['id', 'key']],
    ['', '', ['id', 'key']],
  ] as const) {
    const refused = await addEntry(ada, slot(id, key)).catch((error: unknown) => error);
    expect(refused, `${id} ${key}`).toMatchObject({ code: 'invalid' });
    expect(Object.keys((refused as { fieldErrors: object }).fieldErrors), `${id} ${key}`).toEqual(wrong);
  }
  for (const key of ['leaving', 'Two words']) {
    await expect(addEntry(ada, setting(key))).rejects.toMatchObject({
      fieldErrors: { key: [expect.any(String)] },
    });
  }
  const elsewhere = { ...setting('region-two').fields, key: 'power.region' };
  await expect(addEntry(ada, { ...setting(''), fields: elsewhere })).rejects.toMatchObject({
    fieldErrors: { key: [expect.stringContaining('openrouter.short-name')] },
  });
  expect((await readEdited(board.db, componentId)).draft).toBeNull();
});

test('a mistake is told with all the others under its field, and a secret is refused wherever it is typed', async () => {
  const key = openRouterKey();
  const wrong = slot('Hook', 'HOOK', { name: '', expiresAfterDays: 'soon' });
  await expect(addEntry(ada, wrong)).rejects.toMatchObject({
    fieldErrors: {
      id: [expect.any(String)],
      name: ['Fill in “Name”.'],
      expiresAfterDays: [expect.any(String)],
    },
  });
  for (const [field, input] of [
    ['description', slot('hook', 'HOOK', { description: `Like ${key}` })],
    ['default', setting('hook', { default: key })],
    ['id', slot(`a${key.slice(9)}`, 'HOOK', { name: 'Hook', promptLabel: 'The hook' })],
  ] as const) {
    const refused = await addEntry(ada, input).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'invalid', fieldErrors: { [field]: [expect.any(String)] } });
    expect(JSON.stringify(refused)).not.toContain(key.slice(9));
  }
  expect((await readEdited(board.db, componentId)).draft).toBeNull();
});

test('only admins add and arrange slots and settings, and only parts that there are', async () => {
  const basis = orderBasis(await drafted(), 'slot');
  const taking = { componentId, part: 'slot', id: 'openrouter.api-key', basis, act: 'remove' };
  for (const actor of [await person('Sam'), await person('Sid', 'support')]) {
    for (const input of [slot('hook', 'HOOK'), setting('hook')]) {
      await expect(addEntry(actor, input)).rejects.toMatchObject({ code: 'forbidden' });
    }
    await expect(arrangeEntry(actor, taking)).rejects.toMatchObject({ code: 'forbidden' });
  }
  await expect(arrangeEntry(ada, { ...taking, id: 'openrouter.nothing' })).rejects.toMatchObject({
    code: 'not-found',
  });
  await expect(arrangeEntry(ada, { ...taking, part: 'whole' })).rejects.toMatchObject({ code: 'invalid' });
  await expect(addEntry(ada, slot('hook', 'HOOK', {}, 'nowhere'))).rejects.toMatchObject({
    code: 'not-found',
  });
  const secret = { ...slot('hook', 'HOOK'), kind: 'secret', slotId: 'power.nothing' };
  await expect(addEntry(ada, secret)).rejects.toMatchObject({ code: 'not-found' });
});

test('slots and settings move by one place, which the review tells; who saw another order is told who changed it', async () => {
  await addEntry(ada, slot('one', 'ONE_KEY'));
  await addEntry(ada, setting('one'));
  await addEntry(ada, setting('two'));
  await publish(ada, componentId);
  const [slots, settings] = [await idsOf('slot'), await idsOf('setting')];
  const basis = orderBasis(await drafted(), 'slot');
  await arrange('slot', slots[0] ?? '', 'down');
  await arrange('setting', settings[1] ?? '', 'up');
  expect((await idsOf('slot')).slice(0, 2)).toEqual([slots[1], slots[0]]);
  expect((await idsOf('setting')).slice(0, 2)).toEqual([settings[1], settings[0]]);
  await expect(
    arrangeEntry(ben, { componentId, part: 'slot', id: slots[0], basis, act: 'remove' }),
  ).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('Ada changed this meanwhile'),
  });
  const review = await reviewChange(ada, componentId, null);
  expect(review?.entries.map(({ title }) => title)).toEqual(['Order of the settings', 'Order of the slots']);
  await publish(ada, componentId);
  expect((await inForce(componentId)).slots.slice(0, 2).map(({ id }) => id)).toEqual([slots[1], slots[0]]);
});

test('a slot that steps mention, or for which anything of a client is kept, stays; the review says so before', async () => {
  await arrange('slot', 'openrouter.api-key', 'remove');
  const mentioned = await reviewChange(ada, componentId, null);
  expect(mentioned?.problems).toContain(
    'Step openrouter.store-openrouter-api-key mentions slot openrouter.api-key, which does not exist.',
  );
  await expect(publish(ada, componentId)).rejects.toMatchObject({ code: 'invalid' });
  await withdrawDrafts(ada, [componentId]);

  await addEntry(ada, slot('kept', 'KEPT_KEY'));
  await addEntry(ada, slot('placed', 'PLACED_KEY'));
  await publish(ada, componentId);
  const { clientId, machineId } = await clientWithRun(ben, 'keeps-a-reference');
  const kept = { clientId, slotId: `${componentId}.kept` };
  await setVaultReference(ben, kept, { reference: 'op://Vault/Hook/key', label: 'Hook' });
  const placed = { clientId, machineId, slotId: `${componentId}.placed`, placedBy: ben.id };
  await board.db.insert(placements).values(placed);
  for (const id of [kept.slotId, placed.slotId]) {
    await arrange('slot', id, 'remove');
    const sentence = `Values, references or placements are stored for slot ${id}, so it cannot leave the catalogue. Keep the slot and make it optional.`;
    expect((await reviewChange(ada, componentId, null))?.problems).toEqual([sentence]);
    await expect(publish(ada, componentId)).rejects.toMatchObject({ code: 'conflict', message: sentence });
    await withdrawDrafts(ada, [componentId]);
  }
  const { version } = await readCatalogue();
  await expect(restoreShipped(ada, { componentId, version })).rejects.toMatchObject({ code: 'conflict' });
  const { rows } = await board.ownerPool.query(
    'select (select count(*)::int from client_vault_references where slot_id = $1) as kept, (select count(*)::int from placements where slot_id = $2) as placed',
    [kept.slotId, placed.slotId],
  );
  expect(rows).toEqual([{ kept: 1, placed: 1 }]);
});

test('a question leaves with its answers kept, and its retired row keeps the key', async () => {
  await addEntry(ada, setting('leaves', { required: '' }));
  await publish(ada, componentId);
  const key = `${componentId}.leaves`;
  const { clientId } = await clientWithRun(ben, 'answered', { settings: { [key]: 'yes' } });
  await arrange('setting', key, 'remove');
  const review = await reviewChange(ada, componentId, null);
  expect(review?.notices).toEqual([expect.stringContaining(`What clients answered to setting ${key}`)]);
  await publish(ada, componentId);
  expect((await inForce(componentId)).settings.map((one) => one.key)).not.toContain(key);
  const { rows } = await board.ownerPool.query(
    `select value, retired_at is not null as retired from client_settings
      join component_settings on key = setting_key where client_id = $1 and setting_key = $2`,
    [clientId, key],
  );
  expect(rows).toEqual([{ value: 'yes', retired: true }]);
});

test('a new slot is not tagged anew once something is stored for it', async () => {
  await addEntry(ada, slot('ours', 'OURS_KEY', { tag: 'our-managed' }));
  await publish(ada, componentId);
  const { clientId } = await clientWithRun(ben, 'holds-a-new-one');
  await store(ben, clientId, `${componentId}.ours`, 'A-made-up-value-of-this-test');
  const retagged = await form(
    { part: 'slot', id: `${componentId}.ours` },
    { tag: 'client-supplied' },
    componentId,
  );
  await saveEntry(ada, retagged);
  await expect(publish(ada, componentId)).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('gives a credential slot another tag while values for it are stored'),
  });
});

test('a step that brings a new slot to the machine contradicts nothing, and the slot is no longer told as idle', async () => {
  await addEntry(ada, slot('idle', 'IDLE_KEY'));
  const idle = await reviewChange(ada, componentId, null);
  expect(idle?.problems).toEqual([]);
  expect(idle?.notices).toContainEqual(expect.stringContaining(`No step mentions slot ${componentId}.idle`));
  await addEntry(ada, {
    ...newPart('step', componentId, {
      id: `${componentId}.bring-idle`,
      title: 'Bring it',
      phase: 'agent',
      where: 'local',
      why: 'The agent waits for it.',
      'actions.0.text': 'Open its window.',
      'expect.text': 'It says it is there.',
      ifNot: 'Paste it again.',
      estimateMinutes: '1',
    }),
    kind: 'secret',
    slotId: `${componentId}.idle`,
  });
  const brought = await reviewChange(ada, componentId, null);
  expect(brought?.problems).toEqual([]);
  expect(brought?.notices.join(' ')).not.toContain('No step mentions');
  const step = brought?.preview?.steps.find(({ stepId }) => stepId === `${componentId}.bring-idle`);
  expect(step?.content.actions).toContainEqual({ kind: 'secret', slot: `${componentId}.idle` });
});
