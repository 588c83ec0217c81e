import 'server-only';
import { and, eq } from 'drizzle-orm';
import type { Actor } from '@/lib/auth/actor';
import { authorise, may } from '@/lib/auth/permissions';
import { pickComponents } from '@/lib/catalogue/conditions';
import { phases } from '@/lib/catalogue/phases';
import { settingsInScope } from '@/lib/catalogue/scope';
import { readClientRow } from '@/lib/clients/client-row';
import { readScope } from '@/lib/clients/scope';
import { database } from '@/lib/db/database';
import { clientCredentials, clientVaultReferences, machines, placements } from '@/lib/db/schema/clients';
import { notFound } from '@/lib/errors';
import { type PreflightFacts, preflightOf } from '@/lib/runbook/preflight';
import type { PreflightView } from '@/lib/runbook/preflight-view';
import { readRun } from '@/lib/runbook/queries';
import type { RunView, StepView } from '@/lib/runbook/run-view';

/**
 * The preflight of an install run, or `not-found`. What references are called is for those who work on runs; nobody gets a
 * value.
 */
export async function readPreflight(actor: Actor, runbookId: string): Promise<PreflightView> {
  authorise(actor, 'run.read');
  const run = await readRun(actor, runbookId);
  if (run.kind !== 'install') throw notFound('preflight');
  const open = run.steps.filter((step) => !['done', 'skipped', 'waived'].includes(step.state));
  const [client, machine, facts] = await Promise.all([
    readClientRow(database(), run.client.id),
    readMachine(run.machine.id),
    readFacts(actor, run, open),
  ]);
  const list = preflightOf(facts);
  const nameOf = (id: string) =>
    facts.components.find((component) => id.startsWith(`${component.id}.`))?.name ?? '';
  const lackingIds = new Set(list.lacking.map(({ id }) => id));
  return {
    ...list,
    runbookId: run.runbookId,
    number: run.number,
    client: { ...run.client, contactName: client.contactName, contactPhone: client.contactPhone },
    machine,
    begun: run.startedAt !== null,
    closed: run.closedAt !== null,
    newerRunbookId: run.newerRunbookId,
    open: workOf(open),
    held: open.flatMap(heldStep),
    questions: facts.settings
      .filter((setting) => lackingIds.has(setting.key))
      .map((setting) => ({
        componentName: nameOf(setting.key),
        label: setting.label,
        expected: setting.format?.hint ?? null,
        choices: setting.choices?.map((choice) => choice.label) ?? [],
        whereToGet: setting.whereToGet ?? null,
      })),
    collect: [
      ...facts.slots
        .filter((slot) => lackingIds.has(slot.id) && slot.tag === 'client-supplied')
        .map((slot) => ({ slot, componentName: nameOf(slot.id), duringRun: false })),
      ...list.withClient.map((each) => ({ ...each, duringRun: true })),
    ].map(({ slot, componentName, duringRun }) => ({
      componentName,
      promptLabel: slot.promptLabel,
      whereToGet: slot.whereToGet,
      duringRun,
    })),
  };
}

async function readFacts(actor: Actor, run: RunView, open: readonly StepView[]): Promise<PreflightFacts> {
  const db = database();
  const clientId = run.client.id;
  const scope = await readScope(db, clientId);
  const [stored, references, placed] = await Promise.all([
    db
      .select({
        slotId: clientCredentials.slotId,
        expiresAt: clientCredentials.expiresAt,
        spentAt: clientCredentials.spentAt,
      })
      .from(clientCredentials)
      .where(eq(clientCredentials.clientId, clientId)),
    db
      .select({
        slotId: clientVaultReferences.slotId,
        label: clientVaultReferences.label,
        pastedAt: clientVaultReferences.pastedAt,
      })
      .from(clientVaultReferences)
      .where(eq(clientVaultReferences.clientId, clientId)),
    db
      .select({ slotId: placements.slotId })
      .from(placements)
      .where(and(eq(placements.clientId, clientId), eq(placements.machineId, run.machine.id))),
  ]);
  const openIds = new Set(open.map((step) => step.componentId));
  const labelled = may(actor, 'run.work');
  return {
    components: pickComponents(
      scope.catalogue,
      scope.componentIds.filter((id) => openIds.has(id)),
    ),
    slots: scope.slots,
    settings: settingsInScope(scope.catalogue, scope.componentIds, scope.settings),
    answers: scope.settings,
    stored: new Map(stored.map((row) => [row.slotId, row])),
    references: new Map(references.map((row) => [row.slotId, { ...row, label: labelled ? row.label : '' }])),
    placedSlotIds: new Set(placed.map((row) => row.slotId)),
    now: new Date(),
  };
}

async function readMachine(machineId: string): Promise<PreflightView['machine']> {
  const [row] = await database()
    .select({ name: machines.name, location: machines.location })
    .from(machines)
    .where(eq(machines.id, machineId));
  return row ?? { name: '', location: '' };
}

function workOf(open: readonly StepView[]): PreflightView['open'] {
  const minutesOf = (steps: readonly StepView[]) =>
    steps.reduce((sum, step) => sum + step.content.estimateMinutes, 0);
  return {
    steps: open.length,
    minutes: minutesOf(open),
    phases: phases.flatMap((phase) => {
      const own = open.filter((step) => step.phase === phase);
      return own.length === 0 ? [] : [{ phase, steps: own.length, minutes: minutesOf(own) }];
    }),
  };
}

function heldStep({ stepId, position, content, state, reason }: StepView): PreflightView['held'] {
  if (state !== 'blocked' && state !== 'failed') return [];
  return [{ stepId, position, title: content.title, state, reason }];
}
