import 'server-only';
import { appendAuditEvent } from '@/lib/audit/append';
import type { Actor } from '@/lib/auth/actor';
import { authorise } from '@/lib/auth/permissions';
import type { Database, Executor, Transaction } from '@/lib/db/database';
import { encryptingVault } from '@/lib/keys/app-vault';
import { joinList } from '@/lib/keys/ceremony';
import { readKeyRecords } from '@/lib/keys/load-keyring';
import type { Vault } from '@/lib/vault/vault';

/** What one batch is to do: rows of this master key version, in the order of their ids, after this one. */
export interface BatchRequest {
  keyVersion: number;
  /** Null: from the first. */
  after: string | null;
  /** Rows at most. */
  limit: number;
  /** True: waits for a row that somebody works on. False: passes it over. */
  wait: boolean;
}

export interface BatchOutcome {
  /** The last id looked at; null when there was no row any more. */
  last: string | null;
  rewrapped: number;
  /** Rows that do not open, for a person to look at: ids only. */
  unopened: string[];
}

/** A table of values. The feature that owns it knows what its values are bound to, and hands this in. */
export interface EncryptedTable {
  /** What its rows are called, in the plural. */
  name: string;
  /** How many rows are under one of these master key versions. The owner asks: row-level security hides from others. */
  count(executor: Executor, keyVersions: readonly number[]): Promise<number>;
  /** Opens each row and encrypts it under the vault's active key, in the given transaction. */
  rewrapBatch(tx: Transaction, vault: Vault, request: BatchRequest): Promise<BatchOutcome>;
}

export interface RewrapReport {
  /** How many values were under older versions when it began. */
  found: number;
  rewrapped: number;
  unopened: string[];
}

interface RewrapOptions {
  dryRun?: boolean;
  batchSize?: number;
  onProgress?: (done: number, total: number) => void;
}

const BATCH_SIZE = 200;

/**
 * Re-encrypts every value of an older master key version under the active one, batch by batch, each with its audit
 * event in a transaction of its own. Safe to stop and to repeat, beside instances that read and write, and beside
 * itself. `owner` is a connection as the owner role: nobody else sees every row of our own values. Throws
 * AppError('configuration') when a key cannot be loaded.
 */
export async function rewrapValues(
  actor: Actor,
  owner: Database,
  tables: readonly EncryptedTable[],
  options: RewrapOptions = {},
): Promise<RewrapReport> {
  authorise(actor, 'master-key.manage');
  const versions = await olderVersions(owner);
  const report: RewrapReport = { found: 0, rewrapped: 0, unopened: [] };
  for (const table of tables) report.found += await table.count(owner, versions);
  if (options.dryRun === true) return report;
  const advance = (outcome: BatchOutcome) => {
    report.rewrapped += outcome.rewrapped;
    report.unopened.push(...outcome.unopened);
    options.onProgress?.(report.rewrapped + report.unopened.length, report.found);
  };
  for (const table of tables) {
    for (const version of versions) {
      await rewrapVersion({ actor, owner, table }, version, options.batchSize ?? BATCH_SIZE, advance);
    }
  }
  return report;
}

interface Work {
  actor: Actor;
  owner: Database;
  table: EncryptedTable;
}

/** Versions that values may still be under though they do not encrypt any more. */
async function olderVersions(executor: Executor): Promise<number[]> {
  const records = await readKeyRecords(executor);
  return records.filter(({ state }) => state === 'decrypt-only').map(({ version }) => version);
}

async function rewrapVersion(
  work: Work,
  keyVersion: number,
  limit: number,
  advance: (outcome: BatchOutcome) => void,
): Promise<void> {
  const unopened = new Set<string>();
  const pass = async (request: Pick<BatchRequest, 'limit' | 'wait'>) => {
    for (let after: string | null = null; ; ) {
      const outcome = await rewrapBatch(work, { keyVersion, after, ...request });
      const news = outcome.unopened.filter((id) => !unopened.has(id));
      for (const id of news) unopened.add(id);
      advance({ ...outcome, unopened: news });
      if (outcome.last === null) return;
      after = outcome.last;
    }
  };
  await pass({ limit, wait: false });
  const passedOver = (await work.table.count(work.owner, [keyVersion])) > unopened.size;
  // What others worked on meanwhile, one row at a time, so that nobody waits for two at once.
  if (passedOver) await pass({ limit: 1, wait: true });
}

function rewrapBatch({ actor, owner, table }: Work, request: BatchRequest): Promise<BatchOutcome> {
  return owner.transaction(async (tx) => {
    await joinList(tx);
    const vault = await encryptingVault(tx);
    const outcome = await table.rewrapBatch(tx, vault, request);
    if (outcome.rewrapped > 0) {
      await appendAuditEvent(tx, actor, {
        action: 'master-key.rewrapped',
        detail: {
          keyVersion: vault.activeKeyVersion,
          previousVersion: request.keyVersion,
          values: outcome.rewrapped,
        },
      });
    }
    return outcome;
  });
}
