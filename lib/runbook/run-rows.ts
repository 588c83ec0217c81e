import 'server-only';
import { and, asc, eq, sql } from 'drizzle-orm';
import { phases } from '@/lib/catalogue/phases';
import type { Executor } from '@/lib/db/database';
import { runbookSteps, runbooks, stepEvents } from '@/lib/db/schema/runbook';
import { notFound } from '@/lib/errors';
import { eventDetailSchema, type RunEvent } from '@/lib/runbook/run-events';
import { type ComposedStep, frozenStepSchema } from '@/lib/runbook/schema';
import { isUuid } from '@/lib/validate';

export type RunRow = typeof runbooks.$inferSelect;

/** Joins a runbook to its own events and to those of the runbooks whose run it goes on with. */
export const ofRun = sql`${stepEvents.runbookId} = any(${runbooks.continuedIds} || ${runbooks.id})`;

/** The run's row, or `not-found`. */
export async function readRunRow(executor: Executor, runbookId: string): Promise<RunRow> {
  if (!isUuid(runbookId)) throw notFound('runbook');
  const [row] = await executor.select().from(runbooks).where(eq(runbooks.id, runbookId));
  if (row === undefined) throw notFound('runbook');
  return row;
}

/** The frozen steps, in order. */
export async function readSteps(executor: Executor, runbookId: string): Promise<ComposedStep[]> {
  const rows = await executor
    .select()
    .from(runbookSteps)
    .where(eq(runbookSteps.runbookId, runbookId))
    .orderBy(asc(runbookSteps.position));
  return rows.map(composedStep);
}

/** The run's row and one of its frozen steps; a step it does not have is null. Throws `not-found` without a run. */
export async function readRunStep(
  executor: Executor,
  place: { runbookId: string; stepId: string },
): Promise<{ run: RunRow; step: ComposedStep | null }> {
  if (!isUuid(place.runbookId)) throw notFound('runbook');
  const [row] = await executor
    .select({ run: runbooks, step: runbookSteps })
    .from(runbooks)
    .leftJoin(
      runbookSteps,
      and(eq(runbookSteps.runbookId, runbooks.id), eq(runbookSteps.stepId, place.stepId)),
    )
    .where(eq(runbooks.id, place.runbookId));
  if (row === undefined) throw notFound('runbook');
  return { run: row.run, step: row.step === null ? null : composedStep(row.step) };
}

function composedStep(row: typeof runbookSteps.$inferSelect): ComposedStep {
  return {
    stepId: row.stepId,
    componentId: row.componentId,
    position: row.position,
    phase: phases.find((phase) => phase === row.phase) ?? 'finish',
    required: row.required,
    content: frozenStepSchema.parse(row.content),
  };
}

/** The whole log of a run, oldest first, with what happened before it was upgraded to its present steps. */
export async function readEvents(executor: Executor, runbookId: string): Promise<RunEvent[]> {
  const rows = await executor
    .select({
      seq: stepEvents.seq,
      runbookId: stepEvents.runbookId,
      stepId: stepEvents.stepId,
      kind: stepEvents.kind,
      revision: stepEvents.revision,
      actorId: stepEvents.actorId,
      reason: stepEvents.reason,
      detail: stepEvents.detail,
      at: stepEvents.at,
    })
    .from(runbooks)
    .innerJoin(stepEvents, ofRun)
    .where(eq(runbooks.id, runbookId))
    .orderBy(asc(stepEvents.seq));
  return rows.map((row) => ({ ...row, detail: eventDetailSchema.parse(row.detail) }));
}
