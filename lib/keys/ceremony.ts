import 'server-only';
import { sql } from 'drizzle-orm';
import type { Transaction } from '@/lib/db/database';

// Two advisory locks, "jedkeys1" and "jedkeys2" as numbers. A ceremony changes the list of master keys; while it
// changes it, no batch of values is being re-encrypted, or the two could wait for each other.
const CEREMONY = '7666837930188989745';
const LIST = '7666837930188989746';

/** One rotation, retirement or move at a time, over all instances; held until the transaction ends. */
export async function holdCeremony(tx: Transaction): Promise<void> {
  await tx.execute(sql.raw(`select pg_advisory_xact_lock(${CEREMONY})`));
}

/** Taken by a ceremony when it is about to write the list: waits for the batches under way and keeps new ones back. */
export async function holdList(tx: Transaction): Promise<void> {
  await tx.execute(sql.raw(`select pg_advisory_xact_lock(${LIST})`));
}

/** Taken by a batch of re-encryption; any number of batches go on beside each other. */
export async function joinList(tx: Transaction): Promise<void> {
  await tx.execute(sql.raw(`select pg_advisory_xact_lock_shared(${LIST})`));
}
