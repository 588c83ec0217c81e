import { beforeAll, expect, test } from 'vitest';
import type { Actor } from '@/lib/auth/actor';
import { findPlaces } from '@/lib/clients/find-places';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';
import { clientWithRun, person, type RunFixture } from './runbook-fixture';

let board: TestDatabase;
let sam: Actor;
let support: Actor;
let run: RunFixture;

beforeAll(async () => {
  board = await testDatabase();
  sam = await person('Sam');
  support = await person('Sid', 'support');
  run = await clientWithRun(sam, 'palette-one', { componentIds: ['mac-identity', 'openrouter', 'slack'] });
  await board.ownerPool.query("update clients set name = 'Palette Bakery' where id = $1", [run.clientId]);
});

const hrefs = async (actor: Actor, text: string) => (await findPlaces(actor, text)).map(({ href }) => href);

test('a client is found by the beginning of its name, with its run', async () => {
  expect(await hrefs(sam, 'palette bak')).toEqual(['/clients/palette-one', `/runbooks/${run.runbookId}`]);
});

test('a client and a slot of it lead to that slot, and only to slots that the client has', async () => {
  expect((await hrefs(sam, 'palette openrouter api'))[0]).toBe(
    '/clients/palette-one/credentials#openrouter.api-key',
  );
  expect(await hrefs(sam, 'palette shopify')).toEqual([]);
});

test('a slot and a component are found in the catalogue; keys of the organisation are not', async () => {
  expect(await hrefs(sam, 'slack')).toContain('/catalogue/slack');
  expect(await hrefs(sam, 'slack bot')).toContain('/?q=slot%3ASLACK_BOT_TOKEN');
  expect(await hrefs(sam, 'openrouter management')).toEqual([]);
});

test('support finds the same places', async () => {
  expect(await hrefs(support, 'palette')).toEqual(await hrefs(sam, 'palette'));
});

test.each(['', '   ', '%', "'", '\\', ':* & !', 'a'.repeat(201), 'null\0byte'])(
  'a text that names nothing finds nothing and breaks nothing: %j',
  async (text) => {
    expect(await findPlaces(sam, text)).toEqual([]);
  },
);
