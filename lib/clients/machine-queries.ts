import 'server-only';
import { and, asc, eq } from 'drizzle-orm';
import type { Actor } from '@/lib/auth/actor';
import { authorise } from '@/lib/auth/permissions';
import { effectiveSettings } from '@/lib/catalogue/scope';
import type { MachineRecord } from '@/lib/clients/record-schema';
import { readScope } from '@/lib/clients/scope';
import { database } from '@/lib/db/database';
import { machines } from '@/lib/db/schema/clients';
import { notFound } from '@/lib/errors';
import { isUuid } from '@/lib/validate';

export interface ClientMachine extends MachineRecord {
  id: string;
  createdAt: Date;
}

/** A client's machines by name. */
export async function listMachines(actor: Actor, clientId: string): Promise<ClientMachine[]> {
  authorise(actor, 'client.read');
  const rows = await database()
    .select()
    .from(machines)
    .where(eq(machines.clientId, clientId))
    .orderBy(asc(machines.name));
  return rows.map(({ clientId: _client, ...machine }) => machine);
}

/** One machine of this client, or `not-found`. */
export async function readMachine(actor: Actor, clientId: string, machineId: string): Promise<ClientMachine> {
  authorise(actor, 'client.read');
  if (!isUuid(machineId)) throw notFound('machine');
  const [row] = await database()
    .select()
    .from(machines)
    .where(and(eq(machines.clientId, clientId), eq(machines.id, machineId)));
  if (row === undefined) throw notFound('machine');
  const { clientId: _client, ...machine } = row;
  return machine;
}

/** How the client wants the disk protected, in the words of the question's answer; null while unanswered. */
export async function readDiskDecision(actor: Actor, clientId: string): Promise<string | null> {
  authorise(actor, 'client.read');
  const { catalogue, componentIds, settings } = await readScope(database(), clientId);
  const answer = effectiveSettings(catalogue, componentIds, settings)['filevault.decision'];
  const question = catalogue.components
    .flatMap((component) => component.settings)
    .find((setting) => setting.key === 'filevault.decision');
  return question?.choices?.find((choice) => choice.value === answer)?.label ?? null;
}
