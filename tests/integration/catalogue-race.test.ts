import type { PoolClient } from 'pg';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { Actor } from '@/lib/auth/actor';
import { addEntry } from '@/lib/catalogue/add-entry';
import { arrangeEntry, orderBasis } from '@/lib/catalogue/arrange-entry';
import { readEdited } from '@/lib/catalogue/draft-rows';
import { saveEntry } from '@/lib/catalogue/edit-draft';
import type { ListedPart } from '@/lib/catalogue/entries';
import { generateCredentials } from '@/lib/clients/generate-credentials';
import { setVaultReference } from '@/lib/clients/vault-reference';
import { claimStep } from '@/lib/runbook/claim-step';
import { placeSlot } from '@/lib/runbook/place-slot';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';
import { componentId, form, inForce, newPart, publish, withdrawDrafts } from './catalogue-fixture';
import { untilWaiting } from './fault-fixture';
import { actOn, clientWithRun, person, type RunFixture, store } from './runbook-fixture';

let board: TestDatabase;
let ada: Actor;
let sam: Actor;

beforeAll(async () => {
  board = await testDatabase();
  ada = await person('Ada', 'admin');
  sam = await person('Sam');
});

beforeEach(() => withdrawDrafts(ada, [componentId]));

const place = (name: string, run: RunFixture) => ({
  clientId: run.clientId,
  slotId: `${componentId}.${name}`,
});
const bringer = (name: string) => `${componentId}.bring-${name}`;

/** Everything that is stored for a slot, with what the slot has to be for it. */
const deeds: Record<
  string,
  { typed: Record<string, string>; deed: (name: string, run: RunFixture) => Promise<unknown> }
> = {
  value: {
    typed: { tag: 'our-managed' },
    deed: (name, run) => store(sam, run.clientId, place(name, run).slotId, 'A-made-up-value-of-this-test'),
  },
  reference: {
    typed: {},
    deed: (name, run) =>
      setVaultReference(sam, place(name, run), { reference: 'op://Vault/Hook/key', label: '' }),
  },
  'generated value': {
    typed: {
      tag: 'our-managed',
      class: 'per_install_generated',
      generator: '{"kind":"random","length":32,"charset":"alnum"}',
    },
    deed: (_, run) => generateCredentials(sam, run.clientId),
  },
  placement: {
    typed: {},
    deed: async (name, run) =>
      placeSlot(sam, {
        ...(await actOn(sam, run.runbookId, bringer(name))),
        slotId: place(name, run).slotId,
        signedInAs: '',
      }),
  },
};
const kinds = Object.keys(deeds);
const nameOf = (kind: string, when: string) => `${kind.replace(' ', '-')}-${when}`;

async function publishSlot(kind: string, name: string): Promise<void> {
  await addEntry(
    ada,
    newPart('slot', componentId, {
      id: `${componentId}.${name}`,
      key: `RACE_${name.toUpperCase().replaceAll('-', '_')}`,
      name: 'The hook',
      promptLabel: 'What the hook is',
      description: 'Lets the service call the agent.',
      revoke: 'The client deletes it there.',
      ...deeds[kind]?.typed,
    }),
  );
  await addEntry(ada, {
    ...newPart('step', componentId, {
      id: bringer(name),
      title: 'Bring it',
      phase: 'machine',
      where: 'local',
      why: 'The agent waits for it.',
      'actions.0.text': 'Open its window.',
      'expect.text': 'It says it is there.',
      ifNot: 'Paste it again.',
      estimateMinutes: '1',
    }),
    kind: 'secret',
    slotId: `${componentId}.${name}`,
  });
  await publish(ada);
}

async function remove(part: ListedPart, id: string): Promise<void> {
  const basis = orderBasis((await readEdited(board.db, componentId)).current, part);
  await arrangeEntry(ada, { componentId, part, id, basis, act: 'remove' });
}

/** A client at work with a slot that a draft takes out. What is generated is not there before its time. */
async function leavingSlot(kind: string, name: string): Promise<RunFixture> {
  const generated = kind.startsWith('generated');
  if (!generated) await publishSlot(kind, name);
  const run = await clientWithRun(sam, `race-${name}`);
  if (generated) await publishSlot(kind, name);
  else await claimStep(sam, await actOn(sam, run.runbookId, bringer(name)));
  await remove('step', bringer(name));
  await remove('slot', `${componentId}.${name}`);
  return run;
}

