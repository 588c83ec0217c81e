import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { Actor } from '@/lib/auth/actor';
import { addEntry } from '@/lib/catalogue/add-entry';
import { arrangeEntry, orderBasis } from '@/lib/catalogue/arrange-entry';
import { listVersions, readOpenChanges, readStanding } from '@/lib/catalogue/change-queries';
import { readEdited } from '@/lib/catalogue/draft-rows';
import { saveEntry, withdrawDraft } from '@/lib/catalogue/edit-draft';
import type { EntryRef } from '@/lib/catalogue/entries';
import { loadCatalogue } from '@/lib/catalogue/load';
import { keepEdited, publishDraft, restoreShipped } from '@/lib/catalogue/publish';
import { readCatalogue } from '@/lib/catalogue/queries';
import type { Component } from '@/lib/catalogue/schema';
import { type Database, databaseOver } from '@/lib/db/database';
import { readDrift } from '@/lib/runbook/drift-queries';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';
import { componentId, form, inForce, publish, withdrawDrafts } from './catalogue-fixture';
import { clientWithRun, openRouterKey, person, store } from './runbook-fixture';

let board: TestDatabase;
let owner: Database;
let ada: Actor;
let ben: Actor;
let sam: Actor;
let sid: Actor;

const verify: EntryRef = { part: 'step', id: 'power.verify' };

beforeAll(async () => {
  board = await testDatabase();
  owner = databaseOver(board.ownerPool);
  [ada, ben] = [await person('Ada', 'admin'), await person('Ben', 'admin')];
  [sam, sid] = [await person('Sam'), await person('Sid', 'support')];
});

beforeEach(async () => {
  await withdrawDrafts(ada, ['power', 'openrouter']);
});

async function edit(typed: Record<string, string>, actor = ada): Promise<void> {
  await saveEntry(actor, await form(verify, typed));
}

const ifNotOf = (component: Component) => component.steps.find(({ id }) => id === verify.id)?.ifNot;

test('only admins edit, arrange, publish, withdraw and read what waits, whatever page asks', async () => {
  await edit({ ifNot: 'For admins.' });
  const saving = await form(verify, { ifNot: 'By somebody else.' });
  const choice = { componentId, version: 1 };
  const component = await inForce();
  const basis = orderBasis((await readEdited(board.db, componentId)).current, 'step');
  for (const actor of [sam, sid]) {
    const deeds = await Promise.allSettled([
      saveEntry(actor, saving),
      addEntry(actor, { componentId, kind: 'command', slotId: '', after: '', fields: {} }),
      arrangeEntry(actor, { componentId, part: 'step', id: verify.id, basis, act: 'remove' }),
      publishDraft(actor, { componentId, revision: 1, note: 'Mine.' }),
      withdrawDraft(actor, { componentId, revision: 1 }),
      restoreShipped(actor, choice),
      keepEdited(actor, choice),
      readStanding(actor, component),
      readOpenChanges(actor),
      listVersions(actor),
    ]);
    for (const deed of deeds) {
      expect(deed).toMatchObject({ status: 'rejected', reason: { code: 'forbidden' } });
    }
  }
  expect(ifNotOf((await readEdited(board.db, componentId)).current)).toBe('For admins.');
});

test('a draft changes nothing in force; published it is a new version under who made it, and survives a restart', async () => {
  const before = await readCatalogue();
  await edit({ ifNot: 'Ask the other admin.' });
  expect((await readCatalogue()).version).toBe(before.version);
  const version = await publish(ben);
  expect(version).toBe(before.version + 1);
  expect(ifNotOf(await inForce())).toBe('Ask the other admin.');
  expect(await loadCatalogue(owner)).toEqual({ version, changed: false });
  expect(ifNotOf(await inForce())).toBe('Ask the other admin.');
  const change = { componentId, by: 'Ben', note: 'Because of the test.' };
  expect((await listVersions(ada))[0]).toMatchObject({ version, change });
  const { rows } = await board.ownerPool.query(
    `select action, actor_id, detail from audit_events where action = 'catalogue.published' order by seq desc limit 1`,
  );
  expect(rows).toEqual([
    {
      action: 'catalogue.published',
      actor_id: ben.id,
      detail: { component: componentId, catalogueVersion: version },
    },
  ]);
  expect((await readCatalogue()).packages).toEqual(before.packages);
});

test('an open run sees that the catalogue moved on', async () => {
  const { runbookId } = await clientWithRun(sam, 'moves-on');
  const seen = async () =>
    (await readDrift(sam, runbookId)).steps.map(({ stepId, kind }) => ({ stepId, kind }));
  expect(await seen()).toEqual([]);
  await edit({ ifNot: 'Read the new advice.' });
  expect(await seen()).toEqual([]);
  await publish(ada);
  expect(await seen()).toEqual([{ stepId: verify.id, kind: 'changed' }]);
});

test('a change that contradicts the catalogue is not published, says why, and stays a draft', async () => {
  await edit({ dependsOn: 'power.set\npower.nowhere' });
  const before = (await readCatalogue()).version;
  await expect(publish(ada)).rejects.toMatchObject({
    code: 'invalid',
    fieldErrors: { problems: ['Step power.verify waits for power.nowhere, which does not exist.'] },
  });
  expect((await readCatalogue()).version).toBe(before);
  expect((await readEdited(board.db, componentId)).draft).not.toBeNull();
});

