import 'server-only';
import { eq } from 'drizzle-orm';
import { appendAuditEvent } from '@/lib/audit/append';
import type { Actor } from '@/lib/auth/actor';
import { authorise } from '@/lib/auth/permissions';
import type { Database } from '@/lib/db/database';
import { masterKeys } from '@/lib/db/schema/vault';
import { AppError } from '@/lib/errors';
import { holdCeremony, holdList } from '@/lib/keys/ceremony';
import {
  kmsWrapper,
  type ProviderName,
  providerOf,
  refuseInProduction,
  storingProvider,
} from '@/lib/keys/key-place';
import { type KeyRecord, readKeyRecords, saidAsConfiguration } from '@/lib/keys/load-keyring';
import { plaintextWarning } from '@/lib/keys/master-key';
import { copyIntoWrap, copyMasterKey } from '@/lib/vault/vault';

export interface MovedKey {
  version: number;
  from: string;
  to: string;
  /** Whether a copy is left where it was: KMS keeps none, and the wrap goes with the record. */
  leftBehind: boolean;
}

export interface MoveReport {
  provider: ProviderName;
  /** Every version that is not retired, with where it was and where it is. */
  moved: MovedKey[];
  warning: string | null;
}

export interface Destination {
  provider: ProviderName;
  /** For KMS, another key than KMS_KEY_ID, which may be the one to move away from. */
  kmsKeyId?: string;
}

/**
 * Keeps the same master keys in another place: no value changes. Every copy is read back before the database names
 * the new place, for all versions at once; the old copies stay for the person to remove. `owner` is a connection as
 * the owner role. Throws AppError('configuration') with nothing recorded when a key cannot be loaded or kept.
 */
export async function moveMasterKeys(actor: Actor, owner: Database, to: Destination): Promise<MoveReport> {
  authorise(actor, 'master-key.manage');
  refuseInProduction(to.provider, 1, `the provider ${to.provider}`);
  return owner.transaction(async (tx) => {
    await holdCeremony(tx);
    const records = (await readKeyRecords(tx)).filter(({ state }) => state !== 'retired');
    if (records.length === 0) throw new AppError('configuration', 'There is no master key to move yet.');
    const moved: MovedKey[] = [];
    const wraps = new Map<number, Buffer | null>();
    for (const record of records) {
      const copy = await saidAsConfiguration(() => copyKey(record, to));
      wraps.set(record.version, copy.wrapped);
      moved.push({
        version: record.version,
        from: copy.from,
        to: copy.to,
        leftBehind: record.provider !== 'kms',
      });
    }
    if (moved.every(({ from, to: place }) => from === place)) {
      throw new AppError('conflict', `Every master key is in ${moved[0]?.to} already; nothing was done.`);
    }
    await holdList(tx);
    for (const [version, wrappedKey] of wraps) {
      await tx
        .update(masterKeys)
        .set({ provider: to.provider, wrappedKey })
        .where(eq(masterKeys.version, version));
    }
    // After the records: in production the log's own key is loaded from the new place only.
    await appendAuditEvent(tx, actor, {
      action: 'master-key.moved',
      detail: { provider: to.provider, keys: moved.length },
    });
    return { provider: to.provider, moved, warning: plaintextWarning(to.provider, moved[0]?.to ?? '') };
  });
}

async function copyKey(
  record: KeyRecord,
  to: Destination,
): Promise<{ wrapped: Buffer | null; from: string; to: string }> {
  const source = await providerOf(record);
  const from = () => source.describe(record.version);
  if (to.provider === 'kms') {
    const wrapper = kmsWrapper(to.kmsKeyId);
    const wrapped = await copyIntoWrap(record, source, wrapper);
    return { wrapped, from: from(), to: wrapper.describe(record.version) };
  }
  const place = await storingProvider(to.provider);
  await copyMasterKey(record, source, place);
  return { wrapped: null, from: from(), to: place.describe(record.version) };
}
