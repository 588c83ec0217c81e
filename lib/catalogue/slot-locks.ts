import 'server-only';
import { asc, inArray } from 'drizzle-orm';
import type { Transaction } from '@/lib/db/database';
import { componentCredentialSlots } from '@/lib/db/schema/catalogue';
import { AppError } from '@/lib/errors';

// A slot leaves the catalogue only while nothing is kept for it, and nothing is kept for a slot that has left. Whoever
// publishes and whoever stores a value, a reference or a placement therefore wait for each other at the slots' rows.
//
// So that nobody waits in a circle, everybody takes the locks they need in this order:
//   1. the catalogue (`lockCatalogue`): who publishes, loads or saves a draft, and nobody who stores
//   2. the wizard's draft, the client (`lockClient`), the run: who stores, and nobody who publishes
//   3. the slots, all that are needed in one statement, in the order of their ids
//   4. the active master key (`encryptingVault`)
//   5. the head of the audit chain: `board` for who publishes, the client's for who stores. The client's may come
//      before the slots as well, since nobody who publishes wants it.

const slots = componentCredentialSlots;

/** Takes every slot's row, before it is looked at what would be lost: waits for what is being stored, and keeps it back. */
export async function lockSlots(tx: Transaction): Promise<void> {
  await tx.select({ id: slots.id }).from(slots).orderBy(asc(slots.id)).for('update');
}

/**
 * Holds slots as they are until the transaction ends: nobody publishes meanwhile. Read the catalogue after it, not
 * before. Returns the keys of those that have left; ids that never were are passed over.
 */
export async function holdSlots(tx: Transaction, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await tx
    .select({ key: slots.slotKey, retiredAt: slots.retiredAt })
    .from(slots)
    .where(inArray(slots.id, [...ids]))
    .orderBy(asc(slots.id))
    .for('key share');
  return rows.flatMap(({ key, retiredAt }) => (retiredAt === null ? [] : [key]));
}

/** The same before something is stored for them. Throws `conflict` when one of them has left. */
export async function holdSlotsToFill(tx: Transaction, ids: readonly string[]): Promise<void> {
  const [left] = await holdSlots(tx, ids);
  if (left === undefined) return;
  throw new AppError(
    'conflict',
    `The credential ${left} is not part of the catalogue any more, so nothing was stored. Reload the page.`,
  );
}
