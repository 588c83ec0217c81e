import { and, eq } from 'drizzle-orm';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '@/lib/auth/actor';
import { generateCredentials } from '@/lib/clients/generate-credentials';
import { revealCredential } from '@/lib/clients/reveal-credential';
import { listRedactedSlots, listWorkingSlots } from '@/lib/clients/slot-queries';
import { secretFromInput, storeCredential } from '@/lib/clients/store-credential';
import { removeVaultReference, setVaultReference } from '@/lib/clients/vault-reference';
import { auditEvents } from '@/lib/db/schema/audit';
import { clientCredentials, clients, clientVaultReferences } from '@/lib/db/schema/clients';
import { addClient, addPerson, OPENROUTER_SLOT, openRouterKey } from '@/tests/support/fixtures';
import { type TestDatabase, testDatabase } from '@/tests/support/postgres';

const SLACK_SLOT = 'slack.bot-token';

let board: TestDatabase;
let consultant: Actor;
let support: Actor;
let clientId: string;

const store = (text: string, over: Partial<Parameters<typeof storeCredential>[1]> = {}) =>
  storeCredential(consultant, {
    clientId,
    slotId: OPENROUTER_SLOT,
    value: secretFromInput(text),
    source: 'typed',
    ...over,
  });

const stored = (owner = clientId) =>
  board.db.select().from(clientCredentials).where(eq(clientCredentials.clientId, owner));

beforeAll(async () => {
  board = await testDatabase();
  consultant = (await addPerson(board.db, 'consultant')).actor;
  support = (await addPerson(board.db, 'support')).actor;
  clientId = (await addClient(board.db, consultant)).id;
});

describe('door in: what is stored is encrypted, versioned and audited', () => {
  test('a value comes out as it went in, and the row does not contain it', async () => {
    const key = openRouterKey();
    const result = await store(key);
    const revealed = await revealCredential(consultant, { clientId, slotId: OPENROUTER_SLOT });
    const [row] = (await stored()).filter(({ slotId }) => slotId === OPENROUTER_SLOT);
    expect(revealed.reveal()).toBe(key);
    expect(result).toMatchObject({ characters: 73, valueVersion: 1 });
    expect(row?.envelope.includes(Buffer.from(key))).toBe(false);
  });

  test('a replaced value gets the next version, and the old envelope put back does not open', async () => {
    const [before] = (await stored()).filter(({ slotId }) => slotId === OPENROUTER_SLOT);
    const result = await store(openRouterKey());
    expect(result.valueVersion).toBe((before?.valueVersion ?? 0) + 1);
    await board.db
      .update(clientCredentials)
      .set({ envelope: before?.envelope ?? Buffer.alloc(0) })
      .where(and(eq(clientCredentials.clientId, clientId), eq(clientCredentials.slotId, OPENROUTER_SLOT)));
    await expect(revealCredential(consultant, { clientId, slotId: OPENROUTER_SLOT })).rejects.toMatchObject({
      code: 'cannot-open',
    });
    await store(openRouterKey());
  });

  test('two people who store at once get two versions, and one row stays', async () => {
    const both = await Promise.all([store(openRouterKey()), store(openRouterKey())]);
    const versions = both.map(({ valueVersion }) => valueVersion).sort((one, other) => one - other);
    expect((versions[1] ?? 0) - (versions[0] ?? 0)).toBe(1);
    expect((await stored()).filter(({ slotId }) => slotId === OPENROUTER_SLOT)).toHaveLength(1);
  });

  test('each store has its audit event, with ids and without the value', async () => {
    const key = openRouterKey();
    await store(key);
    const events = await board.db.select().from(auditEvents).where(eq(auditEvents.clientId, clientId));
    expect(
      events.some(({ action, slotId }) => action === 'credential.stored' && slotId === OPENROUTER_SLOT),
    ).toBe(true);
    expect(JSON.stringify(events)).not.toContain(key.slice(9));
  });
});

