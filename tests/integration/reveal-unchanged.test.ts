import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { Actor } from '@/lib/auth/actor';
import { lookForReveal, revealedUnchanged } from '@/lib/clients/lock-for-reveal';
import { revealCredential } from '@/lib/clients/reveal-credential';
import { lookAtStepSlot } from '@/lib/runbook/step-slot';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';
import { clientWithRun, openRouterKey, person, store } from './runbook-fixture';

const slotId = 'openrouter.api-key';
const stepId = 'openrouter.store-openrouter-api-key';

let board: TestDatabase;
let sam: Actor;
let clientId: string;
let runbookId: string;
let count = 0;

beforeAll(async () => {
  board = await testDatabase();
  sam = await person('Sam');
});

beforeEach(async () => {
  count += 1;
  const run = await clientWithRun(sam, `unchanged-${count}`, {
    componentIds: ['mac-identity', 'openrouter'],
  });
  ({ clientId, runbookId } = run);
  await store(sam, clientId, slotId, openRouterKey());
  // The first event of a chain makes its head; from then on there is one to look at.
  await revealCredential(sam, { clientId, slotId });
});

async function events(): Promise<number> {
  const { rows } = await board.ownerPool.query<{ n: number }>(
    'select count(*)::int as n from audit_events where client_id = $1',
    [clientId],
  );
  return rows[0]?.n ?? 0;
}

/** What a reveal found before it wrote anything, and the event it would write. */
async function seen() {
  const { value } = await lookForReveal(sam, { clientId, slotId });
  if (value === null) throw new Error('There is no value.');
  const { valueVersion } = value;
  return { value, event: { action: 'credential.revealed', clientId, slotId, valueVersion } as const };
}

test('what is as it was found is committed in one statement', async () => {
  const { value, event } = await seen();
  const before = await events();
  await expect(revealedUnchanged(sam, event, value)).resolves.toBe(true);
  await expect(events()).resolves.toBe(before + 1);
});

test.each<[string, () => Promise<unknown>]>([
  ['replaced', () => store(sam, clientId, slotId, openRouterKey())],
  [
    'encrypted anew',
    () =>
      board.ownerPool.query(
        `update client_credentials set envelope = set_byte(envelope, 20, (get_byte(envelope, 20) + 1) % 256)
         where client_id = $1`,
        [clientId],
      ),
  ],
  ['removed', () => board.ownerPool.query('delete from client_credentials where client_id = $1', [clientId])],
  [
    'due for purge',
    () =>
      board.ownerPool.query(
        `update clients set offboarded_at = now() - interval '2 days', purge_after = now() - interval '1 day'
         where id = $1`,
        [clientId],
      ),
  ],
  [
    'without its salt',
    () =>
      board.ownerPool.query('update clients set kdf_salt = $2 where id = $1', [
        clientId,
        Buffer.alloc(32, 7),
      ]),
  ],
  ['overtaken by another reveal', () => revealCredential(sam, { clientId, slotId })],
])(
  'a value that is %s after it was found is not revealed as it was, and nothing is written',
  async (_what, act) => {
    const { value, event } = await seen();
    await act();
    const before = await events();
    await expect(revealedUnchanged(sam, event, value)).resolves.toBe(false);
    await expect(events()).resolves.toBe(before);
  },
);

test('a value that was replaced after somebody looked is revealed as it is now, in one event', async () => {
  const { seen: looked } = await lookAtStepSlot(sam, { runbookId, stepId, slotId });
  const replacement = openRouterKey();
  await store(sam, clientId, slotId, replacement);
  const before = await events();
  const value = await revealCredential(sam, { clientId, slotId }, looked);
  expect(value.reveal()).toBe(replacement);
  await expect(events()).resolves.toBe(before + 1);
});

test('a look at another client’s value opens nothing of it and writes the event of the own', async () => {
  const other = await clientWithRun(sam, `unchanged-other-${count}`, {
    componentIds: ['mac-identity', 'openrouter'],
  });
  const theirs = openRouterKey();
  await store(sam, other.clientId, slotId, theirs);
  await revealCredential(sam, { clientId: other.clientId, slotId });
  const { seen: looked } = await lookAtStepSlot(sam, { runbookId: other.runbookId, stepId, slotId });
  expect(looked?.value?.clientId).toBe(other.clientId);
  const before = await events();
  const value = await revealCredential(sam, { clientId, slotId }, looked);
  expect(value.reveal()).not.toBe(theirs);
  await expect(events()).resolves.toBe(before + 1);
});

test('twenty at once leave twenty events, each with its own place in the chain', async () => {
  const before = await events();
  const values = await Promise.all(
    Array.from({ length: 20 }, () => revealCredential(sam, { clientId, slotId })),
  );
  expect(new Set(values.map((value) => value.reveal())).size).toBe(1);
  const { rows } = await board.ownerPool.query<{ places: number; last: number }>(
    `select count(distinct chain_seq)::int as places, max(chain_seq)::int as last from audit_events where client_id = $1`,
    [clientId],
  );
  expect(rows[0]).toEqual({ places: before + 20, last: before + 20 });
});
