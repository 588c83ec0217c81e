import 'server-only';
import type { Actor } from '@/lib/auth/actor';
import { listClientRuns } from '@/lib/clients/client-queries';
import { listMachines } from '@/lib/clients/machine-queries';

/** A client's machines by name, each with its newest offboarding run; null where none was begun. */
export async function listOffboardings(actor: Actor, clientId: string) {
  const [machines, runs] = await Promise.all([
    listMachines(actor, clientId),
    listClientRuns(actor, clientId),
  ]);
  return machines.map(({ id, name }) => {
    const run = runs.find(({ kind, machineName }) => kind === 'offboarding' && machineName === name);
    return {
      machineId: id,
      machineName: name,
      run: run === undefined ? null : { ...run, runbookId: run.id },
    };
  });
}
