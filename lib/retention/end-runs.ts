import 'server-only';
import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Actor } from '@/lib/auth/actor';
import type { Transaction } from '@/lib/db/database';
import { runbooks, stepEvents } from '@/lib/db/schema/runbook';

/** Closes the offboarding runs of a client as they are, because there is nothing to offboard any more. */
export async function endOffboardingRuns(
  tx: Transaction,
  actor: Actor,
  clientId: string,
  reason: string,
): Promise<void> {
  const ended = await tx
    .update(runbooks)
    .set({ closedAt: sql`now()` })
    .where(
      and(
        eq(runbooks.clientId, clientId),
        eq(runbooks.kind, 'offboarding'),
        isNull(runbooks.closedAt),
        isNull(runbooks.supersededAt),
      ),
    )
    .returning({ runbookId: runbooks.id });
  for (const { runbookId } of ended) {
    await tx.insert(stepEvents).values({ runbookId, kind: 'closed', actorId: actor.id, reason });
  }
}
