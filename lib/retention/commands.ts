import 'server-only';
import { eq, sql } from 'drizzle-orm';
import { appendAuditEvent } from '@/lib/audit/append';
import type { Actor } from '@/lib/auth/actor';
import { authorise, may } from '@/lib/auth/permissions';
import { type ClientRow, lockClient } from '@/lib/clients/client-row';
import { database, type Transaction } from '@/lib/db/database';
import { clients } from '@/lib/db/schema/clients';
import { AppError, invalidInput } from '@/lib/errors';
import { schedulePurge } from '@/lib/jobs/schedule-purge';
import { endOffboardingRuns } from '@/lib/retention/end-runs';
import { retentionState } from '@/lib/retention/policy';
import { offboardSchema } from '@/lib/retention/schema';
import { parseInput } from '@/lib/validate';

/**
 * Ends the engagement: values are kept for the retention days (0 to 3650; the client's own unless told otherwise),
 * then destroyed. Only an admin may choose other days than those the client record has. 0 days is a purge, so it
 * wants the client's own slug typed as well. Returns the date. Throws `conflict` for a draft and for a client that
 * has left already.
 */
export async function offboardClient(
  actor: Actor,
  clientId: string,
  input: unknown = {},
): Promise<{ purgeAfter: Date }> {
  authorise(actor, 'client.offboard');
  const wanted = parseInput(offboardSchema, input);
  const purgeAfter = await database().transaction(async (tx) => {
    const client = await lockClient(tx, clientId);
    refuseUnlessActive(client, await databaseNow(tx));
    const days = wanted.retentionDays ?? client.retentionDays;
    if (days !== client.retentionDays && !may(actor, 'retention.manage')) {
      throw new AppError('forbidden', 'Only an admin changes how long values are kept. Ask one.');
    }
    if (days === 0 && wanted.slug !== client.slug) {
      throw invalidInput({ slug: [`With 0 days nothing can be undone: type ${client.slug} to go on.`] });
    }
    const [row] = await tx
      .update(clients)
      .set({
        retentionDays: days,
        offboardedAt: sql`now()`,
        purgeAfter: sql`now() + make_interval(days => ${days})`,
        updatedAt: sql`now()`,
      })
      .where(eq(clients.id, client.id))
      .returning({ purgeAfter: clients.purgeAfter });
    if (row?.purgeAfter == null) throw new AppError('unexpected', 'The client was not offboarded.');
    await appendAuditEvent(tx, actor, {
      action: 'client.offboarded',
      clientId: client.id,
      detail: { retentionDays: days },
    });
    return row.purgeAfter;
  });
  await schedulePurge(clientId, purgeAfter);
  return { purgeAfter };
}

/**
 * Takes an offboarding back, until the date and never after; its open runs end as they are. What was revoked stays
 * revoked. Throws `conflict` or `retention-due`.
 */
export async function restoreClient(actor: Actor, clientId: string): Promise<void> {
  authorise(actor, 'client.restore');
  await database().transaction(async (tx) => {
    const client = await lockClient(tx, clientId);
    refuseUnlessKept(client, await databaseNow(tx));
    await tx
      .update(clients)
      .set({ offboardedAt: null, offboardingStartedAt: null, purgeAfter: null, updatedAt: sql`now()` })
      .where(eq(clients.id, client.id));
    await endOffboardingRuns(tx, actor, client.id, 'The client was restored.');
    await appendAuditEvent(tx, actor, { action: 'client.restored', clientId: client.id });
  });
}

function refuseUnlessActive(client: ClientRow, now: Date): void {
  const state = retentionState(client, now);
  if (state === 'active') return;
  if (state === 'draft') {
    throw new AppError('conflict', 'This client is still a draft. Discard the draft instead.');
  }
  throw new AppError(
    'conflict',
    'This client has been offboarded already. Reload the page to see where it stands.',
  );
}

function refuseUnlessKept(client: ClientRow, now: Date): void {
  const state = retentionState(client, now);
  if (state === 'keeping' || (state === 'active' && client.offboardingStartedAt !== null)) return;
  if (state === 'due' || state === 'purged') {
    throw new AppError(
      'retention-due',
      'The purge date has passed: this client cannot be restored any more. For a new engagement, create the client anew.',
    );
  }
  throw new AppError('conflict', 'This client is not offboarding. There is nothing to restore.');
}

/** The database's clock, read after the lock was given: all instances agree on it, and waiting counts. */
export async function databaseNow(tx: Transaction): Promise<Date> {
  const result = await tx.execute<{ now: string }>(sql`select clock_timestamp()::text as now`);
  return new Date(result.rows[0]?.now ?? Number.NaN);
}
