import 'server-only';
import { and, asc, count, eq, gt, inArray, isNull, sql } from 'drizzle-orm';
import type { ChainedEvent } from '@/lib/audit/canonical';
import { ChainVerifier, type Finding, type MacCheck, type StoredEvent } from '@/lib/audit/verify-chain';
import type { Actor } from '@/lib/auth/actor';
import { authorise } from '@/lib/auth/permissions';
import { database, type Transaction } from '@/lib/db/database';
import { auditEvents, auditHeads } from '@/lib/db/schema/audit';
import { AppError } from '@/lib/errors';
import { appVault } from '@/lib/keys/app-vault';
import { type KeyRecord, readKeyRecords } from '@/lib/keys/load-keyring';
import type { Vault } from '@/lib/vault/vault';

/** Events read at once: the memory a verification takes, whatever the length of the log. */
const BATCH = 2_000;

export interface VerifyReport {
  chains: number;
  events: number;
  /** Events at the beginnings of chains whose master key is retired: only a sealed copy tells whether they are whole. */
  unchecked: number;
  /** The first thing wrong of each chain that is not whole. */
  findings: Finding[];
}

interface VerifyOptions {
  /** A client's id: only that chain. */
  clientId?: string;
  onProgress?: (done: number, total: number) => void;
}

/** Checks every event of every chain, or of one, against its MAC and the one before it. Reads in batches. */
export async function verifyAudit(actor: Actor, options: VerifyOptions = {}): Promise<VerifyReport> {
  authorise(actor, 'audit.read');
  const keys = await readKeyRecords(database());
  const vault = await appVault();
  const retired = keys.filter(({ state }) => state === 'retired').map(({ version }) => version);
  const total = await countEvents(options.clientId);
  const report: VerifyReport = {
    chains: 0,
    events: 0,
    unchecked: await countUnder(retired, options.clientId),
    findings: [],
  };
  const advance = (events: number) => {
    report.events += events;
    options.onProgress?.(report.events, total);
  };
  for (const chain of await chainNames(options.clientId)) {
    report.chains += 1;
    const finding = await verifyOne(chain, macCheck(vault, keys), advance);
    if (finding !== null) report.findings.push(finding);
  }
  const loose = options.clientId === undefined ? await firstUnchained() : null;
  if (loose !== null) report.findings.push(loose);
  return report;
}

/**
 * Checks the MACs of one chain. Those of a retired master key cannot be checked and are let through at the chain's
 * beginning, nowhere else: keys only move on, so one that comes back later is a forger's way around the check.
 */
function macCheck(vault: Vault, keys: readonly KeyRecord[]): MacCheck {
  const states = new Map(keys.map(({ version, state }) => [version, state]));
  const newest = Math.max(...states.keys());
  let checked = false;
  return (chain, bytes, claimed) => {
    if (claimed.keyVersion > newest && claimed.keyVersion <= vault.activeKeyVersion) {
      throw new AppError('conflict', 'The master key was rotated meanwhile: verify again.');
    }
    const state = states.get(claimed.keyVersion);
    if (state === undefined) return false;
    if (state === 'retired') return !checked;
    const fits = vault.auditMacMatches(chain, bytes, claimed);
    checked ||= fits;
    return fits;
  };
}

/** One chain in one snapshot: events that are written meanwhile are neither missed nor half seen. */
function verifyOne(
  chain: string,
  check: MacCheck,
  advance: (events: number) => void,
): Promise<Finding | null> {
  return database().transaction(
    async (tx) => {
      const [head] = await tx
        .select({ seq: auditHeads.seq, mac: auditHeads.mac })
        .from(auditHeads)
        .where(eq(auditHeads.chain, chain));
      const verifier = new ChainVerifier(chain, check);
      let rows = await readBatch(tx, chain, 0);
      while (rows.length > 0) {
        advance(rows.length);
        const last = rows.at(-1);
        if (!rows.every((row) => verifier.take(row)) || last === undefined) break;
        rows = await readBatch(tx, chain, last.event.chainSeq);
      }
      return verifier.finish(head ?? null);
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
}

async function readBatch(tx: Transaction, chain: string, after: number): Promise<StoredEvent[]> {
  const rows = await tx
    .select()
    .from(auditEvents)
    .where(and(eq(auditEvents.chain, chain), gt(auditEvents.chainSeq, after)))
    .orderBy(asc(auditEvents.chainSeq))
    .limit(BATCH);
  return rows.map(({ seq: _seq, mac, keyVersion, ...fields }) => ({
    event: {
      ...fields,
      chain,
      chainSeq: fields.chainSeq ?? 0,
      detail: fields.detail as ChainedEvent['detail'],
    },
    mac: mac ?? Buffer.alloc(0),
    keyVersion: keyVersion ?? 0,
  }));
}

async function chainNames(clientId: string | undefined): Promise<string[]> {
  if (clientId !== undefined) return [clientId];
  const heads = database().select({ chain: auditHeads.chain }).from(auditHeads);
  const events = database()
    .selectDistinct({ chain: sql<string>`${auditEvents.chain}` })
    .from(auditEvents)
    .where(sql`${auditEvents.chain} is not null`);
  const rows = await heads.union(events);
  return rows.map((row) => row.chain).sort();
}

async function countEvents(clientId: string | undefined): Promise<number> {
  const [row] = await database()
    .select({ total: count() })
    .from(auditEvents)
    .where(clientId === undefined ? undefined : eq(auditEvents.chain, clientId));
  return row?.total ?? 0;
}

async function countUnder(keyVersions: readonly number[], clientId: string | undefined): Promise<number> {
  if (keyVersions.length === 0) return 0;
  const [row] = await database()
    .select({ events: count() })
    .from(auditEvents)
    .where(
      and(
        inArray(auditEvents.keyVersion, [...keyVersions]),
        clientId === undefined ? undefined : eq(auditEvents.chain, clientId),
      ),
    );
  return row?.events ?? 0;
}

/** An event outside every chain can only have been written past the schema. */
async function firstUnchained(): Promise<Finding | null> {
  const [row] = await database()
    .select({ seq: auditEvents.seq })
    .from(auditEvents)
    .where(isNull(auditEvents.chain))
    .orderBy(asc(auditEvents.seq))
    .limit(1);
  if (row === undefined) return null;
  return { chain: '-', kind: 'unchained', chainSeq: row.seq, says: `Row ${row.seq} belongs to no chain.` };
}
