import 'server-only';
import { and, asc, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import type { Actor } from '@/lib/auth/actor';
import { namesOf } from '@/lib/auth/people-queries';
import { authorise } from '@/lib/auth/permissions';
import { explainAbsence } from '@/lib/catalogue/because';
import { shippedComponent } from '@/lib/catalogue/catalogue';
import { findProblems } from '@/lib/catalogue/check';
import { draftNotices } from '@/lib/catalogue/draft-notices';
import { readEdited } from '@/lib/catalogue/draft-rows';
import { lostSlotProblems } from '@/lib/catalogue/lost-slots';
import { layOver } from '@/lib/catalogue/overlay';
import { readCatalogue } from '@/lib/catalogue/queries';
import { misusedNames, returningNotices } from '@/lib/catalogue/returning-names';
import type { Catalogue, Component } from '@/lib/catalogue/schema';
import { readClientRow } from '@/lib/clients/client-row';
import { database } from '@/lib/db/database';
import { clientComponents, clients, machines } from '@/lib/db/schema/clients';
import { runbooks } from '@/lib/db/schema/runbook';
import { env } from '@/lib/env';
import { AppError } from '@/lib/errors';
import { differences } from '@/lib/runbook/compare-shipped';
import type { CompositionInput } from '@/lib/runbook/compose';
import { composeOrRefuse, compositionInput } from '@/lib/runbook/compose-command';
import type { ChangeReview, StepPreview } from '@/lib/runbook/review-view';
import { sampleClient } from '@/lib/runbook/sample-client';
import { stepsHash } from '@/lib/runbook/write-runbook';

/** Runs that are looked at one by one; of more, the page says "at least". */
const LOOKED_AT_RUNS = 20;
const SHOWN_CLIENTS = 50;

/**
 * What publishing the draft of a component does: every difference word by word, what contradicts the rest, how many
 * open runs see it, and the component's steps as a client's run would have them. Null while there is no draft. No
 * value of any slot is read for it. `clientSlug` chooses whose answers; null takes made-up ones.
 */
export async function reviewChange(
  actor: Actor,
  componentId: string,
  clientSlug: string | null,
): Promise<ChangeReview | null> {
  authorise(actor, 'catalogue.manage');
  const { inForce, draft, current } = await readEdited(database(), componentId);
  if (draft === null) return null;
  const { version, ...catalogue } = await readCatalogue();
  const candidate = layOver(catalogue, [current]);
  const lost = await lostSlotProblems(database(), catalogue, candidate);
  const misused = await misusedNames(database(), inForce, current, shippedComponent(componentId));
  const problems = [...findProblems(candidate), ...misused, ...lost];
  const returning = await returningNotices(database(), inForce, current);
  const names = await namesOf([draft.changedBy]);
  const entries = differences(inForce, current);
  const changed = new Set(entries.map(({ id }) => id));
  return {
    component: current,
    revision: draft.revision,
    by: names.get(draft.changedBy) ?? 'Somebody',
    at: draft.changedAt,
    nextVersion: version + 1,
    entries,
    problems,
    notices: [...returning, ...draftNotices(inForce, current, candidate)],
    runs: problems.length > 0 ? null : await runsThatSee(componentId, catalogue, candidate),
    clients: await clientsWith(componentId),
    preview: problems.length > 0 ? null : await previewFor(candidate, current, changed, clientSlug),
  };
}

async function clientsWith(componentId: string): Promise<{ slug: string; name: string }[]> {
  return database()
    .select({ slug: clients.slug, name: clients.name })
    .from(clients)
    .innerJoin(clientComponents, eq(clientComponents.clientId, clients.id))
    .where(
      and(
        eq(clientComponents.componentId, componentId),
        isNull(clients.offboardedAt),
        isNotNull(clients.submittedAt),
      ),
    )
    .orderBy(asc(sql`lower(${clients.name})`))
    .limit(SHOWN_CLIENTS);
}

async function previewFor(
  candidate: Catalogue,
  component: Component,
  changed: ReadonlySet<string>,
  slug: string | null,
): Promise<StepPreview> {
  const own = slug === null ? null : await inputOfClient(slug);
  const byInterest = component.steps.toSorted((one, other) => rank(changed, one) - rank(changed, other));
  const input = own ?? sampleClient(candidate, env().BOARD_ORGANISATION, byInterest);
  const whose = own === null ? null : own.clientSlug;
  try {
    const all = composeOrRefuse({ ...input, catalogue: candidate });
    const steps = all.filter(({ componentId }) => componentId === component.id);
    const absent = component.steps
      .filter(({ id }) => !steps.some(({ stepId }) => stepId === id))
      .map(({ id, title }) => ({
        stepId: id,
        title,
        because: explainAbsence(candidate, id, input.componentIds, input.settings) ?? '',
      }));
    return { whose, steps, absent, problem: null };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'invalid') throw error;
    return { whose, steps: [], absent: [], problem: error.message };
  }
}

/** What was changed is what one wants to see. */
function rank(changed: ReadonlySet<string>, { id }: { id: string }): number {
  return changed.has(id) ? 0 : 1;
}

/** What a client's runbook follows from, on its first machine; null where there is no such client. */
async function inputOfClient(slug: string): Promise<CompositionInput | null> {
  const [row] = await database()
    .select({ client: clients, machineId: machines.id })
    .from(clients)
    .innerJoin(machines, eq(machines.clientId, clients.id))
    .where(and(eq(clients.slug, slug), isNull(clients.offboardedAt)))
    .orderBy(asc(machines.id))
    .limit(1);
  return row === undefined ? null : compositionInput(database(), row.client, row.machineId);
}

/** How many open runs would have other steps. */
async function runsThatSee(
  componentId: string,
  before: Catalogue,
  after: Catalogue,
): Promise<NonNullable<ChangeReview['runs']>> {
  const open = await database()
    .select({ clientId: runbooks.clientId, machineId: runbooks.machineId })
    .from(runbooks)
    .innerJoin(clients, eq(clients.id, runbooks.clientId))
    .innerJoin(clientComponents, eq(clientComponents.clientId, clients.id))
    .where(
      and(
        eq(clientComponents.componentId, componentId),
        eq(runbooks.kind, 'install'),
        isNull(runbooks.closedAt),
        isNull(runbooks.supersededAt),
        isNull(clients.offboardedAt),
      ),
    )
    .limit(LOOKED_AT_RUNS + 1);
  let count = 0;
  for (const { clientId, machineId } of open.slice(0, LOOKED_AT_RUNS)) {
    const client = await readClientRow(database(), clientId);
    const input = await compositionInput(database(), client, machineId);
    if (hashUnder(input, before) !== hashUnder(input, after)) count += 1;
  }
  return { count, more: open.length > LOOKED_AT_RUNS };
}

function hashUnder(input: CompositionInput, catalogue: Catalogue): string | null {
  try {
    return stepsHash(composeOrRefuse({ ...input, catalogue }));
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid') return null;
    throw error;
  }
}
