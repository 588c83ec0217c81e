import { and, eq } from 'drizzle-orm';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { Actor } from '@/lib/auth/actor';
import { changeNotes } from '@/lib/clients/client-commands';
import { readComponentSettings } from '@/lib/clients/component-queries';
import { changeSettings } from '@/lib/clients/setting-commands';
import { formBasis } from '@/lib/clients/stale-form';
import { secretFromInput, storeCredential } from '@/lib/clients/store-credential';
import { database } from '@/lib/db/database';
import { auditEvents } from '@/lib/db/schema/audit';
import { clientCredentials, clients } from '@/lib/db/schema/clients';
import { addClient, addPerson, openRouterKey } from '@/tests/support/fixtures';
import { testDatabase } from '@/tests/support/postgres';

let ana: Actor;
let support: Actor;
let clientId: string;

beforeAll(async () => {
  await testDatabase();
  ana = (await addPerson(database(), 'consultant')).actor;
  support = (await addPerson(database(), 'support')).actor;
});

beforeEach(async () => {
  clientId = (await addClient(database(), ana, ['mac-identity', 'mac-accounts', 'filevault', 'backup'])).id;
});

/** Sends a component's form as it stands, with some answers changed. */
/** The form as somebody has it on the screen, with the answers they changed in it. */
async function filled(componentId: string, answers: Record<string, string>) {
  const asked = await readComponentSettings(ana, clientId, componentId);
  const shown = Object.fromEntries(asked.map(({ setting, value }) => [setting.key, value]));
  const fields = Object.fromEntries(Object.entries(shown).map(([key, value]) => [`setting:${key}`, value]));
  return { clientId, componentId, basis: formBasis(shown), fields: { ...fields, ...answers } };
}

async function send(componentId: string, answers: Record<string, string>, actor = ana) {
  return changeSettings(actor, await filled(componentId, answers));
}

const answers = async (componentId: string) =>
  Object.fromEntries(
    (await readComponentSettings(ana, clientId, componentId)).map(({ setting, value }) => [
      setting.key,
      value,
    ]),
  );

const backup = { 'setting:backup.custody': 'ours' };
const backupByClient = { 'setting:backup.custody': 'client' };

test('support changes no answer', async () => {
  await expect(send('backup', backup, support)).rejects.toMatchObject({ code: 'forbidden' });
});

test('an answer that changes what is needed says so first, and changes nothing until it is confirmed', async () => {
  await send('backup', { ...backup, confirm: 'yes' });
  const refusal = await send('backup', backupByClient).catch((error: unknown) => error);
  expect(refusal).toMatchObject({ code: 'invalid', fieldErrors: { confirm: expect.any(Array) } });
  expect((await answers('backup'))['backup.custody']).toBe('ours');
  await send('backup', { ...backupByClient, confirm: 'yes' });
  expect((await answers('backup'))['backup.custody']).toBe('client');
});

test('a stored value that falls out of scope is destroyed with its audit event, and was announced', async () => {
  await send('backup', { ...backup, confirm: 'yes' });
  const place = { clientId, slotId: 'backup.password-ours' };
  const [made] = await database()
    .select({ id: clientCredentials.id })
    .from(clientCredentials)
    .where(eq(clientCredentials.clientId, clientId));
  if (made === undefined) {
    await storeCredential(ana, {
      ...place,
      value: secretFromInput('correct-horse-battery-staple'),
      source: 'typed',
      keepAnyway: true,
    });
  }
  const refusal = await send('backup', backupByClient).catch((error: unknown) => error);
  expect(JSON.stringify(refusal)).toContain('Destroys the stored value of BACKUP_PASSWORD_OURS');
  await send('backup', { ...backupByClient, confirm: 'yes' });
  const left = await database()
    .select()
    .from(clientCredentials)
    .where(eq(clientCredentials.clientId, clientId));
  expect(left).toEqual([]);
  const destroyed = await database()
    .select({ slotId: auditEvents.slotId })
    .from(auditEvents)
    .where(and(eq(auditEvents.clientId, clientId), eq(auditEvents.action, 'credential.destroyed')));
  expect(destroyed).toEqual([{ slotId: place.slotId }]);
});

