import 'server-only';
import { database } from '@/lib/db/database';
import { loadKeyring, readKeyRecords } from '@/lib/keys/load-keyring';
import { databaseUsageMeter } from '@/lib/keys/usage-meter';
import { createVault, type Vault } from '@/lib/vault/vault';

/** Next bundles a module more than once, so the process's one vault hangs on the global object. */
const holder = globalThis as typeof globalThis & { jedBoardVault?: Promise<Vault> | undefined };

/**
 * The process's vault, opened once. Throws AppError('configuration') when a master key is missing, malformed or
 * wrong; a failed opening is tried again at the next call.
 */
export function appVault(): Promise<Vault> {
  holder.jedBoardVault ??= openVault().catch((error: unknown) => {
    holder.jedBoardVault = undefined;
    throw error;
  });
  return holder.jedBoardVault;
}

async function openVault(): Promise<Vault> {
  const keyring = await loadKeyring(await readKeyRecords(database()));
  return createVault(keyring, databaseUsageMeter());
}
