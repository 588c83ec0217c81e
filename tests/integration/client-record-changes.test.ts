import { eq } from 'drizzle-orm';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import type { Actor } from '@/lib/auth/actor';
import { changeContact, changeNotes, changeRetentionDays } from '@/lib/clients/client-commands';
import { readClient } from '@/lib/clients/client-queries';
import { addMachine, changeMachine } from '@/lib/clients/machine-commands';
import { listMachines, readMachine } from '@/lib/clients/machine-queries';
import { MACHINE_FIELD_NAMES } from '@/lib/clients/record-schema';
import { formBasis } from '@/lib/clients/stale-form';
import { database } from '@/lib/db/database';
import { clients } from '@/lib/db/schema/clients';
import { composeRunbookForMachine } from '@/lib/runbook/compose-command';
import { addClient, addPerson, openRouterKey } from '@/tests/support/fixtures';
import { testDatabase } from '@/tests/support/postgres';

let admin: Actor;
let ana: Actor;
let ben: Actor;
let support: Actor;
let client: { id: string; slug: string };

beforeAll(async () => {
  await testDatabase();
  admin = (await addPerson(database(), 'admin')).actor;
  ana = (await addPerson(database(), 'consultant')).actor;
  ben = (await addPerson(database(), 'consultant')).actor;
  support = (await addPerson(database(), 'support')).actor;
});

beforeEach(async () => {
  client = await addClient(database(), ana, ['mac-accounts']);
});

const notes = (text: string, basis = '') => ({
  clientId: client.id,
  basis: formBasis({ notes: basis }),
  fields: { notes: text },
});

const MACHINE = Object.fromEntries(MACHINE_FIELD_NAMES.map((name) => [name, '']));
const basisOf = async (machineId: string) => {
  const machine = await readMachine(ana, client.id, machineId);
  return formBasis(Object.fromEntries(MACHINE_FIELD_NAMES.map((name) => [name, machine[name]])));
};

test('support changes nothing on a record', async () => {
  const refused = { code: 'forbidden' };
  await expect(changeNotes(support, notes('x'))).rejects.toMatchObject(refused);
  await expect(changeContact(support, notes('x'))).rejects.toMatchObject(refused);
  await expect(addMachine(support, client.id, { ...MACHINE, name: 'm' })).rejects.toMatchObject(refused);
});

test('how long values are kept is for admins only', async () => {
  const form = {
    clientId: client.id,
    basis: formBasis({ retentionDays: '30' }),
    fields: { retentionDays: '0' },
  };
  await expect(changeRetentionDays(ana, form)).rejects.toMatchObject({ code: 'forbidden' });
  await changeRetentionDays(admin, form);
  expect(await readClient(support, client.slug)).toMatchObject({ retentionDays: 0 });
});

test('of two people who save the notes at once, one is told and overwrites nothing', async () => {
  const results = await Promise.allSettled([
    changeNotes(ana, notes('from Ana')),
    changeNotes(ben, notes('from Ben')),
  ]);
  const won = results.findIndex((result) => result.status === 'fulfilled');
  expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(results[1 - won]).toMatchObject({ reason: { code: 'conflict' } });
  expect((await readClient(ana, client.slug)).notes).toBe(won === 0 ? 'from Ana' : 'from Ben');
});

test('whoever comes too late hears the name of who was first', async () => {
  await changeNotes(ben, notes('from Ben'));
  await expect(changeNotes(ana, notes('from Ana'))).rejects.toThrow(
    /^Test consultant changed this meanwhile/,
  );
});

test.each([undefined, 'not json', '[]', '{"notes":7}', 42])(
  'a form with the basis %j is refused',
  async (basis) => {
    await expect(changeNotes(ana, { ...notes('x'), basis })).rejects.toMatchObject({ code: 'invalid' });
  },
);

