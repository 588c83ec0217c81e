import 'server-only';
import type { Executor } from '@/lib/db/database';
import { keyUsage } from '@/lib/db/schema/vault';
import { providerOf } from '@/lib/keys/key-place';
import { type KeyRecord, readKeyRecords } from '@/lib/keys/load-keyring';
import { type KeyProvider, MasterKeyError, openKeyring } from '@/lib/vault/vault';

export interface KeyDescription {
  version: number;
  state: KeyRecord['state'];
  /** Where it is looked for, as a noun phrase. */
  place: string;
  /** `right`, or why not, in one of the vault's words. */
  check: string;
  /** The sentence that says what is wrong and what to do; null when nothing is. */
  problem: string | null;
  encryptions: number;
}

/** Every master key version, with where it is and whether it is the one this database was encrypted with. */
export async function describeKeys(executor: Executor): Promise<KeyDescription[]> {
  const usage = await executor.select().from(keyUsage);
  const records = await readKeyRecords(executor);
  return Promise.all(
    records.map(async (record) => ({
      version: record.version,
      state: record.state,
      ...(await look(record)),
      encryptions: usage.find((row) => row.keyVersion === record.version)?.encryptions ?? 0,
    })),
  );
}

async function look(record: KeyRecord): Promise<Pick<KeyDescription, 'place' | 'check' | 'problem'>> {
  const provider = await providerOf(record);
  const found =
    record.state === 'retired' ? { check: 'not looked at', problem: null } : await checkKey(record, provider);
  // Asked afterwards: a key may have been found elsewhere than where it was first looked for.
  return { place: provider.describe(record.version), ...found };
}

async function checkKey(
  record: KeyRecord,
  provider: KeyProvider,
): Promise<Pick<KeyDescription, 'check' | 'problem'>> {
  try {
    await openKeyring([{ ...record, state: 'active' }], () => provider);
    return { check: 'right', problem: null };
  } catch (error) {
    if (error instanceof MasterKeyError) return { check: error.code, problem: error.message };
    throw error;
  }
}
