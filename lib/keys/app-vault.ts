import 'server-only';
import { sql } from 'drizzle-orm';
import { database, type Executor, type Transaction } from '@/lib/db/database';
import { AppError } from '@/lib/errors';
import { type KeyRecord, loadKeyring, readKeyRecords } from '@/lib/keys/load-keyring';
import { databaseUsageMeter } from '@/lib/keys/usage-meter';
import { logger } from '@/lib/logger';
import { createVault, envelopeKeyVersion, type Vault } from '@/lib/vault/vault';

/** How long a process may go without noticing that the list of master keys changed, where nothing tells it sooner. */
const RECHECK_SECONDS = 5;

interface Loaded {
  /** What callers get: as `own`, and knows where to look for a key that it does not have. */
  vault: Vault;
  own: Vault;
  versions: ReadonlySet<number>;
  /** The list it was opened from, as a text that differs when the list does. */
  list: string;
  /** Of the clock that nobody sets, in milliseconds: a list is not fresh for hours because the time was put back. */
  checkedAt: number;
}

/** Next bundles a module more than once, so the process's one vault hangs on the global object. */
const holder = globalThis as typeof globalThis & { jedBoardVault?: Promise<Loaded> | undefined };

/**
 * The process's vault, opened once and again when the list of master keys has changed. Throws
 * AppError('configuration') when a master key is missing, malformed or wrong; a failed opening is tried again at the
 * next call. Whoever is inside a transaction passes it, so that no second connection is needed and a key is seen that
 * the same transaction has just recorded. For encrypting there is `encryptingVault`.
 */
export async function appVault(executor: Executor = database()): Promise<Vault> {
  const loaded = await (holder.jedBoardVault ?? open(executor));
  if (performance.now() - loaded.checkedAt < RECHECK_SECONDS * 1000) return loaded.vault;
  try {
    return (await upToDate(executor, loaded)).vault;
  } catch (error) {
    // What this process has still opens what it opened before; a new version that it cannot load is said in the log
    // and, to whoever wants to store a value, by `encryptingVault`.
    logger().error(
      { error: error instanceof Error ? error.name : 'unknown' },
      'the master keys did not load',
    );
    loaded.checkedAt = performance.now();
    return loaded.vault;
  }
}

/**
 * The vault with the active master key, which stays the active one until the transaction ends: a rotation waits for
 * it. Take it before anything is written to the audit log's `board` chain, as a rotation locks in that order too.
 * Throws AppError('configuration') when this process cannot load the active key.
 */
export async function encryptingVault(tx: Transaction): Promise<Vault> {
  const version = await holdActiveVersion(tx);
  const loaded = await (holder.jedBoardVault ?? open(tx));
  if (loaded.own.activeKeyVersion === version) return loaded.vault;
  const fresh = await upToDate(tx, loaded);
  if (fresh.own.activeKeyVersion === version) return fresh.vault;
  throw new AppError('configuration', `Master key ${version} is active and was not loaded: start again.`);
}

async function holdActiveVersion(tx: Transaction): Promise<number> {
  const hold = async () => {
    const found = await tx.execute<{ version: number | null }>(
      sql`select hold_active_master_key() as version`,
    );
    return found.rows[0]?.version ?? null;
  };
  // A rotation that ended while the first question waited leaves it without an answer; the second sees the outcome.
  const version = (await hold()) ?? (await hold());
  if (version !== null) return version;
  throw new AppError(
    'configuration',
    'This database has no active master key: run npm run board -- key init.',
  );
}

function open(executor: Executor): Promise<Loaded> {
  const opening = readKeyRecords(executor)
    .then(load)
    .catch((error: unknown) => {
      if (holder.jedBoardVault === opening) holder.jedBoardVault = undefined;
      throw error;
    });
  holder.jedBoardVault = opening;
  return opening;
}

/** The vault for the list as it is now: the same one when nothing changed. One cheap query. */
async function upToDate(executor: Executor, loaded: Loaded): Promise<Loaded> {
  const records = await readKeyRecords(executor);
  const current = await (holder.jedBoardVault ?? loaded);
  if (current.list === listOf(records)) {
    current.checkedAt = performance.now();
    return current;
  }
  const fresh = await load(records);
  holder.jedBoardVault = Promise.resolve(fresh);
  return fresh;
}

async function load(records: KeyRecord[]): Promise<Loaded> {
  const own = createVault(await loadKeyring(records), databaseUsageMeter());
  const decryptOwn: Vault['decrypt'] = (envelope, context) => decrypt(loaded, envelope, context);
  const loaded: Loaded = {
    own,
    vault: Object.freeze({ ...own, decrypt: decryptOwn }),
    versions: new Set(records.filter(({ state }) => state !== 'retired').map(({ version }) => version)),
    list: listOf(records),
    checkedAt: performance.now(),
  };
  return loaded;
}

/** An envelope of a version that is not loaded may come from an instance that knew of a rotation sooner. */
async function decrypt(loaded: Loaded, ...args: Parameters<Vault['decrypt']>): ReturnType<Vault['decrypt']> {
  const known = loaded.versions.has(envelopeKeyVersion(args[0]));
  return (known ? loaded : await upToDate(database(), loaded)).own.decrypt(...args);
}

function listOf(records: readonly KeyRecord[]): string {
  return records
    .map((record) => `${record.version} ${record.state} ${record.fingerprint.toString('hex')}`)
    .join('\n');
}
