import 'server-only';
import { and, desc, eq, isNotNull, isNull } from 'drizzle-orm';
import type { Actor } from '@/lib/auth/actor';
import { namesOf } from '@/lib/auth/people-queries';
import { authorise } from '@/lib/auth/permissions';
import { readCatalogue } from '@/lib/catalogue/queries';
import { type ClientRow, readClientRow } from '@/lib/clients/client-row';
import { countMissing, missingWords } from '@/lib/clients/missing';
import { missingOfClients } from '@/lib/clients/missing-queries';
import { readRunCopies } from '@/lib/clients/run-copies';
import { database, type Executor } from '@/lib/db/database';
import { clientSettings, machines } from '@/lib/db/schema/clients';
import { runbooks } from '@/lib/db/schema/runbook';
import { AppError, notFound } from '@/lib/errors';
import { carriedSteps } from '@/lib/runbook/carried-steps';
import { estimatedMinutes } from '@/lib/runbook/compose';
import { composeOrRefuse, compositionInput } from '@/lib/runbook/compose-command';
import { readEvidence } from '@/lib/runbook/evidence-queries';
import { MACHINE_FIELDS } from '@/lib/runbook/machine-facts';
import { type OutlineStep, openRequired, progressOf } from '@/lib/runbook/progress';
import { hasLeft } from '@/lib/runbook/refuse-when-left';
import { isAfterClosing } from '@/lib/runbook/run-events';
import { type RunRow, readEvents, readRunRow, readSteps } from '@/lib/runbook/run-rows';
import { readRunSlots } from '@/lib/runbook/run-slots';
import type { RunView } from '@/lib/runbook/run-view';
import { activeMinutes, foldRun } from '@/lib/runbook/state';
import { slotViews, stepViews, timelineOf, type ViewMaterial } from '@/lib/runbook/step-views';
import { stepsHash } from '@/lib/runbook/write-runbook';

type MachineRow = typeof machines.$inferSelect;

/**
 * Everything the run's page and its report show. Lengths and references are for those who work on runs; support
 * gets neither, and nobody gets a value.
 */
export async function readRun(actor: Actor, runbookId: string): Promise<RunView> {
  authorise(actor, 'run.read');
  const db = database();
  const run = await readRunRow(db, runbookId);
  const client = await readClientRow(db, run.clientId);
  const machine = await readMachine(db, run);
  const material = await readMaterial(actor, run, machine);
  const { steps, events, status, names } = material;
  const now = run.closedAt ?? new Date();
  const changed = await isChanged(db, client, run);
  const carried = await carriedSteps(db, run, events);
  const progress = progressOf(steps, status);
  return {
    runbookId: run.id,
    kind: run.kind,
    number: run.number,
    catalogueVersion: run.catalogueVersion,
    client: clientOf(client, run),
    machine: { id: machine.id, name: machine.name, facts: machineFacts(machine) },
    composedAt: run.composedAt,
    startedAt: run.startedAt,
    closedAt: run.closedAt,
    endedBecause: events.find(({ kind }) => kind === 'closed')?.reason ?? null,
    installedByRunId: run.kind === 'hand-over' ? await installedByRunId(db, run) : null,
    newerRunbookId: run.supersededAt === null ? null : await newestRunId(db, run),
    outdated: run.startedAt === null && changed,
    moved: run.startedAt !== null && changed,
    missing: run.startedAt === null ? await missingOf(client) : null,
    steps: stepViews(material).map((step) => ({ ...step, carriedFrom: carried.get(step.stepId) })),
    progress,
    currentStepId: progress.currentStepId,
    activeMinutes:
      run.startedAt === null
        ? 0
        : activeMinutes(
            events.filter((event) => !isAfterClosing(event)).map(({ at }) => at),
            now,
          ),
    estimateMinutes: estimatedMinutes(steps),
    last:
      status.lastAt === null || status.lastBy === null
        ? null
        : { by: names.get(status.lastBy) ?? 'Somebody', at: status.lastAt },
    slots: slotViews(material),
    timeline: timelineOf(material),
    openRequired: openRequired(steps, status).map(reference),
  };
}

