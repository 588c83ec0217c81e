import 'server-only';
import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import type { Actor } from '@/lib/auth/actor';
import { authorise } from '@/lib/auth/permissions';
import { PlaceholderError } from '@/lib/catalogue/placeholders';
import { type ClientRow, lockClient, refuseWhenGone } from '@/lib/clients/client-row';
import { type ClientScope, readScope } from '@/lib/clients/scope';
import type { Executor, Transaction } from '@/lib/db/database';
import { machines } from '@/lib/db/schema/clients';
import { runbooks } from '@/lib/db/schema/runbook';
import { env } from '@/lib/env';
import { AppError, notFound } from '@/lib/errors';
import { type CompositionInput, composeRunbook, missingAnswers } from '@/lib/runbook/compose';
import type { ComposedStep } from '@/lib/runbook/schema';
import { writeRunbook } from '@/lib/runbook/write-runbook';
import { isUuid } from '@/lib/validate';

/**
 * Writes the next numbered snapshot for a machine and returns its id. A snapshot whose run has not begun is
 * superseded; one that has begun refuses with `conflict`. Refuses with `invalid` while an answer is missing
 * that a command needs.
 */
export async function composeRunbookForMachine(
  tx: Transaction,
  actor: Actor,
  clientId: string,
  machineId: string,
): Promise<{ runbookId: string; number: number; steps: number }> {
  authorise(actor, 'client.write');
  const client = await lockClient(tx, clientId);
  refuseWhenGone(client);
  const input = await compositionInput(tx, client, machineId);
  const steps = composeOrRefuse(input);
  const number = await supersede(tx, machineId);
  const runbookId = await writeRunbook(tx, actor, {
    ...{ clientId, machineId, number, steps },
    kind: 'install',
    begun: false,
  });
  return { runbookId, number, steps: steps.length };
}

/** What the runbook of a machine follows from at this moment. */
export async function compositionInput(
  executor: Executor,
  client: ClientRow,
  machineId: string,
): Promise<CompositionInput> {
  const scope = await readScope(executor, client.id);
  const machine = await readMachineName(executor, client.id, machineId);
  return {
    ...scopeOf(scope),
    packageIds: [client.tierId ?? '', ...client.packIds],
    clientSlug: client.slug,
    machineName: machine,
    organisation: env().BOARD_ORGANISATION,
  };
}

function scopeOf({ catalogue, componentIds, settings }: ClientScope) {
  return { catalogue, componentIds, settings };
}

async function readMachineName(executor: Executor, clientId: string, machineId: string): Promise<string> {
  if (!isUuid(machineId)) throw notFound('machine');
  const [row] = await executor
    .select({ name: machines.name })
    .from(machines)
    .where(and(eq(machines.id, machineId), eq(machines.clientId, clientId)));
  if (row === undefined) throw notFound('machine');
  return row.name;
}

/** The steps, or `invalid` with the answers that are missing. */
export function composeOrRefuse(input: CompositionInput): ComposedStep[] {
  const missing = missingAnswers(input.catalogue, input.componentIds, input.settings);
  if (missing.length > 0) {
    const labels = missing.map((setting) => `“${setting.label}”`).join(', ');
    throw new AppError('invalid', `The runbook needs these answers first: ${labels}.`);
  }
  return refuseUnfilled(() => composeRunbook(input));
}

/** What `compose` gives, or `invalid` with the answer that a step cannot be filled with. */
export function refuseUnfilled(compose: () => ComposedStep[]): ComposedStep[] {
  try {
    return compose();
  } catch (error) {
    if (!(error instanceof PlaceholderError)) throw error;
    throw new AppError('invalid', `The runbook cannot be written. ${error.message} Change that answer.`);
  }
}

async function supersede(tx: Transaction, machineId: string): Promise<number> {
  const install = and(eq(runbooks.machineId, machineId), eq(runbooks.kind, 'install'));
  const [latest] = await tx
    .select({ number: runbooks.number, startedAt: runbooks.startedAt, closedAt: runbooks.closedAt })
    .from(runbooks)
    .where(install)
    .orderBy(desc(runbooks.number))
    .limit(1);
  if (latest?.startedAt != null && latest.closedAt === null) {
    throw new AppError(
      'conflict',
      'The run on this machine has begun, so its runbook stays as it is. Finish it, or undo its steps by hand.',
    );
  }
  await tx
    .update(runbooks)
    .set({ supersededAt: sql`now()` })
    .where(and(install, isNull(runbooks.supersededAt), isNull(runbooks.closedAt)));
  return (latest?.number ?? 0) + 1;
}
