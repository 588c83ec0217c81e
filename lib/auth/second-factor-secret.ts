import 'server-only';
import type { Executor } from '@/lib/db/database';
import { AppError } from '@/lib/errors';
import { appVault } from '@/lib/keys/app-vault';
import { type SecretValue, type VaultContext, VaultError } from '@/lib/vault/vault';

/** Where a person's authenticator secret lives, for the vault. A new secret is a new row with a salt of its own. */
export function secondFactorContext(row: { userId: string; kdfSalt: Buffer }): VaultContext {
  return { purpose: 'user-secret', ownerId: row.userId, slot: 'totp', valueVersion: 1, salt: row.kdfSalt };
}

/** Opens an authenticator secret, to check a code or to show a new one to its owner. Throws `cannot-open`. */
export async function openSecondFactor(
  executor: Executor,
  row: { userId: string; kdfSalt: Buffer; envelope: Buffer },
): Promise<SecretValue> {
  try {
    return await (await appVault(executor)).decrypt(row.envelope, secondFactorContext(row));
  } catch (error) {
    if (!(error instanceof VaultError)) throw error;
    throw new AppError(
      'cannot-open',
      'Your second factor cannot be checked. Ask an admin to remove it, then set it up again.',
    );
  }
}