test('a key in the notes is refused, and neither kept nor repeated', async () => {
  const key = openRouterKey();
  const refusal = await changeNotes(ana, notes(`the key is ${key}`)).catch((error: unknown) => error);
  expect(refusal).toMatchObject({ code: 'invalid' });
  expect(JSON.stringify(refusal)).not.toContain(key);
  expect(String(refusal)).not.toContain(key);
  expect((await readClient(ana, client.slug)).notes).toBe('');
});

test('a client that is leaving keeps its record as it is', async () => {
  await database()
    .update(clients)
    .set({ offboardedAt: new Date(), purgeAfter: new Date(Date.now() + 86_400_000) })
    .where(eq(clients.id, client.id));
  await expect(changeNotes(ana, notes('x'))).rejects.toMatchObject({ code: 'conflict' });
  await expect(addMachine(ana, client.id, { ...MACHINE, name: 'm' })).rejects.toMatchObject({
    code: 'conflict',
  });
});

test('a draft is changed in its wizard only', async () => {
  await database().update(clients).set({ submittedAt: null }).where(eq(clients.id, client.id));
  await expect(changeNotes(ana, notes('x'))).rejects.toMatchObject({ code: 'conflict' });
  await expect(addMachine(ana, client.id, { ...MACHINE, name: 'm' })).rejects.toMatchObject({
    code: 'conflict',
  });
});

test('a machine of another client is not there', async () => {
  const machineId = await addMachine(ana, client.id, { ...MACHINE, name: 'mini-01' });
  const other = await addClient(database(), ana, ['mac-accounts']);
  const form = {
    clientId: other.id,
    machineId,
    basis: await basisOf(machineId),
    fields: { ...MACHINE, name: 'x' },
  };
  await expect(changeMachine(ana, form)).rejects.toMatchObject({ code: 'not-found' });
  await expect(readMachine(ana, other.id, machineId)).rejects.toMatchObject({ code: 'not-found' });
});

test('two machines of one name cannot be added, not even at once', async () => {
  const add = () => addMachine(ana, client.id, { ...MACHINE, name: 'mini-01' });
  const results = await Promise.allSettled([add(), add()]);
  expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(await listMachines(ana, client.id)).toHaveLength(1);
});

test('a machine whose name is in a runbook keeps it, and everything else may change', async () => {
  const machineId = await addMachine(ana, client.id, { ...MACHINE, name: 'mini-01' });
  const change = async (fields: Record<string, string>) =>
    changeMachine(ana, {
      clientId: client.id,
      machineId,
      basis: await basisOf(machineId),
      fields: { ...MACHINE, name: 'mini-01', ...fields },
    });
  await change({ name: 'mini-02' });
  await change({ name: 'mini-01' });
  await database().transaction((tx) => composeRunbookForMachine(tx, ana, client.id, machineId));
  await expect(change({ name: 'mini-02' })).rejects.toMatchObject({
    fieldErrors: { name: expect.any(Array) },
  });
  await change({ serial: 'c02xk1abjgh5', macAddress: 'A4:83:E7:00:11:22' });
  expect(await readMachine(support, client.id, machineId)).toMatchObject({
    serial: 'C02XK1ABJGH5',
    macAddress: 'a4:83:e7:00:11:22',
  });
});

test.each([
  ['macAddress', 'a4-83'],
  ['tailscaleIp', '10.0.0.1'],
  ['serial', 'C02; rm -rf /'],
  ['hostname', '$(reboot)'],
  ['purchasedOn', 'yesterday'],
  ['location', 'x'.repeat(10_000)],
])('a machine’s %s that is no such thing is refused under its own field', async (field, text) => {
  const refusal = addMachine(ana, client.id, { ...MACHINE, name: 'mini-01', [field]: text });
  await expect(refusal).rejects.toMatchObject({
    code: 'invalid',
    fieldErrors: { [field]: expect.any(Array) },
  });
});

test.each(['nobody', '../etc', '', 'a'.repeat(500), "x' or '1'='1"])(
  'no client is found at %j',
  async (slug) => {
    await expect(readClient(support, slug)).rejects.toMatchObject({ code: 'not-found' });
  },
);
