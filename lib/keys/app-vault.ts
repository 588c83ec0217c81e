import 'server-only';
import { database, type Executor } from '@/lib/db/database';
import { loadKeyring, readKeyRecords } from '@/lib/keys/load-keyring';
import { databaseUsageMeter } from '@/lib/keys/usage-meter';
import { createVault, type Vault } from '@/lib/vault/vault';

/** Next bundles a module more than once, so the process's one vault hangs on the global object. */
const holder = globalThis as typeof globalThis & { jedBoardVault?: Promise<Vault> | undefined };

/**
 * The process's vault, opened once. Throws AppError('configuration') when a master key is missing, malformed or
 * wrong; a failed opening is tried again at the next call. Whoever is inside a transaction passes it, so that the
 * first opening needs no second connection and sees a key that the same transaction has just recorded.
 */
export function appVault(executor: Executor = database()): Promise<Vault> {
  holder.jedBoardVault ??= openVault(executor).catch((error: unknown) => {
    holder.jedBoardVault = undefined;
    throw error;
  });
  return holder.jedBoardVault;
}

async function openVault(executor: Executor): Promise<Vault> {
  const keyring = await loadKeyring(await readKeyRecords(executor));
  return createVault(keyring, databaseUsageMeter());
}
