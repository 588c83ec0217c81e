import 'server-only';
import { createHash } from 'node:crypto';
import { asc, desc, gt, sql } from 'drizzle-orm';
import {
  type Checkpoint,
  type CheckpointHead,
  checkpointHash,
  type SealedCheckpoint,
  signedBytes,
} from '@/lib/audit/checkpoint';
import { keepCheckpoint, listCheckpoints, readCheckpoint } from '@/lib/audit/checkpoint-folder';
import { lostHeads } from '@/lib/audit/containment';
import { publicKeyOf, sayingConfiguration } from '@/lib/audit/signing-key';
import type { Actor } from '@/lib/auth/actor';
import { authorise } from '@/lib/auth/permissions';
import { canonicalJson } from '@/lib/canonical-json';
import { database, type Executor, type Transaction } from '@/lib/db/database';
import { auditCheckpoints, auditHeads } from '@/lib/db/schema/audit';
import { AppError } from '@/lib/errors';
import { type CheckpointPlace, checkpointPlace } from '@/lib/keys/checkpoint-place';
import { readKeyRecords } from '@/lib/keys/load-keyring';
import { signatureFits } from '@/lib/vault/vault';

export interface WrittenCheckpoint {
  number: number;
  at: string;
  events: number;
  chains: number;
  hash: string;
  file: string;
}

/**
 * Writes a signed checkpoint of every chain's head, outside the database and as a row in it. Null: nothing has
 * happened since the last one. It first looks whether the log still contains the last one, and signs nothing if not:
 * a new checkpoint would cover up what the old one shows. Throws `conflict` then, `configuration` without a place or
 * a key.
 */
export async function writeCheckpoint(
  actor: Actor,
  place: CheckpointPlace = checkpointPlace(),
): Promise<WrittenCheckpoint | null> {
  authorise(actor, 'audit.read');
  return database().transaction(async (tx) => {
    // Two at once would make two of one number.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('audit checkpoint', 0))`);
    const known = await newestKnown(tx);
    const { last, publicKey } = await newestKept(place, known !== null);
    const heads = await readHeads(tx);
    if (last !== null) await refuseUnlessContained(tx, last, heads);
    if (last !== null && isUpToDate(last, known, heads)) return null;
    await refuseUnlessWhole(tx, heads);
    const before = last !== null && last.checkpoint.number >= (known?.number ?? 0) ? last : null;
    const sealed = await seal(place, publicKey, {
      format: 'jed-board/audit-checkpoint',
      version: 1,
      number: Math.max(last?.checkpoint.number ?? 0, known?.number ?? 0) + 1,
      at: new Date().toISOString(),
      board: await boardId(tx),
      events: heads.reduce((sum, { seq }) => sum + seq, 0),
      heads,
      previous: before?.hash ?? known?.hash.toString('hex') ?? null,
    });
    const file = await keepCheckpoint(place.folder, sealed);
    // A file whose transaction was lost is the one before, as good as any: its row is made good.
    await tx
      .insert(auditCheckpoints)
      .values([...(last === null ? [] : [rowOf(last)]), rowOf(sealed)])
      .onConflictDoNothing();
    const { number, at, events } = sealed.checkpoint;
    return { number, at, events, chains: heads.length, hash: sealed.hash, file };
  });
}

/** Which board a checkpoint belongs to: follows from its first master key, so nothing has to be kept for it. */
export async function boardId(executor: Executor): Promise<string> {
  const [first] = await readKeyRecords(executor);
  if (first === undefined) throw new AppError('configuration', 'This database has no master key yet.');
  const hash = createHash('sha256').update('jed-board/v1/board-id').update(first.fingerprint).digest('hex');
  return hash.slice(0, 32);
}

/** Whether the checkpoint is signed with this key. */
export function isSignedWith(sealed: SealedCheckpoint, publicKey: Uint8Array): boolean {
  return signatureFits(signedBytes(sealed.hash), Buffer.from(sealed.signature, 'base64'), publicKey);
}