function clientOf(client: ClientRow, { kind }: RunRow): RunView['client'] {
  const { id, slug, name, offboardedAt, purgeAfter, purgedAt } = client;
  return {
    ...{ id, slug, name, offboardedAt, purgeAfter },
    gone: hasLeft(client, kind),
    purged: purgedAt !== null,
  };
}

function reference({ stepId, position, content }: OutlineStep): RunView['openRequired'][number] {
  return { stepId, position, title: content.title };
}

async function readMaterial(actor: Actor, run: RunRow, machine: MachineRow): Promise<ViewMaterial> {
  const db = database();
  const [steps, events] = await Promise.all([readSteps(db, run.id), readEvents(db, run.id)]);
  const slots = await readRunSlots(db, run, steps);
  const people = [...slots.values()].flatMap(({ stored, placement }) => [
    stored?.storedBy ?? null,
    placement?.placedBy ?? null,
  ]);
  const catalogue = await readCatalogue(db);
  const answers = await db
    .select({ key: clientSettings.settingKey, value: clientSettings.value })
    .from(clientSettings)
    .where(eq(clientSettings.clientId, run.clientId));
  return {
    actor,
    steps,
    events,
    status: foldRun(events),
    slots,
    copies: await readRunCopies(db, run.clientId),
    machine,
    settings: catalogue.components.flatMap((component) => component.settings),
    answers: new Map(answers.map(({ key, value }) => [key, value])),
    names: await namesOf([...events.map(({ actorId }) => actorId), ...people]),
    images: await readEvidence(run),
  };
}

async function missingOf(client: ClientRow): Promise<string | null> {
  const items = (await missingOfClients([client.id])).get(client.id) ?? [];
  return items.length === 0 ? null : missingWords(countMissing(items));
}

async function readMachine(executor: Executor, run: RunRow): Promise<MachineRow> {
  const [row] = await executor.select().from(machines).where(eq(machines.id, run.machineId));
  if (row === undefined) throw notFound('machine');
  return row;
}

function machineFacts(machine: MachineRow): { label: string; value: string }[] {
  const recorded = Object.entries(MACHINE_FIELDS).map(([field, { label }]) => ({
    label,
    value: machine[field as keyof typeof MACHINE_FIELDS],
  }));
  return [...recorded, { label: 'Location', value: machine.location }];
}

async function newestRunId(executor: Executor, run: RunRow): Promise<string | null> {
  const [row] = await executor
    .select({ id: runbooks.id })
    .from(runbooks)
    .where(
      and(eq(runbooks.machineId, run.machineId), eq(runbooks.kind, run.kind), isNull(runbooks.supersededAt)),
    )
    .orderBy(desc(runbooks.number))
    .limit(1);
  return row?.id ?? null;
}

async function installedByRunId(executor: Executor, run: RunRow): Promise<string | null> {
  const [row] = await executor
    .select({ id: runbooks.id })
    .from(runbooks)
    .where(
      and(eq(runbooks.machineId, run.machineId), eq(runbooks.kind, 'install'), isNotNull(runbooks.closedAt)),
    )
    .orderBy(desc(runbooks.closedAt))
    .limit(1);
  return row?.id ?? null;
}

/** Whether an open install run's steps are not those that the answers and the catalogue of today come to. */
async function isChanged(executor: Executor, client: ClientRow, run: RunRow): Promise<boolean> {
  const over = run.closedAt !== null || run.supersededAt !== null;
  if (over || run.kind !== 'install' || client.submittedAt === null) return false;
  try {
    const steps = composeOrRefuse(await compositionInput(executor, client, run.machineId));
    return stepsHash(steps) !== run.scopeHash;
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid') return true;
    throw error;
  }
}