describe('door in: what must not be stored is refused, and nothing is left behind', () => {
  test('a value for a slot of the client', async () => {
    await expect(
      store('xoxb-1234567890-1234567890-abcdefghijkl', { slotId: SLACK_SLOT }),
    ).rejects.toMatchObject({ code: 'invalid' });
    expect((await stored()).map(({ slotId }) => slotId)).not.toContain(SLACK_SLOT);
  });

  test('a slot that is not in this client’s scope, and a client that does not exist', async () => {
    const other = (await addClient(board.db, consultant, ['mac-accounts'])).id;
    await expect(store(openRouterKey(), { clientId: other })).rejects.toMatchObject({ code: 'not-found' });
    await expect(store(openRouterKey(), { slotId: 'no.such-slot' })).rejects.toMatchObject({
      code: 'not-found',
    });
    await expect(store(openRouterKey(), { clientId: 'not a uuid' })).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  test('a key of the organisation', async () => {
    await expect(store(openRouterKey(), { slotId: 'openrouter.management-key' })).rejects.toThrow();
    expect((await stored()).map(({ slotId }) => slotId)).not.toContain('openrouter.management-key');
  });

  test.each([
    ['a trailing line break', `${openRouterKey()}\n`],
    ['a leading space', ` ${openRouterKey()}`],
    ['another vendor’s key', `sk-ant-api03-${'a'.repeat(40)}`],
    ['10,000 characters', 'x'.repeat(10_000)],
    ['emoji', '🔑🔑🔑'],
  ])('a firm format: %s, said without an echo', async (_title, text) => {
    const failure = await store(text).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'invalid', fieldErrors: { value: [expect.any(String)] } });
    expect(JSON.stringify(failure)).not.toContain(text.trim().slice(0, 12));
  });

  test('"keep anyway" does not lift a firm format', async () => {
    await expect(store('not a key', { keepAnyway: true })).rejects.toMatchObject({ code: 'invalid' });
  });

  test.each(['', '\ud800'])('an empty or broken text', (text) => {
    expect(() => secretFromInput(text)).toThrow(/./);
  });

  test('by support, whatever is sent', async () => {
    await expect(
      storeCredential(support, {
        clientId,
        slotId: OPENROUTER_SLOT,
        value: secretFromInput(openRouterKey()),
        source: 'typed',
      }),
    ).rejects.toMatchObject({ code: 'forbidden' });
    await expect(generateCredentials(support, clientId)).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('generators', () => {
  test('fill what is missing and never overwrite a value', async () => {
    const fresh = (await addClient(board.db, consultant)).id;
    const made = await generateCredentials(consultant, fresh);
    const first = await stored(fresh);
    const again = await generateCredentials(consultant, fresh);
    expect(made).toBeGreaterThan(0);
    expect(again).toBe(0);
    expect(await stored(fresh)).toEqual(first);
  });

  test('run by two people at once make each value once', async () => {
    const fresh = (await addClient(board.db, consultant)).id;
    const counts = await Promise.all([
      generateCredentials(consultant, fresh),
      generateCredentials(consultant, fresh),
    ]);
    expect(counts.filter((count) => count > 0)).toHaveLength(1);
  });
});

describe('vault references say where, never what', () => {
  const place = () => ({ clientId, slotId: SLACK_SLOT });

  test('a reference is kept with its label, replaced and removed', async () => {
    await setVaultReference(consultant, place(), {
      reference: 'op://Harbor/Slack/bot token',
      label: 'Slack app',
    });
    await setVaultReference(consultant, place(), { reference: 'Bitwarden: Acme/Slack' });
    const [row] = await board.db
      .select()
      .from(clientVaultReferences)
      .where(eq(clientVaultReferences.clientId, clientId));
    expect(row?.reference).toBe('Bitwarden: Acme/Slack');
    await removeVaultReference(consultant, place());
    await expect(removeVaultReference(consultant, place())).rejects.toMatchObject({ code: 'not-found' });
  });

  test.each([
    ['a Slack token', `xoxb-${'1'.repeat(12)}-${'2'.repeat(12)}-${'a'.repeat(24)}`],
    ['an app token', 'xapp-1-A0000000000-1234567890123-0123456789abcdef0123456789abcdef'],
    ['a malformed address', 'op://Harbor'],
    ['an address with an empty part', 'op://Harbor//token'],
    ['nothing', '   '],
    ['10,000 characters', 'x '.repeat(5_000)],
  ])('%s in the reference field is refused and not stored', async (_title, reference) => {
    await expect(setVaultReference(consultant, place(), { reference })).rejects.toMatchObject({
      code: 'invalid',
      fieldErrors: { reference: [expect.any(String)] },
    });
    expect(
      await board.db.select().from(clientVaultReferences).where(eq(clientVaultReferences.clientId, clientId)),
    ).toEqual([]);
  });

  test('a slot of ours takes no reference', async () => {
    await expect(
      setVaultReference(consultant, { clientId, slotId: OPENROUTER_SLOT }, { reference: 'op://a/b/c' }),
    ).rejects.toMatchObject({ code: 'invalid' });
  });
});

describe('the stage follows the slots', () => {
  test('a client is ready once the last required slot before the run is filled, and collecting again when one goes', async () => {
    const fresh = (await addClient(board.db, consultant, ['openrouter'])).id;
    const stage = async () => {
      const [row] = await board.db
        .select({ stage: clients.stage })
        .from(clients)
        .where(eq(clients.id, fresh));
      return row?.stage;
    };
    await generateCredentials(consultant, fresh);
    await store(openRouterKey(), { clientId: fresh });
    expect(await stage()).toBe('ready');
  });
});

describe('redaction by type: what support reads cannot hold a value', () => {
  test('neither value, ciphertext, length nor reference is in the redacted list', async () => {
    const key = openRouterKey();
    await store(key);
    await setVaultReference(
      consultant,
      { clientId, slotId: SLACK_SLOT },
      { reference: 'op://Harbor/Slack/bot' },
    );
    const list = await listRedactedSlots(support, clientId);
    const text = JSON.stringify(list);
    for (const hidden of [key, 'envelope', 'characters', 'op://', 'salt']) expect(text).not.toContain(hidden);
    expect(list.find(({ slotId }) => slotId === OPENROUTER_SLOT)).toMatchObject({ state: 'stored' });
  });

  test('support is refused the working list', async () => {
    await expect(listWorkingSlots(support, clientId)).rejects.toMatchObject({ code: 'forbidden' });
  });
});
