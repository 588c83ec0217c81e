import 'server-only';
import { and, asc, count, eq, gt, inArray } from 'drizzle-orm';
import type { Executor, Transaction } from '@/lib/db/database';
import { vaultSecrets } from '@/lib/db/schema/vault-secrets';
import type { BatchOutcome, BatchRequest, EncryptedTable } from '@/lib/keys/rewrap';
import { rewrapRows } from '@/lib/keys/rewrap-rows';
import { ownSecretContext } from '@/lib/secrets/own-vault';
import type { Vault } from '@/lib/vault/vault';

const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/** Our own values, for a change of the master key. Only the owner role sees them all, so only it may count them. */
export const ownSecretTable: EncryptedTable = {
  name: 'own values',
  async count(executor: Executor, keyVersions: readonly number[]) {
    if (keyVersions.length === 0) return 0;
    const [row] = await executor
      .select({ rows: count() })
      .from(vaultSecrets)
      .where(inArray(vaultSecrets.keyVersion, [...keyVersions]));
    return row?.rows ?? 0;
  },
  async rewrapBatch(tx: Transaction, vault: Vault, request: BatchRequest): Promise<BatchOutcome> {
    const rows = await tx
      .select()
      .from(vaultSecrets)
      .where(
        and(eq(vaultSecrets.keyVersion, request.keyVersion), gt(vaultSecrets.id, request.after ?? FIRST_ID)),
      )
      .orderBy(asc(vaultSecrets.id))
      .limit(request.limit)
      .for('update', request.wait ? {} : { skipLocked: true });
    return rewrapRows(vault, rows, ownSecretContext, (row, envelope) =>
      tx
        .update(vaultSecrets)
        .set({ envelope, keyVersion: vault.activeKeyVersion })
        .where(eq(vaultSecrets.id, row.id)),
    );
  },
};
