import 'server-only';
import { asc } from 'drizzle-orm';
import type { Executor } from '@/lib/db/database';
import { masterKeys } from '@/lib/db/schema/vault';
import { AppError } from '@/lib/errors';
import { providerOf, refuseInProduction } from '@/lib/keys/key-place';
import { type KeyProvider, type Keyring, MasterKeyError, openKeyring } from '@/lib/vault/vault';

export type KeyRecord = typeof masterKeys.$inferSelect;

/** Every master key version that the database knows, oldest first. */
export async function readKeyRecords(executor: Executor): Promise<KeyRecord[]> {
  return executor.select().from(masterKeys).orderBy(asc(masterKeys.version));
}

/**
 * Loads and checks the master keys. Throws AppError('configuration') with the one sentence that says which key is
 * missing, malformed or wrong, where it was looked for, and what to do.
 */
export async function loadKeyring(records: readonly KeyRecord[]): Promise<Keyring> {
  if (records.length === 0) {
    throw new AppError('configuration', 'This database has no master key yet: run npm run board -- migrate.');
  }
  const providers = new Map<number, KeyProvider>();
  for (const record of records.filter(({ state }) => state !== 'retired')) {
    const provider = await providerOf(record);
    refuseInProduction(record.provider, record.version, provider.describe(record.version));
    providers.set(record.version, provider);
  }
  return saidAsConfiguration(() =>
    openKeyring(records, ({ version }) => {
      const provider = providers.get(version);
      if (provider === undefined) throw new Error('no provider was set up for a master key');
      return provider;
    }),
  );
}

/** The one version that encrypts. */
export function activeRecord(records: readonly KeyRecord[]): KeyRecord {
  const active = records.find(({ state }) => state === 'active');
  if (active !== undefined) return active;
  throw new AppError('configuration', 'This database has no master key yet: run npm run board -- key init.');
}

/** A key that cannot be used is a matter of configuration to whoever starts the board; the sentence stays. */
export async function saidAsConfiguration<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof MasterKeyError) throw new AppError('configuration', error.message, { cause: error });
    throw error;
  }
}
