import 'server-only';
import { eq, sql } from 'drizzle-orm';
import type { Actor } from '@/lib/auth/actor';
import { authorise } from '@/lib/auth/permissions';
import { type ClientRow, lockClient } from '@/lib/clients/client-row';
import { database, type Transaction } from '@/lib/db/database';
import { clients } from '@/lib/db/schema/clients';
import { runbooks, stepEvents } from '@/lib/db/schema/runbook';
import { AppError, notFound } from '@/lib/errors';
import { composeOrRefuse, compositionInput } from '@/lib/runbook/compose-command';
import { stepConflict } from '@/lib/runbook/conflict';
import { refuseWhenLeft } from '@/lib/runbook/refuse-when-left';
import type { EventDetail, RunEvent, RunEventKind } from '@/lib/runbook/run-events';
import { type RunRow, readEvents, readRunRow, readSteps } from '@/lib/runbook/run-rows';
import type { ComposedStep, RunAct, StepAct } from '@/lib/runbook/schema';
import { foldRun, type RunStatus, type StepStatus, statusOf } from '@/lib/runbook/state';
import { stepsHash } from '@/lib/runbook/write-runbook';

/** A run under its locks, as one act sees it. */
export interface RunContext {
  tx: Transaction;
  actor: Actor;
  client: ClientRow;
  run: RunRow;
  steps: ComposedStep[];
  events: RunEvent[];
  status: RunStatus;
}

export interface StepContext extends RunContext {
  act: StepAct;
  step: ComposedStep;
  current: StepStatus;
}

export interface NewEvent {
  kind: RunEventKind;
  stepId?: string;
  actId?: string;
  revision?: number;
  reason?: string;
  detail?: EventDetail;
}

/**
 * Runs one act on a run: authorises, locks client and run, refuses closed and superseded runs, starts the run with
 * its first act. An act that was recorded already is not done again: `repeated` answers instead.
 */
export async function actOnRun<T>(
  actor: Actor,
  act: RunAct,
  work: (context: RunContext) => Promise<T>,
  repeated: (context: RunContext) => T | Promise<T>,
): Promise<T> {
  authorise(actor, 'run.work');
  return database().transaction(async (tx) => {
    const context = await openRun(tx, actor, act.runbookId);
    if (await wasRecorded(context, act)) return repeated(context);
    refuseWhenOver(context.run);
    await startIfFirst(context);
    return work(context);
  });
}

/** The same for what a closed run takes too, as an addendum. Whether it is one is said to `work`. */
export async function addToRun<T>(
  actor: Actor,
  act: RunAct,
  work: (context: RunContext, addendum: boolean) => Promise<T>,
  repeated: (context: RunContext) => T | Promise<T>,
): Promise<T> {
  authorise(actor, 'run.work');
  return database().transaction(async (tx) => {
    const context = await openRun(tx, actor, act.runbookId);
    if (await wasRecorded(context, act)) return repeated(context);
    if (context.run.closedAt !== null && context.run.supersededAt === null) return work(context, true);
    refuseWhenOver(context.run);
    await startIfFirst(context);
    return work(context, false);
  });
}

/** The same for taking away what should not be there: right in every state of run and client. */
export async function takeFromRun(
  actor: Actor,
  act: RunAct,
  work: (context: RunContext) => Promise<void>,
): Promise<void> {
  authorise(actor, 'run.work');
  await database().transaction(async (tx) => {
    const context = await lockRun(tx, actor, act.runbookId);
    if (!(await wasRecorded(context, act))) await work(context);
  });
}

/** The same for one step. Refuses with `conflict`, naming who was first, when the step moved on since it was seen. */
export async function actOnStep<T>(
  actor: Actor,
  act: StepAct,
  work: (context: StepContext) => Promise<T>,
  repeated: () => T | Promise<T>,
): Promise<T> {
  return actOnRun(
    actor,
    act,
    async (context) => {
      const step = context.steps.find((candidate) => candidate.stepId === act.stepId);
      if (step === undefined) throw notFound('step');
      const current = statusOf(context.status, step.stepId);
      if (current.revision !== act.revision)
        throw await stepConflict(context.tx, current, actor.id, act.timeZone);
      return work({ ...context, act, step, current });
    },
    repeated,
  );
}