async function keptFor(slotId: string) {
  const { rows } = await board.ownerPool.query(
    `select (select count(*)::int from client_credentials where slot_id = $1)
        + (select count(*)::int from client_vault_references where slot_id = $1)
        + (select count(*)::int from placements where slot_id = $1) as kept,
      (select count(*)::int from audit_events where slot_id = $1) as events,
      (select retired_at is not null from component_credential_slots where id = $1) as retired`,
    [slotId],
  );
  return rows[0];
}

/** Keeps whoever writes to an audit chain waiting just before the commit, while `work` goes on. */
async function withChainHeld<T>(
  chain: string,
  work: (release: () => Promise<void>) => Promise<T>,
): Promise<T> {
  const holder: PoolClient = await board.ownerPool.connect();
  try {
    await holder.query('begin');
    await holder.query('select from audit_heads where chain = $1 for update', [chain]);
    return await work(async () => {
      await holder.query('rollback');
    });
  } finally {
    await holder.query('rollback');
    holder.release();
  }
}

test.each(kinds)(
  'a %s that is stored while a version without its slot is at its commit is refused, and nothing of it stays',
  async (kind) => {
    const name = nameOf(kind, 'late');
    const run = await leavingSlot(kind, name);
    const { slotId } = place(name, run);
    const [published, stored] = await withChainHeld('board', async (release) => {
      const publishing = publish(ada);
      await untilWaiting(board.superuserPool, 1);
      const storing = deeds[kind]?.deed(name, run);
      const both = Promise.allSettled([publishing, storing]);
      await untilWaiting(board.superuserPool, 2);
      await release();
      return both;
    });
    expect(published).toMatchObject({ status: 'fulfilled' });
    expect(stored).toMatchObject({
      status: 'rejected',
      reason: { code: 'conflict', message: expect.stringContaining('is not part of the catalogue any more') },
    });
    expect(await keptFor(slotId)).toEqual({ kept: 0, events: 0, retired: true });
  },
);

test.each(kinds)(
  'a %s that is at its commit keeps its slot: the version without it is refused',
  async (kind) => {
    const name = nameOf(kind, 'early');
    const run = await leavingSlot(kind, name);
    const { slotId } = place(name, run);
    const [stored, published] = await withChainHeld(run.clientId, async (release) => {
      const storing = deeds[kind]?.deed(name, run);
      await untilWaiting(board.superuserPool, 1);
      const publishing = publish(ada);
      const both = Promise.allSettled([storing, publishing]);
      await untilWaiting(board.superuserPool, 2);
      await release();
      return both;
    });
    expect(stored).toMatchObject({ status: 'fulfilled' });
    expect(published).toMatchObject({
      status: 'rejected',
      reason: { code: 'conflict', message: expect.stringContaining(`are stored for slot ${slotId}`) },
    });
    expect(await keptFor(slotId)).toEqual({ kept: 1, events: 1, retired: false });
    expect((await inForce()).slots.map(({ id }) => id)).toContain(slotId);
  },
);

test('whoever comes from a page that is older than the version is told that the slot has left', async () => {
  for (const kind of ['value', 'reference', 'placement']) {
    const name = nameOf(kind, 'afterwards');
    const run = await leavingSlot(kind, name);
    await publish(ada);
    await expect(deeds[kind]?.deed(name, run), kind).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining(`RACE_${kind.toUpperCase()}_AFTERWARDS is not part of the catalogue`),
    });
  }
});

test('many values that are made at once and a version that is published wait in a row, never in a circle', async () => {
  const run = await clientWithRun(sam, 'race-many', { componentIds: ['power'] });
  const more = ['mac-accounts', 'agent-runtime', 'toolchain'];
  for (const id of more) {
    await board.ownerPool.query('insert into client_components (client_id, component_id) values ($1, $2)', [
      run.clientId,
      id,
    ]);
  }
  await saveEntry(ada, await form({ part: 'step', id: 'power.verify' }, { ifNot: 'Look again.' }));
  const holder = await board.ownerPool.connect();
  try {
    await holder.query('begin');
    await holder.query(
      `select from component_credential_slots where id = 'mac-accounts.agent-password' for update`,
    );
    const making = generateCredentials(sam, run.clientId);
    await untilWaiting(board.superuserPool, 1);
    const both = Promise.all([making, publish(ada)]);
    await untilWaiting(board.superuserPool, 2);
    await holder.query('rollback');
    await expect(both).resolves.toEqual([expect.any(Number), expect.any(Number)]);
    expect((await both)[0]).toBeGreaterThan(2);
  } finally {
    await holder.query('rollback');
    holder.release();
  }
});