test('a part that has not its shape, and text that looks like a secret, are refused under their fields', async () => {
  const key = openRouterKey();
  for (const [field, text] of [
    ['title', ' '],
    ['estimateMinutes', 'two'],
    ['expect.match', '{"kind":"exact"'],
    ['expect.match', '{"kind":"telepathy"}'],
    ['why', `It needs ${key}.`],
  ] as const) {
    const refused = await edit({ [field]: text }).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'invalid', fieldErrors: { [field]: [expect.any(String)] } });
    expect(JSON.stringify(refused)).not.toContain(key);
  }
  expect((await readEdited(board.db, componentId)).draft).toBeNull();
});

test('a slot with stored values is neither re-tagged nor taken away, and the draft stays', async () => {
  const { clientId } = await clientWithRun(sam, 'holds-a-key');
  await store(sam, clientId, 'openrouter.api-key', openRouterKey());
  const before = (await readCatalogue()).version;
  const slot: EntryRef = { part: 'slot', id: 'openrouter.api-key' };
  await saveEntry(ada, await form(slot, { tag: 'client-supplied' }, 'openrouter'));
  await expect(publish(ada, 'openrouter')).rejects.toMatchObject({
    fieldErrors: { problems: [expect.stringContaining('which the client holds')] },
  });
  const storing: EntryRef = { part: 'step', id: 'openrouter.store-openrouter-api-key' };
  await saveEntry(ada, await form(storing, { 'actions.0.alternatives': '' }, 'openrouter'));
  await expect(publish(ada, 'openrouter')).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('gives a credential slot another tag while values for it are stored'),
  });
  const { draft, current } = await readEdited(board.db, 'openrouter');
  expect(current.slots.find(({ id }) => id === slot.id)?.tag).toBe('client-supplied');
  await withdrawDraft(ada, { componentId: 'openrouter', revision: draft?.revision });
  const renamed = JSON.stringify(await inForce('openrouter'))
    .replaceAll(slot.id, 'openrouter.other-key')
    .replaceAll('OPENROUTER_API_KEY', 'OPENROUTER_OTHER_KEY');
  const whole: EntryRef = { part: 'whole', id: 'openrouter' };
  await saveEntry(ada, await form(whole, { whole: renamed }, 'openrouter'));
  await expect(publish(ada, 'openrouter')).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('stored for slot openrouter.api-key'),
  });
  expect((await readCatalogue()).version).toBe(before);
});

test('of two admins on one part the later is told who was first; other parts of the draft are open to both', async () => {
  const hers = await form(verify, { ifNot: 'Ada’s advice.' });
  const his = await form(verify, { ifNot: 'Ben’s advice.' });
  const elsewhere = await form({ part: 'step', id: 'power.set' }, { why: 'Ben’s reason.' });
  await saveEntry(ada, hers);
  await expect(saveEntry(ben, his)).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('Ada changed this meanwhile'),
  });
  await saveEntry(ben, elsewhere);
  const { current, draft } = await readEdited(board.db, componentId);
  expect(ifNotOf(current)).toBe('Ada’s advice.');
  const stale = { componentId, revision: (draft?.revision ?? 0) - 1, note: 'Too early.' };
  await expect(publishDraft(ada, stale)).rejects.toMatchObject({
    message: expect.stringContaining('Ben changed this meanwhile'),
  });
});

test('steps are added under a fresh id of the component, moved, and removed ones are retired', async () => {
  const add = (id: string) =>
    addEntry(ada, {
      componentId,
      kind: 'instruction',
      slotId: '',
      after: 'power.set',
      fields: {
        id,
        title: 'Look at the cable',
        phase: 'machine',
        where: 'local',
        why: 'Loose plugs look like outages.',
        'actions.0.text': 'Push the plug in.',
        'expect.text': 'It sits tight.',
        ifNot: 'Take another cable.',
        estimateMinutes: '1',
      },
    });
  for (const id of ['cable', 'slack.cable', 'power.Cable', 'power.set']) {
    await expect(add(id)).rejects.toMatchObject({ fieldErrors: { id: [expect.any(String)] } });
  }
  await add('power.cable');
  const { current } = await readEdited(board.db, componentId);
  expect(current.steps.map(({ id }) => id)).toEqual([
    'power.set',
    'power.cable',
    'power.verify',
    'power.prove',
  ]);
  const basis = orderBasis(current, 'step');
  const cable = { componentId, part: 'step', id: 'power.cable' };
  await arrangeEntry(ada, { ...cable, basis, act: 'up' });
  await expect(arrangeEntry(ben, { ...cable, basis, act: 'up' })).rejects.toMatchObject({ code: 'conflict' });
  await publish(ada);
  expect((await inForce()).steps[0]?.id).toBe('power.cable');
  await arrangeEntry(ada, { ...cable, basis: orderBasis(await inForce(), 'step'), act: 'remove' });
  await publish(ada);
  const { rows } = await board.ownerPool.query(
    `select retired_at is not null as retired from component_steps where id = 'power.cable'`,
  );
  expect(rows).toEqual([{ retired: true }]);
});

test('the application writes the catalogue in no other way than by publishing, and never changes what was decided', async () => {
  await edit({ ifNot: 'Kept as it was.' });
  await publish(ada);
  const refused = { code: '42501' };
  const app = board.applicationPool;
  for (const deed of [
    `update component_credential_slots set tag = 'client-supplied' where id = 'openrouter.api-key'`,
    `update component_steps set retired_at = now()`,
    `insert into catalogue_versions (version, content_hash) values (9999, 'x')`,
    `delete from catalogue_changes`,
    `delete from component_steps`,
    `update catalogue_changes set note = 'x' where state = 'published'`,
    `update catalogue_changes set definition = null where state = 'published'`,
    `update tier_components set tier_id = tier_id`,
  ]) {
    await expect(app.query(deed), deed).rejects.toMatchObject(refused);
  }
});
