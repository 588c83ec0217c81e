import 'server-only';
import { and, eq, sql } from 'drizzle-orm';
import { appendAuditEvent } from '@/lib/audit/append';
import type { Actor } from '@/lib/auth/actor';
import { authorise } from '@/lib/auth/permissions';
import { readCatalogue } from '@/lib/catalogue/queries';
import { lockClient, refuseWhenGone } from '@/lib/clients/client-row';
import { MACHINE_FIELD_NAMES, type MachineRecord, machineSchema } from '@/lib/clients/record-schema';
import { refuseDraft } from '@/lib/clients/refuse-draft';
import { refuseSecrets } from '@/lib/clients/refuse-secrets';
import { refuseStaleForm } from '@/lib/clients/stale-form';
import { database, type Transaction } from '@/lib/db/database';
import { clients, machines } from '@/lib/db/schema/clients';
import { runbooks } from '@/lib/db/schema/runbook';
import { AppError, invalidInput, notFound } from '@/lib/errors';
import { isUuid, parseInput } from '@/lib/validate';

/** Adds a machine to a client; its runbook is made afterwards. Returns the machine's id. */
export async function addMachine(actor: Actor, clientId: string, fields: unknown): Promise<string> {
  authorise(actor, 'client.write');
  const wanted = await readFields(fields);
  return database().transaction(async (tx) => {
    const client = await lockClient(tx, clientId);
    refuseWhenGone(client);
    refuseDraft(client);
    await refuseTakenName(tx, client.id, wanted.name, null);
    const [row] = await tx
      .insert(machines)
      .values({ clientId: client.id, ...wanted })
      .returning({ id: machines.id });
    if (row === undefined) throw new AppError('unexpected', 'The machine was not added.');
    await touch(tx, client.id);
    await appendAuditEvent(tx, actor, {
      action: 'machine.added',
      clientId: client.id,
      detail: { machineId: row.id },
    });
    return row.id;
  });
}

interface MachineForm {
  clientId: string;
  machineId: string;
  basis: unknown;
  fields: unknown;
}

/** Changes a machine's record. Its name stays once a runbook was made: commands and keychain items carry it. */
export async function changeMachine(actor: Actor, form: MachineForm): Promise<void> {
  authorise(actor, 'client.write');
  const wanted = await readFields(form.fields);
  await database().transaction(async (tx) => {
    const client = await lockClient(tx, form.clientId);
    refuseWhenGone(client);
    refuseDraft(client);
    const machine = await lockMachine(tx, client.id, form.machineId);
    await refuseStaleForm(tx, actor, {
      basis: form.basis,
      stored: Object.fromEntries(MACHINE_FIELD_NAMES.map((name) => [name, machine[name]])),
      clientId: client.id,
      actions: ['machine.changed', 'machine.added'],
    });
    if (wanted.name !== machine.name) {
      await refuseRenaming(tx, machine.id);
      await refuseTakenName(tx, client.id, wanted.name, machine.id);
    }
    const changed = MACHINE_FIELD_NAMES.filter((name) => machine[name] !== wanted[name]);
    if (changed.length === 0) return;
    await tx.update(machines).set(wanted).where(eq(machines.id, machine.id));
    await touch(tx, client.id);
    await appendAuditEvent(tx, actor, {
      action: 'machine.changed',
      clientId: client.id,
      detail: { machineId: machine.id, fields: changed.join(' ') },
    });
  });
}

async function readFields(fields: unknown): Promise<MachineRecord> {
  const wanted = parseInput(machineSchema, fields);
  const { model, chip, serial, macosBuild, hostname, tailscaleName, location } = wanted;
  const texts = { model, chip, serial, macosBuild, hostname, tailscaleName, location };
  refuseSecrets(await readCatalogue(), texts);
  return wanted;
}

async function lockMachine(tx: Transaction, clientId: string, machineId: string) {
  if (!isUuid(machineId)) throw notFound('machine');
  const [row] = await tx
    .select()
    .from(machines)
    .where(and(eq(machines.clientId, clientId), eq(machines.id, machineId)))
    .for('update');
  if (row === undefined) throw notFound('machine');
  return row;
}

async function refuseRenaming(tx: Transaction, machineId: string): Promise<void> {
  const [runbook] = await tx
    .select({ id: runbooks.id })
    .from(runbooks)
    .where(eq(runbooks.machineId, machineId))
    .limit(1);
  if (runbook === undefined) return;
  throw invalidInput({
    name: ['This name is in the machine’s runbook and in its keychain items, so it stays. Change it back.'],
  });
}

async function refuseTakenName(
  tx: Transaction,
  clientId: string,
  name: string,
  ownId: string | null,
): Promise<void> {
  const [holder] = await tx
    .select({ id: machines.id })
    .from(machines)
    .where(and(eq(machines.clientId, clientId), eq(machines.name, name)));
  if (holder === undefined || holder.id === ownId) return;
  throw invalidInput({ name: ['Another machine of this client has this name. Use the next number.'] });
}

async function touch(tx: Transaction, clientId: string): Promise<void> {
  await tx.update(clients).set({ updatedAt: sql`now()` }).where(eq(clients.id, clientId));
}
