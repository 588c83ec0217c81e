import 'server-only';
import { eq } from 'drizzle-orm';
import type { Actor } from '@/lib/auth/actor';
import { authorise } from '@/lib/auth/permissions';
import { readCatalogue } from '@/lib/catalogue/queries';
import { type ClientRow, readClientRow } from '@/lib/clients/client-row';
import { database } from '@/lib/db/database';
import { installedComponents, machines } from '@/lib/db/schema/clients';
import { AppError } from '@/lib/errors';
import { composeOrRefuse, compositionInput } from '@/lib/runbook/compose-command';
import { compareSteps } from '@/lib/runbook/drift';
import { readSteps } from '@/lib/runbook/run-rows';
import type { ComposedStep } from '@/lib/runbook/schema';

/** A component on a machine whose steps would be done differently today. */
export interface OutdatedComponent {
  componentId: string;
  machineName: string;
  /** The run that installed it: its page of changes says what is different. */
  runbookId: string;
  /** Steps that are new, gone, or have another command or expectation. */
  changedSteps: number;
  catalogueVersion: number;
}

/** What is out of date on a client's machines. Nothing of a client that has left, or whose answers are not complete. */
export async function listOutdated(actor: Actor, clientId: string): Promise<OutdatedComponent[]> {
  authorise(actor, 'client.read');
  const client = await readClientRow(database(), clientId);
  if (client.offboardedAt !== null || client.offboardingStartedAt !== null) return [];
  const installed = await database()
    .select({
      componentId: installedComponents.componentId,
      runbookId: installedComponents.runbookId,
      machineId: installedComponents.machineId,
      machineName: machines.name,
    })
    .from(installedComponents)
    .innerJoin(machines, eq(machines.id, installedComponents.machineId))
    .where(eq(installedComponents.clientId, clientId));
  if (installed.length === 0) return [];
  const { version } = await readCatalogue();
  const counts = await changedSteps(client, installed);
  return installed.flatMap(({ componentId, machineName, runbookId }) => {
    const changed = counts.get(runbookId)?.get(componentId) ?? 0;
    const about = { componentId, machineName, runbookId, catalogueVersion: version };
    return changed === 0 ? [] : [{ ...about, changedSteps: changed }];
  });
}

/** How many steps of each component differ, by the run that installed them. */
async function changedSteps(
  client: ClientRow,
  installed: readonly { runbookId: string; machineId: string }[],
): Promise<Map<string, Map<string, number>>> {
  const counts = new Map<string, Map<string, number>>();
  const machineOf = new Map(installed.map(({ runbookId, machineId }) => [runbookId, machineId]));
  for (const [runbookId, machineId] of machineOf) {
    const today = await stepsOfToday(client, machineId);
    if (today === null) continue;
    const ofComponent = new Map<string, number>();
    for (const step of compareSteps(await readSteps(database(), runbookId), today)) {
      if (step.kind === 'changed' && !step.redo) continue;
      ofComponent.set(step.componentId, (ofComponent.get(step.componentId) ?? 0) + 1);
    }
    counts.set(runbookId, ofComponent);
  }
  return counts;
}

async function stepsOfToday(client: ClientRow, machineId: string): Promise<ComposedStep[] | null> {
  try {
    return composeOrRefuse(await compositionInput(database(), client, machineId));
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid') return null;
    throw error;
  }
}
