import 'server-only';
import { eq } from 'drizzle-orm';
import { appendAuditEvent } from '@/lib/audit/append';
import type { Actor } from '@/lib/auth/actor';
import { authorise } from '@/lib/auth/permissions';
import type { Database, Transaction } from '@/lib/db/database';
import { keyUsage, masterKeys } from '@/lib/db/schema/vault';
import { AppError } from '@/lib/errors';
import { holdCeremony, holdList } from '@/lib/keys/ceremony';
import {
  makeKey,
  type ProviderName,
  providerForNew,
  providerOf,
  refuseInProduction,
} from '@/lib/keys/key-place';
import {
  activeRecord,
  type KeyRecord,
  loadKeyring,
  readKeyRecords,
  saidAsConfiguration,
} from '@/lib/keys/load-keyring';
import { plaintextWarning } from '@/lib/keys/master-key';

export interface RotationReport {
  version: number;
  previousVersion: number;
  /** Where the new version is kept, as a noun phrase. */
  place: string;
  warning: string | null;
}

/**
 * Makes version n + 1 and lets it encrypt from now on; version n only decrypts any more. One transaction, so that
 * there is one active version at every moment; a key that was made by a run that died is taken up by the next.
 * `owner` is a connection as the owner role. Throws `conflict` when another rotation was quicker, `configuration`
 * when a key cannot be loaded or made.
 */
export async function rotateMasterKey(
  actor: Actor,
  owner: Database,
  wanted?: ProviderName,
): Promise<RotationReport> {
  authorise(actor, 'master-key.manage');
  const before = await readKeyRecords(owner);
  const previous = activeRecord(before);
  // With a key missing, a rotation would add to the trouble.
  await loadKeyring(before);
  const record = await owner.transaction(async (tx) => {
    await holdCeremony(tx);
    const records = await readKeyRecords(tx);
    if (activeRecord(records).version !== previous.version) {
      throw new AppError(
        'conflict',
        `The master key was rotated to version ${activeRecord(records).version} a moment ago; nothing more was done.`,
      );
    }
    return addVersion(tx, actor, records, wanted ?? providerForNew(previous.provider));
  });
  const place = (await providerOf(record)).describe(record.version);
  const warning = plaintextWarning(record.provider, place);
  return { version: record.version, previousVersion: previous.version, place, warning };
}

async function addVersion(
  tx: Transaction,
  actor: Actor,
  records: readonly KeyRecord[],
  provider: ProviderName,
): Promise<KeyRecord> {
  const version = Math.max(...records.map((record) => record.version)) + 1;
  refuseInProduction(provider, version, `the provider ${provider}`);
  const made = await saidAsConfiguration(() => makeKey(provider, version));
  await holdList(tx);
  // Recorded under the version that still is the active one, before any row of the list is locked: whoever writes to
  // the log locks in this order too.
  await appendAuditEvent(tx, actor, {
    action: 'master-key.rotated',
    detail: { keyVersion: version, previousVersion: activeRecord(records).version, provider },
  });
  await tx.update(masterKeys).set({ state: 'decrypt-only' }).where(eq(masterKeys.state, 'active'));
  const [added] = await tx
    .insert(masterKeys)
    .values({ version, provider, state: 'active', ...made })
    .returning();
  await tx.insert(keyUsage).values({ keyVersion: version }).onConflictDoNothing();
  if (added === undefined) throw new Error('the new master key was not recorded');
  return added;
}
