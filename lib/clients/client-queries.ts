import 'server-only';
import { and, asc, desc, eq, isNull, sql } from 'drizzle-orm';
import type { Actor } from '@/lib/auth/actor';
import { namesOf } from '@/lib/auth/people-queries';
import { authorise } from '@/lib/auth/permissions';
import { readCatalogue } from '@/lib/catalogue/queries';
import type { ClientRow } from '@/lib/clients/client-row';
import type { MissingItem } from '@/lib/clients/missing';
import { missingOfClients } from '@/lib/clients/missing-queries';
import type { RunKind } from '@/lib/clients/run-kind';
import { type Stage, slugSchema } from '@/lib/clients/schema';
import { database } from '@/lib/db/database';
import { clients, machines } from '@/lib/db/schema/clients';
import { runbooks, stepEvents } from '@/lib/db/schema/runbook';
import { wizardDrafts } from '@/lib/db/schema/wizard';
import { notFound } from '@/lib/errors';

/** The newest runbook of a client's machine. */
export interface ClientRun {
  id: string;
  kind: RunKind;
  number: number;
  machineName: string;
  composedAt: Date;
  startedAt: Date | null;
  closedAt: Date | null;
  supersededAt: Date | null;
  /** Closed before it was finished, because there was nothing to go on with. */
  endedEarly: boolean;
}

/** What every page of a client's record is headed with. */
export interface ClientRecord {
  id: string;
  slug: string;
  name: string;
  stage: Stage;
  tier: string | null;
  packs: string[];
  contactName: string;
  contactEmail: string;
  contactPhone: string;
  notes: string;
  retentionDays: number;
  createdBy: string;
  createdAt: Date;
  submittedAt: Date | null;
  readyAt: Date | null;
  runStartedAt: Date | null;
  installedAt: Date | null;
  offboardingStartedAt: Date | null;
  offboardedAt: Date | null;
  purgeAfter: Date | null;
  purgedAt: Date | null;
  missing: MissingItem[];
  machineNames: string[];
  /** The run to go on with, else the newest one. */
  run: ClientRun | null;
  draftId: string | null;
}

/** A client's record by the name in its address, or `not-found`. */
export async function readClient(actor: Actor, slug: string): Promise<ClientRecord> {
  authorise(actor, 'client.read');
  if (!slugSchema.safeParse(slug).success) throw notFound('client');
  const [row] = await database().select().from(clients).where(eq(clients.slug, slug));
  if (row === undefined) throw notFound('client');
  const [catalogue, missing, names, machineRows, runs, draftId] = await Promise.all([
    readCatalogue(),
    missingOfClients([row.id]),
    namesOf([row.createdBy]),
    database()
      .select({ name: machines.name })
      .from(machines)
      .where(eq(machines.clientId, row.id))
      .orderBy(asc(machines.name)),
    readRuns(row.id),
    readDraftId(row),
  ]);
  const packageName = (id: string) => catalogue.packages.find((each) => each.id === id)?.name ?? id;
  const { kdfSalt: _salt, missingOurs: _ours, missingClient: _client, tierId, packIds, ...facts } = row;
  return {
    ...facts,
    tier: tierId === null ? null : packageName(tierId),
    packs: packIds.map(packageName),
    createdBy: names.get(row.createdBy) ?? 'somebody',
    missing: missing.get(row.id) ?? [],
    machineNames: machineRows.map((machine) => machine.name),
    run:
      runs.find((run) => run.closedAt === null && run.supersededAt === null) ??
      runs.find((run) => !run.endedEarly) ??
      null,
    draftId,
  };
}

/** Every runbook of a client, the newest first. */
export async function listClientRuns(actor: Actor, clientId: string): Promise<ClientRun[]> {
  authorise(actor, 'run.read');
  return readRuns(clientId);
}

function readRuns(clientId: string): Promise<ClientRun[]> {
  return database()
    .select({
      id: runbooks.id,
      kind: runbooks.kind,
      number: runbooks.number,
      machineName: machines.name,
      composedAt: runbooks.composedAt,
      startedAt: runbooks.startedAt,
      closedAt: runbooks.closedAt,
      supersededAt: runbooks.supersededAt,
      endedEarly: sql<boolean>`exists (select from ${stepEvents} e
        where e.runbook_id = ${runbooks.id} and e.kind = 'closed' and e.reason is not null)`,
    })
    .from(runbooks)
    .innerJoin(machines, eq(machines.id, runbooks.machineId))
    .where(eq(runbooks.clientId, clientId))
    .orderBy(sql`${runbooks.composedAt} desc nulls last`)
    .limit(100);
}

async function readDraftId(client: Pick<ClientRow, 'id' | 'submittedAt'>): Promise<string | null> {
  if (client.submittedAt !== null) return null;
  const [row] = await database()
    .select({ id: wizardDrafts.id })
    .from(wizardDrafts)
    .where(and(eq(wizardDrafts.clientId, client.id), isNull(wizardDrafts.completedAt)))
    .orderBy(desc(wizardDrafts.updatedAt))
    .limit(1);
  return row?.id ?? null;
}
