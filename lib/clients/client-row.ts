import 'server-only';
import { eq } from 'drizzle-orm';
import type { Executor, Transaction } from '@/lib/db/database';
import { clients } from '@/lib/db/schema/clients';
import { AppError, notFound } from '@/lib/errors';
import { isUuid } from '@/lib/validate';

export type ClientRow = typeof clients.$inferSelect;

/** The client's row, or `not-found`. */
export async function readClientRow(executor: Executor, clientId: string): Promise<ClientRow> {
  if (!isUuid(clientId)) throw notFound('client');
  const [row] = await executor.select().from(clients).where(eq(clients.id, clientId));
  if (row === undefined) throw notFound('client');
  return row;
}

/**
 * The client's row, locked until the transaction ends: whatever changes a client's scope, values or stage takes
 * this lock first, so that the facts the stage is derived from are counted one after another.
 */
export async function lockClient(tx: Transaction, clientId: string): Promise<ClientRow> {
  if (!isUuid(clientId)) throw notFound('client');
  const [row] = await tx.select().from(clients).where(eq(clients.id, clientId)).for('update');
  if (row === undefined) throw notFound('client');
  return row;
}

/** Refuses a change to a client that has left. */
export function refuseWhenGone(client: ClientRow): void {
  if (client.purgedAt !== null) {
    throw new AppError('conflict', 'This client was purged. Nothing can be stored or changed any more.');
  }
  if (client.offboardedAt !== null) {
    throw new AppError(
      'conflict',
      'This client is offboarding. Restore the client first, then change things.',
    );
  }
}
