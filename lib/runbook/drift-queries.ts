import 'server-only';
import { and, desc, eq } from 'drizzle-orm';
import type { Actor } from '@/lib/auth/actor';
import { authorise } from '@/lib/auth/permissions';
import { readCatalogue } from '@/lib/catalogue/queries';
import { type ClientRow, readClientRow } from '@/lib/clients/client-row';
import { database } from '@/lib/db/database';
import { runbooks } from '@/lib/db/schema/runbook';
import { AppError, notFound } from '@/lib/errors';
import { composeOrRefuse, compositionInput } from '@/lib/runbook/compose-command';
import { compareSteps, type DriftNames } from '@/lib/runbook/drift';
import type { DriftView, FateView } from '@/lib/runbook/drift-view';
import { readRun } from '@/lib/runbook/queries';
import { type RunRow, readEvents, readRunRow, readSteps } from '@/lib/runbook/run-rows';
import type { RunView } from '@/lib/runbook/run-view';
import type { ComposedStep } from '@/lib/runbook/schema';
import { foldRun } from '@/lib/runbook/state';
import { type StepFate, upgradePlan } from '@/lib/runbook/upgrade-plan';
import { stepsHash } from '@/lib/runbook/write-runbook';

interface Target {
  steps: ComposedStep[] | null;
  problem: string | null;
  hash: string | null;
  target: DriftView['target'];
}

/**
 * What changed since a runbook was made, step by step, and what an upgrade does, or did, to what is finished. A run that
 * undoes is made for one occasion: `not-found`.
 */
export async function readDrift(actor: Actor, runbookId: string): Promise<DriftView> {
  authorise(actor, 'run.read');
  const run = await readRun(actor, runbookId);
  if (run.kind !== 'install') throw notFound('list of changes');
  const row = await readRunRow(database(), runbookId);
  const newest = await newestRun(row);
  const { steps, problem, hash, target } =
    newest.id === row.id
      ? await stepsOfToday(await readClientRow(database(), row.clientId), row)
      : await stepsOfRun(newest);
  const before = await readSteps(database(), row.id);
  const status = foldRun(await readEvents(database(), row.id));
  const drift = steps === null ? [] : compareSteps(before, steps, await driftNames());
  const state = run.client.gone
    ? 'gone'
    : newest.id !== row.id
      ? 'replaced'
      : run.closedAt === null
        ? 'open'
        : 'closed';
  const changed = state === 'open' || state === 'closed' ? hash !== row.scopeHash : false;
  return {
    runbookId: run.runbookId,
    number: run.number,
    catalogueVersion: run.catalogueVersion,
    client: run.client,
    machine: { name: run.machine.name },
    state,
    target,
    problem,
    basis: changed ? hash : null,
    steps: drift,
    fates: upgradePlan(before, drift, status.steps, target.number).flatMap((fate) => fateView(run, fate)),
  };
}

/** What the catalogue calls slots and settings now; what it has no more keeps its id. */
async function driftNames(): Promise<DriftNames> {
  const { components } = await readCatalogue();
  const slots = new Map(components.flatMap(({ slots }) => slots.map(({ id, name }) => [id, name])));
  const settings = new Map(
    components.flatMap(({ settings }) => settings.map(({ key, label }) => [key, label])),
  );
  return { slot: (id) => slots.get(id) ?? id, setting: (key) => settings.get(key) ?? key };
}

async function newestRun(row: RunRow): Promise<RunRow> {
  const [newest] = await database()
    .select()
    .from(runbooks)
    .where(and(eq(runbooks.machineId, row.machineId), eq(runbooks.kind, row.kind)))
    .orderBy(desc(runbooks.number))
    .limit(1);
  return newest ?? row;
}

async function stepsOfRun({ id, number, catalogueVersion }: RunRow): Promise<Target> {
  const target = { number, catalogueVersion, runbookId: id };
  return { steps: await readSteps(database(), id), problem: null, hash: null, target };
}

async function stepsOfToday(client: ClientRow, row: RunRow): Promise<Target> {
  const { version } = await readCatalogue();
  const target = { number: row.number + 1, catalogueVersion: version, runbookId: null };
  try {
    const steps = composeOrRefuse(await compositionInput(database(), client, row.machineId));
    return { steps, problem: null, hash: stepsHash(steps), target };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'invalid') throw error;
    return { steps: null, problem: error.message, hash: null, target };
  }
}

function fateView(run: RunView, fate: StepFate): FateView[] {
  const step = run.steps.find(({ stepId }) => stepId === fate.stepId);
  if (step === undefined) return [];
  return [
    { ...fate, title: step.content.title, position: step.position, state: step.state, deed: step.deed },
  ];
}
