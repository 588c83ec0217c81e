import 'server-only';
import { and, eq, isNull, ne } from 'drizzle-orm';
import type { Actor } from '@/lib/auth/actor';
import { namesOf } from '@/lib/auth/people-queries';
import { authorise } from '@/lib/auth/permissions';
import type { RunKind } from '@/lib/clients/run-kind';
import { database } from '@/lib/db/database';
import { runbooks, stepEvents } from '@/lib/db/schema/runbook';

/** That a machine was handed over or taken out of service: by the run that was finished. */
export interface MachineEnd {
  machineId: string;
  kind: RunKind;
  runbookId: string;
  by: string;
  at: Date;
}

/** The finished hand-overs and offboardings of a client's machines, the newest first; not those that ended early. */
export async function listMachineEnds(actor: Actor, clientId: string): Promise<MachineEnd[]> {
  authorise(actor, 'client.read');
  const rows = await database()
    .select({
      machineId: runbooks.machineId,
      kind: runbooks.kind,
      runbookId: runbooks.id,
      by: stepEvents.actorId,
      at: stepEvents.at,
    })
    .from(runbooks)
    .innerJoin(stepEvents, eq(stepEvents.runbookId, runbooks.id))
    .where(
      and(
        eq(runbooks.clientId, clientId),
        ne(runbooks.kind, 'install'),
        eq(stepEvents.kind, 'closed'),
        isNull(stepEvents.reason),
      ),
    );
  const names = await namesOf(rows.map(({ by }) => by));
  return rows
    .map((row) => ({ ...row, by: names.get(row.by) ?? 'Somebody' }))
    .toSorted((one, other) => other.at.getTime() - one.at.getTime());
}
