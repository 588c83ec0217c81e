import 'server-only';
import { and, asc, count, eq, inArray, isNull } from 'drizzle-orm';
import { type EventStream, streamEvents } from '@/lib/audit/event-stream';
import { ChainVerifier, type Finding, type MacCheck, type StoredHead } from '@/lib/audit/verify-chain';
import type { Actor } from '@/lib/auth/actor';
import { authorise } from '@/lib/auth/permissions';
import { database, type Executor } from '@/lib/db/database';
import { auditEvents, auditHeads } from '@/lib/db/schema/audit';
import { AppError } from '@/lib/errors';
import { appVault } from '@/lib/keys/app-vault';
import { type KeyRecord, readKeyRecords } from '@/lib/keys/load-keyring';
import type { Vault } from '@/lib/vault/vault';

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

/**
 * Checks every event of every chain, or of one, against its MAC and the one before it: in one snapshot, so that events
 * written meanwhile are neither missed nor half seen, and in batches, so that memory does not grow with the log.
 */
export async function verifyAudit(actor: Actor, options: VerifyOptions = {}): Promise<VerifyReport> {
  authorise(actor, 'audit.read');
  const keys = await readKeyRecords(database());
  const vault = await appVault();
  return database().transaction(
    async (snapshot) => {
      const retired = keys.filter(({ state }) => state === 'retired').map(({ version }) => version);
      const total = await countEvents(snapshot, options.clientId);
      const report: VerifyReport = {
        chains: 0,
        events: 0,
        unchecked: await countUnder(snapshot, retired, options.clientId),
        findings: [],
      };
      const stream = streamEvents(snapshot, options.clientId, (events) => {
        report.events += events;
        options.onProgress?.(report.events, total);
      });
      await verifyChains(stream, {
        heads: await readHeads(snapshot, options.clientId),
        checkOf: (chain) => macCheck(vault.auditChain(chain), vault.activeKeyVersion, keys),
        report,
      });
      const loose = options.clientId === undefined ? await firstUnchained(snapshot) : null;
      if (loose !== null) report.findings.push(loose);
      return report;
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
}

interface Judging {
  heads: Map<string, StoredHead>;
  checkOf: (chain: string) => MacCheck;
  report: VerifyReport;
}

/** The events come chain by chain; a head that is left over belongs to a chain that has none any more. */
async function verifyChains(stream: EventStream, { heads, checkOf, report }: Judging): Promise<void> {
  const finish = (verifier: ChainVerifier, chain: string) => {
    const finding = verifier.finish(heads.get(chain) ?? null);
    heads.delete(chain);
    report.chains += 1;
    if (finding !== null) report.findings.push(finding);
  };
  let current = null as { chain: string; verifier: ChainVerifier } | null;
  for await (const batch of stream) {
    for (const stored of batch) {
      const { chain } = stored.event;
      if (current?.chain !== chain) {
        if (current !== null) finish(current.verifier, current.chain);
        current = { chain, verifier: new ChainVerifier(chain, checkOf(chain)) };
      }
      current.verifier.take(stored);
    }
  }
  if (current !== null) finish(current.verifier, current.chain);
  for (const chain of [...heads.keys()]) finish(new ChainVerifier(chain, checkOf(chain)), chain);
}

/**
 * Checks the MACs of one chain. Those of a retired master key cannot be checked and are let through at the chain's
 * beginning, nowhere else: keys only move on, so one that comes back later is a forger's way around the check.
 */
function macCheck(
  chain: ReturnType<Vault['auditChain']>,
  activeVersion: number,
  keys: readonly KeyRecord[],
): MacCheck {
  const states = new Map(keys.map(({ version, state }) => [version, state]));
  const newest = Math.max(...states.keys());
  let checked = false;
  return (bytes, claimed) => {
    if (claimed.keyVersion > newest && claimed.keyVersion <= activeVersion) {
      throw new AppError('conflict', 'The master key was rotated meanwhile: verify again.');
    }
    const state = states.get(claimed.keyVersion);
    if (state === undefined) return false;
    if (state === 'retired') return !checked;
    const fits = chain.matches(bytes, claimed);
    checked ||= fits;
    return fits;
  };
}

async function readHeads(executor: Executor, clientId: string | undefined): Promise<Map<string, StoredHead>> {
  const rows = await executor
    .select({ chain: auditHeads.chain, seq: auditHeads.seq, mac: auditHeads.mac })
    .from(auditHeads)
    .where(clientId === undefined ? undefined : eq(auditHeads.chain, clientId));
  return new Map(rows.map(({ chain, ...head }) => [chain, head]));
}

async function countEvents(executor: Executor, clientId: string | undefined): Promise<number> {
  const [row] = await executor
    .select({ total: count() })
    .from(auditEvents)
    .where(clientId === undefined ? undefined : eq(auditEvents.chain, clientId));
  return row?.total ?? 0;
}

async function countUnder(
  executor: Executor,
  keyVersions: readonly number[],
  clientId: string | undefined,
): Promise<number> {
  if (keyVersions.length === 0) return 0;
  const [row] = await executor
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
async function firstUnchained(executor: Executor): Promise<Finding | null> {
  const [row] = await executor
    .select({ seq: auditEvents.seq })
    .from(auditEvents)
    .where(isNull(auditEvents.chain))
    .orderBy(asc(auditEvents.seq))
    .limit(1);
  if (row === undefined) return null;
  return { chain: '-', kind: 'unchained', chainSeq: row.seq, says: `Row ${row.seq} belongs to no chain.` };
}
