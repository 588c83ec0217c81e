import 'server-only';
import { and, asc, count, eq, gt, inArray } from 'drizzle-orm';
import { secondFactorContext } from '@/lib/auth/second-factor-secret';
import type { Executor, Transaction } from '@/lib/db/database';
import { secondFactors } from '@/lib/db/schema/second-factor';
import type { BatchOutcome, BatchRequest, EncryptedTable } from '@/lib/keys/rewrap';
import { rewrapRows } from '@/lib/keys/rewrap-rows';
import type { Vault } from '@/lib/vault/vault';

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
    return rewrapRows(vault, rows, secondFactorContext, (row, envelope) =>
      tx
        .update(secondFactors)
        .set({ envelope, keyVersion: vault.activeKeyVersion })
        .where(eq(secondFactors.id, row.id)),
    );
  },
};
