import 'server-only';
import { appendAuditEvent } from '@/lib/audit/append';
import { systemActor } from '@/lib/auth/actor';
import type { Database } from '@/lib/db/database';
import { keyUsage, masterKeys } from '@/lib/db/schema/vault';
import { env } from '@/lib/env';
import { keyProvider, masterKeyFile, type ProviderName, providerToAsk } from '@/lib/keys/key-place';
import { loadKeyring, readKeyRecords, saidAsConfiguration } from '@/lib/keys/load-keyring';
import { createMasterKey, MasterKeyError } from '@/lib/vault/vault';

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
  const { activeVersion } = await loadKeyring(records);
  const active = records.find((record) => record.version === activeVersion);
  return report(providerToAsk(active?.provider ?? 'file'), activeVersion, false);
}

/** Tries the operating system's keyring, then the file; a configured provider is the only one tried. */
async function createFirst(owner: Database): Promise<MasterKeyReport> {
  const configured = env().MASTER_KEY_PROVIDER;
  const candidates: ProviderName[] = configured === undefined ? ['keychain', 'file'] : [configured];
  const made = await saidAsConfiguration(() => createInFirstReachable(candidates));
  await owner.transaction(async (tx) => {
    await tx.insert(masterKeys).values({
      version: 1,
      provider: made.provider,
      fingerprint: made.fingerprint,
      state: 'active',
    });
    await tx.insert(keyUsage).values({ keyVersion: 1 });
    await appendAuditEvent(tx, systemActor('cli'), {
      action: 'master-key.created',
      detail: { keyVersion: 1, provider: made.provider },
    });
  });
  return report(made.provider, 1, true);
}

async function createInFirstReachable(
  candidates: readonly ProviderName[],
): Promise<{ provider: ProviderName; fingerprint: Buffer }> {
  let refusal: unknown;
  for (const provider of candidates) {
    try {
      return { provider, fingerprint: await createMasterKey(await keyProvider(provider), 1) };
    } catch (error) {
      // Only a place that cannot be reached at all lets the next one be tried.
      if (!(error instanceof MasterKeyError) || error.code !== 'unavailable') throw error;
      refusal = error;
    }
  }
  throw refusal;
}

async function report(name: ProviderName, version: number, created: boolean): Promise<MasterKeyReport> {
  const place = (await keyProvider(name)).describe(version);
  return { created, activeVersion: version, place, warning: warningFor(name) };
}

function warningFor(provider: ProviderName): string | null {
  if (provider === 'file') {
    return `The master key lies in ${masterKeyFile()}: back it up apart from the data, whoever has both has every value.`;
  }
  if (provider === 'env') {
    return 'The master key comes from MASTER_KEY: every process started from here can read it.';
  }
  return null;
}
