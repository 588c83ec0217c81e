import 'server-only';
import { and, asc, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { appendAuditEvent } from '@/lib/audit/append';
import type { Actor } from '@/lib/auth/actor';
import { authorise } from '@/lib/auth/permissions';
import { readCatalogue } from '@/lib/catalogue/queries';
import { lockClient, refuseWhenGone } from '@/lib/clients/client-row';
import { database, type Transaction } from '@/lib/db/database';
import { runbookSteps, runbooks, stepEvents } from '@/lib/db/schema/runbook';
import { AppError } from '@/lib/errors';
import { composeOrRefuse, composeRunbookForMachine, compositionInput } from '@/lib/runbook/compose-command';
import { clockTime, personName } from '@/lib/runbook/conflict';
import { compareSteps, type StepDrift } from '@/lib/runbook/drift';
import { type RunRow, readEvents, readRunRow, readSteps } from '@/lib/runbook/run-rows';
import { type ComposedStep, type RunAct, runActSchema } from '@/lib/runbook/schema';
import { foldRun, type RunStatus, statusOf } from '@/lib/runbook/state';
import { type StepFate, upgradePlan } from '@/lib/runbook/upgrade-plan';
import { stepsHash } from '@/lib/runbook/write-runbook';
import { parseInput } from '@/lib/validate';

const upgradeSchema = runActSchema.extend({
  /** The fingerprint of the steps whose changes the person read. */
  basis: z.string().min(1).max(64),
});

interface Upgrade {
  tx: Transaction;
  actor: Actor;
  run: RunRow;
  number: number;
  steps: ComposedStep[];
  drift: StepDrift[];
  status: RunStatus;
  fates: StepFate[];
}

/**
 * Lets a run go on with the steps of today and returns the new runbook's id. Finished steps stay, by their stable ids;
 * those that have to be done differently now open again, each with an event that says why. The old runbook keeps its
 * events. A closed run goes on as one that has begun. Refuses with `conflict` when somebody else was first, and when
 * the steps are not those that the person read about.
 */
export async function upgradeRun(actor: Actor, input: unknown): Promise<string> {
  authorise(actor, 'run.work');
  authorise(actor, 'client.write');
  const act = parseInput(upgradeSchema, input);
  return database().transaction(async (tx) => {
    const { clientId, machineId } = await readRunRow(tx, act.runbookId);
    const client = await lockClient(tx, clientId);
    refuseWhenGone(client);
    const { run, newest } = await lockRuns(tx, act.runbookId, machineId);
    if (await wasUpgradedBy(tx, run, act)) return newest.id;
    await refuseWhenReplaced(tx, actor, run, newest, act);
    const steps = composeOrRefuse(await compositionInput(tx, client, machineId));
    refuseOtherSteps(run, stepsHash(steps), act.basis);
    if (run.startedAt === null) {
      return (await composeRunbookForMachine(tx, actor, clientId, machineId)).runbookId;
    }
    const status = foldRun(await readEvents(tx, run.id));
    const before = await readSteps(tx, run.id);
    const drift = compareSteps(before, steps);
    const number = newest.number + 1;
    const fates = upgradePlan(before, drift, status.steps, number);
    return writeUpgrade({ tx, actor, run, number, steps, drift, status, fates }, act);
  });
}

async function lockRuns(tx: Transaction, runbookId: string, machineId: string) {
  const rows = await tx
    .select()
    .from(runbooks)
    .where(and(eq(runbooks.machineId, machineId), eq(runbooks.kind, 'install')))
    .orderBy(asc(runbooks.number))
    .for('update');
  const run = rows.find(({ id }) => id === runbookId);
  const newest = rows.at(-1);
  if (run === undefined || newest === undefined) {
    throw new AppError('conflict', 'This run is made for one occasion and is not upgraded.');
  }
  return { run, newest };
}

async function wasUpgradedBy(tx: Transaction, run: RunRow, act: RunAct): Promise<boolean> {
  const [known] = await tx
    .select({ runbookId: stepEvents.runbookId })
    .from(stepEvents)
    .where(eq(stepEvents.actId, act.actId));
  return known?.runbookId === run.id;
}

async function refuseWhenReplaced(tx: Transaction, actor: Actor, run: RunRow, newest: RunRow, act: RunAct) {
  if (newest.id === run.id) return;
  const [event] = await tx
    .select({ by: stepEvents.actorId, at: stepEvents.at })
    .from(stepEvents)
    .where(and(eq(stepEvents.runbookId, run.id), eq(stepEvents.kind, 'upgraded')))
    .orderBy(sql`${stepEvents.seq} desc`)
    .limit(1);
  const who = event?.by === actor.id ? 'You' : event && (await personName(tx, event.by));
  const words =
    event === undefined
      ? `There is a newer runbook already: v${newest.number}.`
      : `${who} upgraded this run to v${newest.number} at ${clockTime(event.at, act.timeZone)}.`;
  throw new AppError(
    'conflict',
    `${words} Nothing was upgraded a second time. Reload the page, then open it.`,
  );
}

function refuseOtherSteps(run: RunRow, hash: string, basis: string): void {
  if (hash === run.scopeHash) {
    throw new AppError('conflict', 'The steps are those of today already. Nothing was upgraded.');
  }
  if (hash !== basis) {
    throw new AppError(
      'conflict',
      'The answers or the catalogue changed again since you read this. Nothing was upgraded. Reload the page and read it anew.',
    );
  }
}

async function writeUpgrade(upgrade: Upgrade, act: RunAct): Promise<string> {
  const { tx, actor, run, number, steps, drift, fates } = upgrade;
  const [row] = await tx
    .insert(runbooks)
    .values({
      clientId: run.clientId,
      machineId: run.machineId,
      number,
      catalogueVersion: (await readCatalogue(tx)).version,
      scopeHash: stepsHash(steps),
      composedBy: actor.id,
      startedAt: run.closedAt === null ? run.startedAt : sql`now()`,
      continuedIds: [...run.continuedIds, run.id],
    })
    .returning({ id: runbooks.id });
  if (row === undefined) throw new AppError('unexpected', 'The runbook was not written.');
  await tx.insert(runbookSteps).values(steps.map((step) => ({ runbookId: row.id, ...step })));
  if (run.closedAt === null) {
    await tx.update(runbooks).set({ supersededAt: sql`now()` }).where(eq(runbooks.id, run.id));
  }
  await tellBoth(upgrade, act, row.id);
  await writeFates(upgrade, row.id);
  const count = (fate: StepFate['fate']) => fates.filter((each) => each.fate === fate).length;
  await appendAuditEvent(tx, actor, {
    action: 'runbook.upgraded',
    clientId: run.clientId,
    runbookId: row.id,
    detail: {
      number,
      from: run.number,
      changes: drift.length,
      kept: count('kept'),
      reopened: count('reopened'),
    },
  });
  return row.id;
}

/** The old run's open pages hear of it, and the new run's log begins with where it came from. */
async function tellBoth({ tx, actor, run, number }: Upgrade, act: RunAct, newId: string): Promise<void> {
  const event = { kind: 'upgraded' as const, actorId: actor.id };
  await tx
    .insert(stepEvents)
    .values({ ...event, runbookId: run.id, actId: act.actId, detail: { toNumber: number } });
  await tx.insert(stepEvents).values({ ...event, runbookId: newId, detail: { fromNumber: run.number } });
}

/** What has to be done differently opens again; whoever is on a step that reads differently finds a note on it. */
async function writeFates({ tx, actor, number, status, fates }: Upgrade, newId: string): Promise<void> {
  for (const { stepId, fate, reason } of fates) {
    if (reason === null) continue;
    const event = { runbookId: newId, stepId, actorId: actor.id };
    if (fate === 'reopened') {
      const { revision } = statusOf(status, stepId);
      await tx.insert(stepEvents).values({ ...event, kind: 'undone', revision: revision + 1, reason });
    } else {
      const note = `Upgraded to v${number}: ${reason}. Read the step again.`;
      await tx.insert(stepEvents).values({ ...event, kind: 'noted', reason: note });
    }
  }
}
