import 'server-only';
import { asc, eq, getTableColumns, inArray, sql } from 'drizzle-orm';
import { z } from 'zod';
import { namesOf } from '@/lib/auth/people-queries';
import { phases } from '@/lib/catalogue/phases';
import { database } from '@/lib/db/database';
import { clients, machines } from '@/lib/db/schema/clients';
import { runbookSteps, runbooks, stepEvents } from '@/lib/db/schema/runbook';
import { type OutlineStep, progressOf } from '@/lib/runbook/progress';
import { eventDetailSchema, type RunEvent } from '@/lib/runbook/run-events';
import { ofRun } from '@/lib/runbook/run-rows';
import type { RunSummary } from '@/lib/runbook/run-view';
import { foldRun, type RunStatus } from '@/lib/runbook/state';

/** Summaries by run, in five queries however many there are. Authorising is the caller's. */
export async function summariseRuns(runbookIds: readonly string[]): Promise<Map<string, RunSummary>> {
  if (runbookIds.length === 0) return new Map();
  const ids = [...runbookIds];
  const [heads, steps, events] = await Promise.all([readHeads(ids), readStepsOf(ids), readEventsOf(ids)]);
  const folded = new Map(ids.map((id) => [id, foldRun(events.get(id) ?? [])]));
  const people = [...folded.values()].flatMap((status) => [status.lastBy, lastClaim(status)?.by ?? null]);
  const names = await namesOf(people);
  const nameOf = (id: string) => names.get(id) ?? 'Somebody';
  return new Map(
    heads.map((head) => {
      const own = steps.get(head.runbookId) ?? [];
      const status = folded.get(head.runbookId) ?? foldRun([]);
      const { settled, total, currentStepId } = progressOf(own, status);
      const current = own.find((step) => step.stepId === currentStepId);
      const states = [...status.steps.values()].map(({ state }) => state);
      const claim = lastClaim(status);
      return [
        head.runbookId,
        {
          ...head,
          settled,
          total,
          held: states.filter((state) => state === 'blocked' || state === 'failed').length,
          currentTitle: current?.content.title ?? null,
          currentEstimateMinutes: current?.estimateMinutes ?? null,
          onIt: claim === null ? null : { by: nameOf(claim.by), at: claim.at },
          lastAt: status.lastAt,
          lastBy: status.lastBy === null ? null : nameOf(status.lastBy),
        },
      ];
    }),
  );
}

/** The claim that was made last, of the steps that are claimed now. */
function lastClaim({ steps }: RunStatus): { by: string; at: Date } | null {
  const claims = [...steps.values()].flatMap(({ state, by, at }) =>
    state === 'claimed' && by !== null && at !== null ? [{ by, at }] : [],
  );
  return claims.toSorted((one, other) => other.at.getTime() - one.at.getTime())[0] ?? null;
}

function readHeads(ids: string[]) {
  return database()
    .select({
      runbookId: runbooks.id,
      kind: runbooks.kind,
      number: runbooks.number,
      clientId: clients.id,
      clientSlug: clients.slug,
      clientName: clients.name,
      machineName: machines.name,
      startedAt: runbooks.startedAt,
      closedAt: runbooks.closedAt,
    })
    .from(runbooks)
    .innerJoin(clients, eq(clients.id, runbooks.clientId))
    .innerJoin(machines, eq(machines.id, runbooks.machineId))
    .where(inArray(runbooks.id, ids));
}

type SummedStep = OutlineStep & { estimateMinutes: number };

async function readStepsOf(ids: string[]): Promise<Map<string, SummedStep[]>> {
  const rows = await database()
    .select({
      runbookId: runbookSteps.runbookId,
      stepId: runbookSteps.stepId,
      position: runbookSteps.position,
      phase: runbookSteps.phase,
      required: runbookSteps.required,
      title: sql<string>`${runbookSteps.content}->>'title'`,
      dependsOn: sql<unknown>`${runbookSteps.content}->'dependsOn'`,
      estimateMinutes: sql<number>`coalesce((${runbookSteps.content}->>'estimateMinutes')::float8, 0)`,
    })
    .from(runbookSteps)
    .where(inArray(runbookSteps.runbookId, ids))
    .orderBy(asc(runbookSteps.runbookId), asc(runbookSteps.position));
  return grouped(
    rows.map(({ runbookId, title, dependsOn, phase, ...row }) => ({
      runbookId,
      item: {
        ...row,
        phase: phases.find((candidate) => candidate === phase) ?? 'finish',
        content: { title, dependsOn: z.array(z.string()).parse(dependsOn) },
      },
    })),
  );
}

async function readEventsOf(ids: string[]): Promise<Map<string, RunEvent[]>> {
  const rows = await database()
    .select({ ...getTableColumns(stepEvents), runbookId: runbooks.id })
    .from(runbooks)
    .innerJoin(stepEvents, ofRun)
    .where(inArray(runbooks.id, ids))
    .orderBy(asc(runbooks.id), asc(stepEvents.seq));
  return grouped(
    rows.map(({ runbookId, ...row }) => ({
      runbookId,
      item: { ...row, detail: eventDetailSchema.parse(row.detail) },
    })),
  );
}

function grouped<Item>(rows: readonly { runbookId: string; item: Item }[]): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const { runbookId, item } of rows) {
    const group = groups.get(runbookId);
    if (group === undefined) groups.set(runbookId, [item]);
    else group.push(item);
  }
  return groups;
}
