import 'server-only';
import { appendAuditEvent } from '@/lib/audit/append';
import { systemActor } from '@/lib/auth/actor';
import type { Database } from '@/lib/db/database';
import { keyUsage, masterKeys } from '@/lib/db/schema/vault';
import { env } from '@/lib/env';
import { makeKey, type ProviderName, providerOf } from '@/lib/keys/key-place';
import {
  activeRecord,
  type KeyRecord,
  loadKeyring,
  readKeyRecords,
  saidAsConfiguration,
} from '@/lib/keys/load-keyring';
import { MasterKeyError } from '@/lib/vault/vault';

export interface MasterKeyReport {
  created: boolean;
  activeVersion: number;
  /** Where the active version is kept, as a noun phrase. */
  place: string;
  /** A sentence when the key lies where whoever copies the disk or sees the environment has it. */
  warning: string | null;
}

/**
 * Makes the first master key of an empty database, or checks that the keys of a used one are there and right.
 * `owner` is a connection as the owner role: the application's may only read the list of keys.
 * Throws AppError('configuration') with one sentence.
 */
export async function ensureMasterKey(owner: Database): Promise<MasterKeyReport> {
  const records = await readKeyRecords(owner);
  if (records.length === 0) return createFirst(owner);
  await loadKeyring(records);
  return { created: false, ...(await describeActive(activeRecord(records))) };
}

/** Tries the operating system's keyring, then the file; a configured provider is the only one tried. */
async function createFirst(owner: Database): Promise<MasterKeyReport> {
  const configured = env().MASTER_KEY_PROVIDER;
  const candidates: ProviderName[] = configured === undefined ? ['keychain', 'file'] : [configured];
  const made = await saidAsConfiguration(() => createInFirstReachable(candidates));
  const record = await owner.transaction(async (tx) => {
    const [inserted] = await tx
      .insert(masterKeys)
      .values({ version: 1, state: 'active', ...made })
      .returning();
    await tx.insert(keyUsage).values({ keyVersion: 1 });
    await appendAuditEvent(tx, systemActor('cli'), {
      action: 'master-key.created',
      detail: { keyVersion: 1, provider: made.provider },
    });
    return inserted;
  });
  if (record === undefined) throw new Error('the master key was not recorded');
  return { created: true, ...(await describeActive(record)) };
}

async function createInFirstReachable(
  candidates: readonly ProviderName[],
): Promise<{ provider: ProviderName; fingerprint: Buffer; wrappedKey: Buffer | null }> {
  let refusal: unknown;
  for (const provider of candidates) {
    try {
      return { provider, ...(await makeKey(provider, 1)) };
    } catch (error) {
      // Only a place that cannot be reached at all lets the next one be tried.
      if (!(error instanceof MasterKeyError) || error.code !== 'unavailable') throw error;
      refusal = error;
    }
  }
  throw refusal;
}

async function describeActive(record: KeyRecord): Promise<Omit<MasterKeyReport, 'created'>> {
  const place = (await providerOf(record)).describe(record.version);
  return { activeVersion: record.version, place, warning: plaintextWarning(record.provider, place) };
}

/** What the person should know who keeps a key there; null for a place that protects it. */
export function plaintextWarning(provider: ProviderName, place: string): string | null {
  if (provider === 'file') {
    return `The master key lies in ${place}: back it up apart from the data, whoever has both has every value.`;
  }
  if (provider === 'env') {
    return `The master key comes from ${place}: every process started from here can read it.`;
  }
  return null;
}