/** Appends to the log. The unique keys on revision and act are the last word on who was first. */
export async function appendEvent(context: RunContext, event: NewEvent): Promise<void> {
  await context.tx.insert(stepEvents).values({
    runbookId: context.run.id,
    stepId: event.stepId,
    kind: event.kind,
    revision: event.revision,
    actId: event.actId,
    actorId: context.actor.id,
    reason: event.reason,
    detail: event.detail ?? {},
  });
}

/** Appends a change of the step's state, one revision on, under the act's id. */
export async function changeState(
  context: StepContext,
  event: Pick<NewEvent, 'kind' | 'reason' | 'detail'>,
): Promise<void> {
  await appendEvent(context, {
    ...event,
    stepId: context.step.stepId,
    actId: context.act.actId,
    revision: context.current.revision + 1,
    detail: { ...event.detail, ...waited(context.act) },
  });
}

/** What the log keeps of an act that waited on a device for the network. */
export function waited({ doneAt }: Pick<StepAct, 'doneAt'>): EventDetail {
  return doneAt === undefined ? {} : { doneAt };
}

/** Refuses when somebody else is on the step: taking it over is an act of its own. */
export async function refuseWhenOthers(context: StepContext): Promise<void> {
  const { current, actor, act } = context;
  if (current.state !== 'claimed' || current.by === actor.id) return;
  throw await stepConflict(context.tx, current, actor.id, act.timeZone);
}

async function openRun(tx: Transaction, actor: Actor, runbookId: string): Promise<RunContext> {
  const context = await lockRun(tx, actor, runbookId);
  refuseWhenLeft(context.client, context.run.kind);
  return context;
}

async function lockRun(tx: Transaction, actor: Actor, runbookId: string): Promise<RunContext> {
  const unlocked = await readRunRow(tx, runbookId);
  const client = await lockClient(tx, unlocked.clientId);
  const [run = unlocked] = await tx.select().from(runbooks).where(eq(runbooks.id, runbookId)).for('update');
  const steps = await readSteps(tx, runbookId);
  const events = await readEvents(tx, runbookId);
  return { tx, actor, client, run, steps, events, status: foldRun(events) };
}

async function wasRecorded(context: RunContext, act: { actId: string }): Promise<boolean> {
  const [known] = await context.tx
    .select({ runbookId: stepEvents.runbookId, actorId: stepEvents.actorId })
    .from(stepEvents)
    .where(eq(stepEvents.actId, act.actId));
  if (known === undefined) return false;
  if (known.runbookId === context.run.id && known.actorId === context.actor.id) return true;
  throw new AppError('conflict', 'This act was recorded elsewhere already. Reload the page, then try again.');
}

function refuseWhenOver(run: RunRow): void {
  if (run.closedAt !== null) {
    const why = run.kind === 'install' ? ': the machine is marked installed' : '';
    throw new AppError('conflict', `This run is closed${why}. Nothing was recorded.`);
  }
  if (run.supersededAt !== null) {
    throw new AppError(
      'conflict',
      'A newer runbook has taken the place of this one. Open that; nothing was recorded.',
    );
  }
}

async function startIfFirst(context: RunContext): Promise<void> {
  const { tx, run, client, actor } = context;
  if (run.startedAt !== null) return;
  if (client.submittedAt === null) {
    throw new AppError(
      'conflict',
      'This client is still a draft. Finish the wizard first, then start the run.',
    );
  }
  const now = stepsHash(composeOrRefuse(await compositionInput(tx, client, run.machineId)));
  if (now !== run.scopeHash) {
    throw new AppError(
      'conflict',
      'The client’s answers changed since this runbook was made. Make it again first; nothing was recorded.',
    );
  }
  await tx.update(runbooks).set({ startedAt: sql`now()` }).where(eq(runbooks.id, run.id));
  await tx
    .update(clients)
    .set({ runStartedAt: sql`coalesce(${clients.runStartedAt}, now())`, updatedAt: sql`now()` })
    .where(eq(clients.id, client.id));
  await appendEvent(context, { kind: 'started', detail: visit(actor) });
}

/** What a start or a resumption notes about the device. */
export function visit(actor: Actor): EventDetail {
  return actor.sessionId === undefined ? {} : { sessionId: actor.sessionId };
}
