import 'server-only';
import { and, desc, eq } from 'drizzle-orm';
import type { Actor } from '@/lib/auth/actor';
import { authorise, may } from '@/lib/auth/permissions';
import { lockClient } from '@/lib/clients/client-row';
import { database, type Transaction } from '@/lib/db/database';
import { runbooks } from '@/lib/db/schema/runbook';
import { AppError } from '@/lib/errors';
import { composeOrRefuse, composeRunbookForMachine, compositionInput } from '@/lib/runbook/compose-command';
import { actOnRun, appendEvent, visit } from '@/lib/runbook/run-act';
import { readEvents, readRunRow } from '@/lib/runbook/run-rows';
import { runActSchema } from '@/lib/runbook/schema';
import { isResumption } from '@/lib/runbook/state';
import { stepsHash } from '@/lib/runbook/write-runbook';
import { parseInput } from '@/lib/validate';

/** Begins the run. It also begins by itself with the first act on a step. */
export async function startRun(actor: Actor, input: unknown): Promise<void> {
  const act = parseInput(runActSchema, input);
  await actOnRun(
    actor,
    act,
    async () => undefined,
    () => undefined,
  );
}

/**
 * Notes that somebody came back: after half an hour of silence, or as another person, or on another device.
 * Answers whether an event was written. Readers who may not work on runs leave no trace.
 */
export async function resumeRun(actor: Actor, input: unknown): Promise<boolean> {
  const act = parseInput(runActSchema, input);
  if (!may(actor, 'run.work')) return false;
  const run = await readRunRow(database(), act.runbookId);
  if (run.startedAt === null || run.closedAt !== null || run.supersededAt !== null) return false;
  const visitor = { actorId: actor.id, sessionId: actor.sessionId };
  if (!isResumption(await readEvents(database(), run.id), visitor, new Date())) return false;
  return actOnRun(
    actor,
    act,
    async (context) => {
      if (!isResumption(context.events, visitor, new Date())) return false;
      await appendEvent(context, { kind: 'resumed', actId: act.actId, detail: visit(actor) });
      return true;
    },
    () => false,
  );
}

/** Makes a runbook whose run has not begun again, from the answers of today. Returns the new one's id. */
export async function recomposeRun(actor: Actor, input: unknown): Promise<string> {
  authorise(actor, 'run.work');
  const act = parseInput(runActSchema, input);
  return database().transaction(async (tx) => {
    const { clientId, machineId, kind } = await readRunRow(tx, act.runbookId);
    if (kind !== 'install') {
      throw new AppError('conflict', 'This run is made for one occasion and is not made again.');
    }
    const client = await lockClient(tx, clientId);
    const newest = await newestInstallRun(tx, machineId);
    const steps = composeOrRefuse(await compositionInput(tx, client, machineId));
    if (newest !== undefined && newest.closedAt === null && newest.scopeHash === stepsHash(steps))
      return newest.id;
    return (await composeRunbookForMachine(tx, actor, clientId, machineId)).runbookId;
  });
}

async function newestInstallRun(tx: Transaction, machineId: string) {
  const [row] = await tx
    .select()
    .from(runbooks)
    .where(and(eq(runbooks.machineId, machineId), eq(runbooks.kind, 'install')))
    .orderBy(desc(runbooks.number))
    .limit(1);
  return row;
}
