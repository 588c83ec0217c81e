import 'server-only';
import { and, asc, inArray, isNull, sql } from 'drizzle-orm';
import type { Catalogue } from '@/lib/catalogue/schema';
import type { CardRow } from '@/lib/clients/board-sql';
import { countMissing, type MissingCounts, waitsFor } from '@/lib/clients/missing';
import { missingOfClients } from '@/lib/clients/missing-queries';
import type { Stage } from '@/lib/clients/schema';
import { database } from '@/lib/db/database';
import { machines } from '@/lib/db/schema/clients';
import { wizardDrafts } from '@/lib/db/schema/wizard';

/** A client as the board shows it. */
export interface BoardClient {
  id: string;
  slug: string;
  name: string;
  stage: Stage;
  tier: string | null;
  packs: string[];
  contactName: string;
  missing: MissingCounts;
  waitsFor: 'us' | 'client' | 'both' | null;
  /** When it came into its stage. */
  since: Date;
  updatedAt: Date;
  purgeAfter: Date | null;
  machineNames: string[];
  /** The wizard in progress, for a client that is still a draft. */
  draft: { id: string; step: string } | null;
}

/** Adds to the rows what other tables know, in a handful of statements for all of them. */
export async function dressCards(rows: readonly CardRow[], catalogue: Catalogue): Promise<BoardClient[]> {
  const [missing, drafts, machineNames] = await Promise.all([
    missingOfClients(rows.filter((row) => row.missing_ours + row.missing_client > 0).map((row) => row.id)),
    draftsOf(rows.filter((row) => row.stage === 'draft').map((row) => row.id)),
    machineNamesOf(rows.map((row) => row.id)),
  ]);
  const packageName = (id: string) => catalogue.packages.find((each) => each.id === id)?.name ?? id;
  return rows.map((row) => {
    const counts = countMissing(missing.get(row.id) ?? []);
    return {
      id: row.id,
      slug: row.slug,
      name: row.name,
      stage: row.stage,
      tier: row.tier_id === null ? null : packageName(row.tier_id),
      packs: row.pack_ids.map(packageName),
      contactName: row.contact_name,
      missing: counts,
      waitsFor: waitsFor(counts),
      since: new Date(row.since ?? row.updated_at),
      updatedAt: new Date(row.updated_at),
      purgeAfter: row.purge_after === null ? null : new Date(row.purge_after),
      machineNames: machineNames.get(row.id) ?? [],
      draft: drafts.get(row.id) ?? null,
    };
  });
}

async function draftsOf(clientIds: string[]): Promise<Map<string, { id: string; step: string }>> {
  if (clientIds.length === 0) return new Map();
  const rows = await database()
    .select({ id: wizardDrafts.id, step: wizardDrafts.step, clientId: wizardDrafts.clientId })
    .from(wizardDrafts)
    .where(and(inArray(wizardDrafts.clientId, clientIds), isNull(wizardDrafts.completedAt)))
    .orderBy(asc(wizardDrafts.updatedAt));
  return new Map(
    rows.flatMap(({ clientId, ...draft }) => (clientId === null ? [] : [[clientId, draft] as const])),
  );
}

async function machineNamesOf(clientIds: string[]): Promise<Map<string, string[]>> {
  if (clientIds.length === 0) return new Map();
  const rows = await database()
    .select({
      clientId: machines.clientId,
      names: sql<string[]>`array_agg(${machines.name} order by ${machines.name})`,
    })
    .from(machines)
    .where(inArray(machines.clientId, clientIds))
    .groupBy(machines.clientId);
  return new Map(rows.map((row) => [row.clientId, row.names]));
}
