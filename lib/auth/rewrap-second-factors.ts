import 'server-only';
import { and, asc, count, eq, gt, inArray } from 'drizzle-orm';
import { secondFactorContext } from '@/lib/auth/second-factor-secret';
import type { Executor, Transaction } from '@/lib/db/database';
import { secondFactors } from '@/lib/db/schema/second-factor';
import type { BatchOutcome, BatchRequest, EncryptedTable } from '@/lib/keys/rewrap';
import { type Vault, VaultError } from '@/lib/vault/vault';

type Row = typeof secondFactors.$inferSelect;

const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/** The authenticators' secrets, for a change of the master key. A row has its own salt, so it is all there is to lock. */
export const secondFactorTable: EncryptedTable = {
  name: 'second factors',
  async count(executor: Executor, keyVersions: readonly number[]) {
    if (keyVersions.length === 0) return 0;
    const [row] = await executor
      .select({ rows: count() })
      .from(secondFactors)
      .where(inArray(secondFactors.keyVersion, [...keyVersions]));
    return row?.rows ?? 0;
  },
  async rewrapBatch(tx: Transaction, vault: Vault, request: BatchRequest): Promise<BatchOutcome> {
    const rows = await tx
      .select()
      .from(secondFactors)
      .where(
        and(
          eq(secondFactors.keyVersion, request.keyVersion),
          gt(secondFactors.id, request.after ?? FIRST_ID),
        ),
      )
      .orderBy(asc(secondFactors.id))
      .limit(request.limit)
      .for('update', request.wait ? {} : { skipLocked: true });
    const outcome: BatchOutcome = { last: rows.at(-1)?.id ?? null, rewrapped: 0, unopened: [] };
    for (const row of rows) {
      if (await rewrapOne(tx, vault, row)) outcome.rewrapped += 1;
      else outcome.unopened.push(row.id);
    }
    return outcome;
  },
};

/** False: the row does not open, and is left as it is for somebody to look at. */
async function rewrapOne(tx: Transaction, vault: Vault, row: Row): Promise<boolean> {
  const context = secondFactorContext(row);
  try {
    const envelope = await vault.encrypt(await vault.decrypt(row.envelope, context), context);
    await tx
      .update(secondFactors)
      .set({ envelope, keyVersion: vault.activeKeyVersion })
      .where(eq(secondFactors.id, row.id));
    return true;
  } catch (error) {
    if (error instanceof VaultError) return false;
    throw error;
  }
}
