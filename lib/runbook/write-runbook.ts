import 'server-only';
import { createHash } from 'node:crypto';
import { desc, sql } from 'drizzle-orm';
import { appendAuditEvent } from '@/lib/audit/append';
import type { Actor } from '@/lib/auth/actor';
import type { RunKind } from '@/lib/clients/run-kind';
import type { Transaction } from '@/lib/db/database';
import { catalogueVersions } from '@/lib/db/schema/catalogue';
import { runbookSteps, runbooks } from '@/lib/db/schema/runbook';
import { AppError } from '@/lib/errors';
import type { ComposedStep } from '@/lib/runbook/schema';

interface NewRunbook {
  clientId: string;
  machineId: string;
  kind: RunKind;
  number: number;
  steps: readonly ComposedStep[];
  /** Whether its run begins with it. */
  begun: boolean;
}

/** Freezes the steps as a numbered snapshot, with its audit event, and returns its id. */
export async function writeRunbook(
  tx: Transaction,
  actor: Actor,
  { steps, begun, ...about }: NewRunbook,
): Promise<string> {
  const [row] = await tx
    .insert(runbooks)
    .values({
      ...about,
      catalogueVersion: await currentCatalogueVersion(tx),
      scopeHash: stepsHash(steps),
      composedBy: actor.id,
      ...(begun ? { startedAt: sql`now()` } : {}),
    })
    .returning({ id: runbooks.id });
  if (row === undefined) throw new AppError('unexpected', 'The runbook was not written.');
  await tx.insert(runbookSteps).values(steps.map((step) => ({ runbookId: row.id, ...step })));
  await appendAuditEvent(tx, actor, {
    action: 'runbook.composed',
    clientId: about.clientId,
    runbookId: row.id,
    detail: { kind: about.kind, number: about.number, steps: steps.length },
  });
  return row.id;
}

/** A fingerprint of the steps: tells whether a snapshot is still what would be composed now. */
export function stepsHash(steps: readonly ComposedStep[]): string {
  return createHash('sha256').update(JSON.stringify(steps)).digest('hex');
}

async function currentCatalogueVersion(tx: Transaction): Promise<number> {
  const [row] = await tx
    .select({ version: catalogueVersions.version })
    .from(catalogueVersions)
    .orderBy(desc(catalogueVersions.version))
    .limit(1);
  if (row === undefined)
    throw new AppError('configuration', 'The catalogue is not loaded. Run the migration.');
  return row.version;
}
