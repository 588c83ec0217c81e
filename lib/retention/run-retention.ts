import 'server-only';
import { and, asc, isNull, lte, sql } from 'drizzle-orm';
import type { Actor } from '@/lib/auth/actor';
import { authorise } from '@/lib/auth/permissions';
import { database } from '@/lib/db/database';
import { databaseErrorCode, toAppError } from '@/lib/db/database-errors';
import { clients } from '@/lib/db/schema/clients';
import { logger } from '@/lib/logger';
import { type PurgeOutcome, purgeDueClient } from '@/lib/retention/purge';

export interface RetentionReport {
  purged: PurgeOutcome[];
  /** Clients that could not be purged this time, with a sentence each. The next run tries them again. */
  failed: { clientId: string; slug: string; message: string }[];
}

/** Purges everybody who is due, each in a transaction of their own; one failure does not keep the others. */
export async function runRetention(actor: Actor): Promise<RetentionReport> {
  authorise(actor, 'retention.manage');
  const report: RetentionReport = { purged: [], failed: [] };
  for (const { id, slug } of await dueClients()) {
    try {
      const outcome = await purgeDueClient(actor, id);
      if (outcome === null) continue;
      report.purged.push(outcome);
      logger().info({ clientId: id }, 'a client was purged');
    } catch (error) {
      const message = toAppError(error)?.message ?? 'The purge failed unexpectedly. See the log.';
      logger().error({ clientId: id, code: failureCode(error) }, 'a purge failed');
      report.failed.push({ clientId: id, slug, message });
    }
  }
  return report;
}

/** Due and not purged, the longest due first. */
function dueClients(): Promise<{ id: string; slug: string }[]> {
  return database()
    .select({ id: clients.id, slug: clients.slug })
    .from(clients)
    .where(and(isNull(clients.purgedAt), lte(clients.purgeAfter, sql`now()`)))
    .orderBy(asc(clients.purgeAfter), asc(clients.id));
}

function failureCode(error: unknown): string {
  return toAppError(error)?.code ?? databaseErrorCode(error) ?? 'unexpected';
}