test('of two people who change one answer at once, one is told and overwrites nothing', async () => {
  await send('backup', { ...backup, confirm: 'yes' });
  const form = await filled('backup', { ...backupByClient, confirm: 'yes' });
  const both = await Promise.allSettled([changeSettings(ana, form), changeSettings(ana, form)]);
  expect(both.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(both.find((result) => result.status === 'rejected')).toMatchObject({ reason: { code: 'conflict' } });
});

test('an answer that was not offered is refused under its own field', async () => {
  await expect(send('backup', { 'setting:backup.custody': 'nobody', confirm: 'yes' })).rejects.toMatchObject({
    fieldErrors: { 'setting:backup.custody': expect.any(Array) },
  });
});

test('an answer to another component’s question is ignored', async () => {
  await send('backup', { ...backup, 'setting:filevault.decision': 'C', confirm: 'yes' });
  expect((await answers('filevault'))['filevault.decision']).not.toBe('C');
});

test('a component the client does not have has no settings to change', async () => {
  const form = { clientId, componentId: 'shopify', basis: formBasis({}), fields: {} };
  await expect(changeSettings(ana, form)).rejects.toMatchObject({ code: 'not-found' });
});

test('a key in an answer is refused, and neither kept nor repeated', async () => {
  const key = openRouterKey();
  await send('filevault', { 'setting:filevault.decision': 'C', confirm: 'yes' });
  const refusal = await send('filevault', { 'setting:filevault.consent-by': key, confirm: 'yes' }).catch(
    (error: unknown) => error,
  );
  expect(refusal).toMatchObject({ code: 'invalid' });
  expect(JSON.stringify(refusal)).not.toContain(key);
});

test('a purged client takes no answers', async () => {
  const gone = { offboardedAt: new Date(), purgeAfter: new Date(), purgedAt: new Date(), kdfSalt: null };
  await database().update(clients).set(gone).where(eq(clients.id, clientId));
  await expect(send('backup', { ...backup, confirm: 'yes' })).rejects.toMatchObject({ code: 'conflict' });
});

async function eventsAfter(work: () => Promise<unknown>): Promise<string[]> {
  const read = async () =>
    (
      await database()
        .select({ action: auditEvents.action })
        .from(auditEvents)
        .where(eq(auditEvents.clientId, clientId))
        .orderBy(auditEvents.seq)
    ).map(({ action }) => action);
  const before = await read();
  await work();
  return (await read()).slice(before.length);
}

test('an answer that decides which slots there are is one change of scope in the log', async () => {
  await send('backup', { ...backup, confirm: 'yes' });
  expect(await eventsAfter(() => send('backup', { ...backupByClient, confirm: 'yes' }))).toEqual([
    'client.scope-changed',
  ]);
});

test('an answer that decides neither slots nor steps is a change of the record, not of the scope', async () => {
  const answer = { 'setting:mac-accounts.admin-user': 'somebody-else' };
  expect(await eventsAfter(() => send('mac-accounts', answer))).toEqual(['client.changed']);
});

test('a save that changes no answer leaves nothing in the log', async () => {
  await send('backup', { ...backup, confirm: 'yes' });
  expect(await eventsAfter(() => send('backup', {}))).toEqual([]);
});

test('who is named for an answer that changed meanwhile is who changed answers, not who changed the contact', async () => {
  const other = (await addPerson(database(), 'admin')).actor;
  const shown = await answers('mac-accounts');
  await send('mac-accounts', { 'setting:mac-accounts.admin-user': 'somebody-else' }, other);
  await changeNotes(ana, { clientId, basis: formBasis({ notes: '' }), fields: { notes: 'Rang them.' } });
  const stale = { clientId, componentId: 'mac-accounts', basis: formBasis(shown), fields: {} };
  await expect(changeSettings(ana, stale)).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringMatching(/^Test admin changed this/),
  });
});

test('an answer that needs a component which the client does not get is refused, and the others are not', async () => {
  const alone = await addClient(database(), ana, ['mac-identity', 'mac-accounts', 'shopify']);
  clientId = alone.id;
  const token = {
    'setting:shopify.credential': 'admin-token',
    'setting:shopify.store': 'acme.myshopify.com',
    'setting:shopify.client-id': 'a'.repeat(32),
  };
  await send('shopify', { ...token, confirm: 'yes' });
  const app = { 'setting:shopify.credential': 'app' };
  await expect(send('shopify', { ...app, confirm: 'yes' })).rejects.toMatchObject({
    code: 'invalid',
    message: expect.stringContaining('Shopify needs Homebrew, Git and Node.'),
  });
  expect(await answers('shopify')).toMatchObject({ 'shopify.credential': 'admin-token' });
  clientId = (await addClient(database(), ana, ['mac-identity', 'mac-accounts', 'toolchain', 'shopify'])).id;
  await send('shopify', { ...token, confirm: 'yes' });
  await expect(send('shopify', { ...app, confirm: 'yes' })).resolves.toBeUndefined();
});
