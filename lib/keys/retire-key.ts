import 'server-only';
import { count, eq } from 'drizzle-orm';
import { appendAuditEvent } from '@/lib/audit/append';
import type { Actor } from '@/lib/auth/actor';
import { authorise } from '@/lib/auth/permissions';
import type { Database, Executor, Transaction } from '@/lib/db/database';
import { auditEvents } from '@/lib/db/schema/audit';
import { purgeCertificates } from '@/lib/db/schema/retention';
import { masterKeys } from '@/lib/db/schema/vault';
import { AppError } from '@/lib/errors';
import { appVault } from '@/lib/keys/app-vault';
import { holdCeremony, holdList } from '@/lib/keys/ceremony';
import { providerOf } from '@/lib/keys/key-place';
import { type KeyRecord, readKeyRecords } from '@/lib/keys/load-keyring';
import type { EncryptedTable } from '@/lib/keys/rewrap';

export interface KeyNeeds {
  /** Values that only this version opens. */
  values: number;
  /** Events of the audit log whose MACs only this version checks. */
  auditEvents: number;
  /** Purge certificates that are known as ours by this version only. */
  certificates: number;
}

export interface RetirementReport {
  version: number;
  /** Where the key still lies, as a noun phrase, for the person to remove it from. */
  place: string;
  /** Base64 of the public key that its purge certificates are checked with from now on. */
  certificateKey: string;
}

interface Retirement {
  version: number;
  /** The person says that what it signed is sealed elsewhere, and gives up checking it here. */
  sealed: boolean;
  tables: readonly EncryptedTable[];
}

/**
 * Lets a version never be loaded again. Refused (`conflict`) while a value needs it, and while anything it signed
 * does, unless `sealed`. `owner` is a connection as the owner role.
 */
export async function retireMasterKey(
  actor: Actor,
  owner: Database,
  { version, sealed, tables }: Retirement,
): Promise<RetirementReport> {
  authorise(actor, 'master-key.manage');
  return owner.transaction(async (tx) => {
    await holdCeremony(tx);
    const record = retirable(await readKeyRecords(tx), version);
    refuseWhileNeeded(version, await needsOf(tx, version, tables), sealed);
    const certificateKey = (await appVault(tx)).certificateKey(version)?.toString('base64') ?? '';
    await holdList(tx);
    await appendAuditEvent(tx, actor, {
      action: 'master-key.retired',
      detail: { keyVersion: version, certificateKey },
    });
    await markRetired(tx, version);
    return { version, place: (await providerOf(record)).describe(version), certificateKey };
  });
}

async function markRetired(tx: Transaction, version: number): Promise<void> {
  const retiredAt = new Date();
  await tx.update(masterKeys).set({ state: 'retired', retiredAt }).where(eq(masterKeys.version, version));
}

/** What a version is still needed for. */
async function needsOf(
  executor: Executor,
  version: number,
  tables: readonly EncryptedTable[],
): Promise<KeyNeeds> {
  let values = 0;
  for (const table of tables) values += await table.count(executor, [version]);
  const [events] = await executor
    .select({ rows: count() })
    .from(auditEvents)
    .where(eq(auditEvents.keyVersion, version));
  const [certificates] = await executor
    .select({ rows: count() })
    .from(purgeCertificates)
    .where(eq(purgeCertificates.signedBy, `master key ${version}`));
  return { values, auditEvents: events?.rows ?? 0, certificates: certificates?.rows ?? 0 };
}

function retirable(records: readonly KeyRecord[], version: number): KeyRecord {
  const record = records.find((known) => known.version === version);
  if (record === undefined) throw new AppError('not-found', `There is no master key ${version}.`);
  if (record.state === 'retired') {
    throw new AppError('conflict', `Master key ${version} is retired already; nothing was done.`);
  }
  if (record.state === 'active') {
    throw new AppError(
      'conflict',
      `Master key ${version} is the active one. Rotate first: npm run board -- key rotate.`,
    );
  }
  return record;
}

function refuseWhileNeeded(version: number, needs: KeyNeeds, sealed: boolean): void {
  if (needs.values > 0) {
    throw new AppError(
      'conflict',
      `${needs.values} values are still under master key ${version}. Re-encrypt them first: npm run board -- key rewrap.`,
    );
  }
  if (sealed || needs.auditEvents + needs.certificates === 0) return;
  throw new AppError(
    'conflict',
    `Master key ${version} signed ${needs.auditEvents} events of the audit log and ${needs.certificates} purge certificates, ` +
      'and without it nothing here can check them. Leave it decrypt-only, which costs nothing; or verify the log, ' +
      'keep a signed copy of it elsewhere, and repeat this with --sealed.',
  );
}
