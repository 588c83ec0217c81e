import { eq, sql } from 'drizzle-orm';
import { beforeAll, expect, test } from 'vitest';
import type { Actor } from '@/lib/auth/actor';
import { shippedCatalogue } from '@/lib/catalogue/catalogue';
import { readOpenChanges, readStanding } from '@/lib/catalogue/change-queries';
import { readEdited } from '@/lib/catalogue/draft-rows';
import { saveEntry, withdrawDraft } from '@/lib/catalogue/edit-draft';
import { loadCatalogue } from '@/lib/catalogue/load';
import { keepEdited, restoreShipped } from '@/lib/catalogue/publish';
import { readCatalogue } from '@/lib/catalogue/queries';
import type { Catalogue } from '@/lib/catalogue/schema';
import { recounting } from '@/lib/clients/recounting';
import { type Database, databaseOver } from '@/lib/db/database';
import { clients } from '@/lib/db/schema/clients';
import { OPENROUTER_SLOT } from '@/tests/support/fixtures';
import { testDatabase } from '@/tests/support/postgres';
import { componentId, form, inForce, publish } from './catalogue-fixture';
import { clientWithRun, person } from './runbook-fixture';

let owner: Database;
let ada: Actor;

beforeAll(async () => {
  owner = databaseOver((await testDatabase()).ownerPool);
  ada = await person('Ada', 'admin');
});

/** A later release, with another summary of the component. */
function release(summary: string): Catalogue {
  const copy = structuredClone(shippedCatalogue);
  for (const component of copy.components) if (component.id === componentId) component.summary = summary;
  return copy;
}

test('a release that changes an edited component is noticed, and both ways out hold over the next start', async () => {
  await saveEntry(ada, await form({ part: 'step', id: 'power.verify' }, { ifNot: 'Ours.' }));
  await publish(ada);
  const later = release('The summary of the next release.');
  await loadCatalogue(owner, later);
  expect((await inForce()).summary).toBe(
    shippedCatalogue.components.find(({ id }) => id === componentId)?.summary,
  );
  expect((await readStanding(ada, await inForce(), later)).edit).toBe('moved-on');
  expect((await readOpenChanges(ada, later)).questions).toEqual(new Set([componentId]));
  const { version } = await readCatalogue();
  await keepEdited(ada, { componentId, version }, later);
  expect((await readStanding(ada, await inForce(), later)).edit).toBe('edited');
  const restored = await restoreShipped(ada, { componentId, version }, later);
  expect((await inForce()).summary).toBe('The summary of the next release.');
  expect(await loadCatalogue(owner, later)).toEqual({ version: restored, changed: false });
  expect((await readStanding(ada, await inForce(), later)).edit).toBe('shipped');
  await loadCatalogue(owner);
});

test('an edit that a release has taken the ground from is set aside, and the board starts', async () => {
  await saveEntry(
    ada,
    await form({ part: 'step', id: 'power.set' }, { dependsOn: 'mac-identity.private-history' }),
  );
  await publish(ada);
  const later = structuredClone(shippedCatalogue);
  for (const component of later.components) {
    component.steps = component.steps
      .filter(({ id }) => id !== 'mac-identity.private-history')
      .map((step) => ({
        ...step,
        dependsOn: step.dependsOn?.filter((id) => id !== 'mac-identity.private-history'),
      }));
  }
  await loadCatalogue(owner, later);
  const standing = await readStanding(ada, await inForce(), later);
  expect(standing).toMatchObject({
    edit: 'set-aside',
    problems: [expect.stringContaining('does not exist')],
  });
  const { version } = await readCatalogue();
  await restoreShipped(ada, { componentId, version }, later);
  expect((await readStanding(ada, await inForce(), later)).edit).toBe('shipped');
  await loadCatalogue(owner);
});

test('a draft that a new version of the product cannot read is told and withdrawn, and stands in nobody’s way', async () => {
  const verify = { part: 'step' as const, id: 'power.verify' };
  await saveEntry(ada, await form(verify, { ifNot: 'Half done.' }));
  await owner.execute(`update catalogue_changes set definition = '{"id":"power"}' where state = 'draft'`);
  const { draft, readable, current, inForce: now } = await readEdited(owner, componentId);
  expect({ readable, current }).toEqual({ readable: false, current: now });
  const save = saveEntry(ada, await form(verify, { ifNot: 'Once more.' }));
  await expect(save).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringMatching(/Withdraw it/),
  });
  await expect(publish(ada)).rejects.toMatchObject({ code: 'invalid' });
  await withdrawDraft(ada, { componentId, revision: draft?.revision });
  expect((await readEdited(owner, componentId)).readable).toBe(true);
});

test('what clients lack is counted anew when a release asks for less, or more, or could not read the one before', async () => {
  const { clientId } = await clientWithRun(await person('Sam'), 'over-releases');
  const lacking = async () =>
    (await owner.select({ ours: clients.missingOurs }).from(clients).where(eq(clients.id, clientId)))[0]
      ?.ours ?? 0;
  const load = (shipped: Catalogue) => recounting(owner, () => loadCatalogue(owner, shipped));
  const before = await lacking();
  const lenient = structuredClone(shippedCatalogue);
  for (const { slots } of lenient.components)
    for (const slot of slots) if (slot.id === OPENROUTER_SLOT) slot.required = false;
  await load(lenient);
  expect(await lacking()).toBe(before - 1);
  await owner.execute(sql`update components set definition = '{}' where id = 'power'`);
  await owner.execute(sql`update catalogue_versions set content_hash = 'of another release'
    where version = (select max(version) from catalogue_versions)`);
  await load(shippedCatalogue);
  expect(await lacking()).toBe(before);
});

test('a count that was cut short by a kill is made up for by the next start', async () => {
  const { clientId } = await clientWithRun(await person('Sam'), 'cut-short');
  const lacking = async () =>
    (await owner.select({ ours: clients.missingOurs }).from(clients).where(eq(clients.id, clientId)))[0]
      ?.ours;
  const before = (await lacking()) ?? 0;
  const lenient = structuredClone(shippedCatalogue);
  for (const { slots } of lenient.components)
    for (const slot of slots) if (slot.id === OPENROUTER_SLOT) slot.required = false;
  // What is there when the process dies between the load's commit and the count.
  await loadCatalogue(owner, lenient);
  expect(await lacking()).toBe(before);
  const start = () => recounting(owner, () => loadCatalogue(owner, lenient));
  expect((await start()).changed).toBe(false);
  expect(await lacking()).toBe(before - 1);
  const { rows } = await owner.execute(sql`select from catalogue_versions where counted_at is null`);
  expect(rows).toEqual([]);
  await recounting(owner, () => loadCatalogue(owner));
});
