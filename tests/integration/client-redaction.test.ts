import { beforeAll, expect, test } from 'vitest';
import { recordAuditEvent } from '@/lib/audit/append';
import type { Actor } from '@/lib/auth/actor';
import { readClient } from '@/lib/clients/client-queries';
import { copyFromRecord } from '@/lib/clients/copy-from-record';
import { listRedactedSlots, listWorkingSlots } from '@/lib/clients/slot-queries';
import { readTimeline } from '@/lib/clients/timeline-queries';
import { lastTouches } from '@/lib/clients/touch-queries';
import { database } from '@/lib/db/database';
import { addClientWithValues, addPerson, OPENROUTER_SLOT, reveal } from '@/tests/support/fixtures';
import { testDatabase } from '@/tests/support/postgres';

let consultant: Actor;
let colleague: Actor;
let admin: Actor;
let support: Actor;
let client: { id: string; slug: string };

beforeAll(async () => {
  await testDatabase();
  admin = (await addPerson(database(), 'admin')).actor;
  consultant = (await addPerson(database(), 'consultant')).actor;
  colleague = (await addPerson(database(), 'consultant')).actor;
  support = (await addPerson(database(), 'support')).actor;
  client = await addClientWithValues(database(), consultant);
});

const place = () => ({ clientId: client.id, slotId: OPENROUTER_SLOT });

test('what support reads of a client holds no value, no length, no reference and no address', async () => {
  const value = (await reveal(consultant, client.id)).reveal();
  const seen = JSON.stringify([
    await readClient(support, client.slug),
    await listRedactedSlots(support, client.id),
    [...(await lastTouches(support, client.id)).entries()],
    await readTimeline(support, client.id, null),
  ]);
  expect(seen).toContain('OPENROUTER_API_KEY');
  for (const secret of [
    value,
    value.slice(10, 30),
    'op://',
    '"referenceLabel"',
    '192.0.2.1',
    '"characters"',
  ]) {
    expect(seen).not.toContain(secret);
  }
  // As a figure of its own: an id or a time may well hold the same digits.
  const length = new RegExp(`(?<![\\w.-])${value.length}(?![\\w:])`);
  expect(seen).not.toMatch(length);
  expect(JSON.stringify({ characters: value.length })).toMatch(length);
});

test('support is refused the list of those who fill slots', async () => {
  await expect(listWorkingSlots(support, client.id)).rejects.toMatchObject({ code: 'forbidden' });
});

test('support is refused a copy, and the attempt is in the timeline', async () => {
  await expect(copyFromRecord(support, place())).rejects.toMatchObject({ code: 'forbidden' });
  const { entries } = await readTimeline(admin, client.id, null);
  expect(entries[0]).toMatchObject({
    who: 'Test support',
    words: 'tried to copy OPENROUTER_API_KEY: refused',
    outcome: 'refused',
  });
});

test('a copy from the record says so in the audit log, and in the words of the timeline', async () => {
  await copyFromRecord(consultant, place());
  const { entries } = await readTimeline(consultant, client.id, null);
  expect(entries[0]).toMatchObject({
    who: 'Test consultant',
    words: 'copied OPENROUTER_API_KEY',
    reason: 'from the client record',
  });
});

test('an address is shown to admins and to whoever it belongs to', async () => {
  const addressFor = async (actor: Actor) => (await readTimeline(actor, client.id, null)).entries[0]?.address;
  await copyFromRecord(consultant, place());
  expect(await addressFor(admin)).toBe('192.0.2.1');
  expect(await addressFor(consultant)).toBe('192.0.2.1');
  expect(await addressFor(colleague)).toBeNull();
  expect(await addressFor(support)).toBeNull();
});

test.each([
  [{ clientId: 7, slotId: {} }],
  [null],
  [{ clientId: '../', slotId: 'x' }],
  [{ clientId: '00000000-0000-7000-8000-000000000000', slotId: 'x'.repeat(5000) }],
])('a crafted request for a copy is refused before anything is looked up: %j', async (request) => {
  await expect(copyFromRecord(consultant, request)).rejects.toMatchObject({ code: 'invalid' });
});

test('page by page the timeline tells every event once, the newest first', async () => {
  const other = await addClientWithValues(database(), consultant);
  for (let copies = 0; copies < 60; copies += 1) {
    await recordAuditEvent(consultant, { action: 'credential.revealed', clientId: other.id });
  }
  const told: { key: string; at: Date }[] = [];
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof readTimeline>> = await readTimeline(admin, other.id, after);
    told.push(...page.entries);
    after = page.next;
  } while (after !== null);
  expect(told.length).toBeGreaterThanOrEqual(60);
  expect(new Set(told.map((entry) => entry.key)).size).toBe(told.length);
  const moments = told.map((entry) => entry.at.getTime());
  expect(moments).toEqual([...moments].sort((a, b) => b - a));
});

test.each(['1', 'x~y', '-1~-1', '9'.repeat(40), '1~2~3'])(
  'a damaged place in the timeline, %j, starts at its beginning',
  async (after) => {
    const [first] = (await readTimeline(admin, client.id, null)).entries;
    expect((await readTimeline(admin, client.id, after)).entries[0]?.key).toBe(first?.key);
  },
);