async function newestKnown(tx: Transaction) {
  const [row] = await tx
    .select({ number: auditCheckpoints.number, hash: auditCheckpoints.hash })
    .from(auditCheckpoints)
    .orderBy(desc(auditCheckpoints.number))
    .limit(1);
  return row ?? null;
}

/** The newest of the folder, checked to be ours. Where there never was any, the key may be made now. */
async function newestKept(
  place: CheckpointPlace,
  anyKnown: boolean,
): Promise<{ last: SealedCheckpoint | null; publicKey: Buffer }> {
  const newest = (await listCheckpoints(place.folder)).at(-1);
  const publicKey = await publicKeyOf(place.signer, { mayCreate: newest === undefined && !anyKnown });
  if (newest === undefined) return { last: null, publicKey };
  const last = await readCheckpoint(place.folder, newest);
  if (last !== null && isSignedWith(last, publicKey)) return { last, publicKey };
  throw new AppError(
    'conflict',
    `No checkpoint written: number ${newest} in ${place.folder} is damaged or signed with another key. Run npm run board -- audit verify.`,
  );
}

async function readHeads(tx: Transaction): Promise<CheckpointHead[]> {
  return tx
    .select({
      chain: auditHeads.chain,
      seq: auditHeads.seq,
      mac: sql<string>`encode(${auditHeads.mac}, 'base64')`,
    })
    .from(auditHeads)
    .where(gt(auditHeads.seq, 0))
    .orderBy(asc(sql`${auditHeads.chain} collate "C"`));
}

function isUpToDate(
  last: SealedCheckpoint,
  known: { number: number } | null,
  heads: readonly CheckpointHead[],
): boolean {
  const isNewest = (known?.number ?? 0) <= last.checkpoint.number;
  return isNewest && canonicalJson(last.checkpoint.heads) === canonicalJson(heads);
}

async function refuseUnlessContained(
  tx: Transaction,
  last: SealedCheckpoint,
  heads: readonly CheckpointHead[],
): Promise<void> {
  const now = new Set(heads.map(({ chain, seq, mac }) => `${chain} ${seq} ${mac}`));
  // What has not moved since needs no look-up here; that its event is there is checked with the rest.
  const moved = last.checkpoint.heads.filter(({ chain, seq, mac }) => !now.has(`${chain} ${seq} ${mac}`));
  const [lost] = await lostHeads(tx, moved);
  if (lost === undefined) return;
  throw new AppError(
    'conflict',
    `No checkpoint written: the log no longer contains what checkpoint ${last.checkpoint.number} says of chain ${lost.chain}. Run npm run board -- audit verify.`,
  );
}

async function refuseUnlessWhole(tx: Transaction, heads: readonly CheckpointHead[]): Promise<void> {
  const [lost] = await lostHeads(tx, heads);
  if (lost === undefined) return;
  throw new AppError(
    'conflict',
    `No checkpoint written: the head of chain ${lost.chain} is not that of its last event. Run npm run board -- audit verify.`,
  );
}

async function seal(
  { signer }: CheckpointPlace,
  publicKey: Buffer,
  checkpoint: Checkpoint,
): Promise<SealedCheckpoint> {
  const hash = checkpointHash(checkpoint);
  const signature = await sayingConfiguration(() => signer.sign(signedBytes(hash)));
  const sealed: SealedCheckpoint = {
    checkpoint,
    hash,
    algorithm: 'Ed25519',
    signature: signature.toString('base64'),
    publicKey: publicKey.toString('base64'),
  };
  if (isSignedWith(sealed, publicKey)) return sealed;
  throw new AppError(
    'configuration',
    `${signer.describe()} does not give Ed25519 signatures that fit its key.`,
  );
}

function rowOf({ checkpoint, hash, signature, publicKey }: SealedCheckpoint) {
  return {
    number: checkpoint.number,
    at: new Date(checkpoint.at),
    events: checkpoint.events,
    chains: checkpoint.heads.length,
    hash: Buffer.from(hash, 'hex'),
    signature: Buffer.from(signature, 'base64'),
    publicKey: Buffer.from(publicKey, 'base64'),
  };
}
