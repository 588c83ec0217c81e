import 'server-only';
import type { BatchOutcome } from '@/lib/keys/rewrap';
import { type Vault, type VaultContext, VaultError } from '@/lib/vault/vault';

interface Encrypted {
  id: string;
  envelope: Buffer;
}

/**
 * Encrypts locked rows anew under the active master key, in their order, and has each written. A row that does not
 * open is left as it is and named, for somebody to look at. No value leaves the vault's wrapper.
 */
export async function rewrapRows<Row extends Encrypted>(
  vault: Vault,
  rows: readonly Row[],
  contextOf: (row: Row) => VaultContext,
  write: (row: Row, envelope: Buffer) => Promise<unknown>,
): Promise<BatchOutcome> {
  const outcome: BatchOutcome = { last: rows.at(-1)?.id ?? null, rewrapped: 0, unopened: [] };
  for (const row of rows) {
    try {
      const context = contextOf(row);
      await write(row, await vault.encrypt(await vault.decrypt(row.envelope, context), context));
      outcome.rewrapped += 1;
    } catch (error) {
      if (!(error instanceof VaultError)) throw error;
      outcome.unopened.push(row.id);
    }
  }
  return outcome;
}
