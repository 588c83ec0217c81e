import 'server-only';
import { asc } from 'drizzle-orm';
import type { SealedCheckpoint } from '@/lib/audit/checkpoint';
import { listCheckpoints, readCheckpoint } from '@/lib/audit/checkpoint-folder';
import { type LostHead, lostHeads } from '@/lib/audit/containment';
import { boardId, isSignedWith } from '@/lib/audit/write-checkpoint';
import type { Actor } from '@/lib/auth/actor';
import { authorise } from '@/lib/auth/permissions';
import { database } from '@/lib/db/database';
import { auditCheckpoints } from '@/lib/db/schema/audit';

export type CheckpointFindingKind =
  | 'damaged'
  | 'foreign-key'
  | 'foreign-board'
  | 'broken-link'
  | 'not-the-written-one'
  | 'missing'
  | 'cut-tail'
  | 'rewritten'
  | 'rolled-back';

/** Something that the files and the database do not agree on, or a file that is not what was signed. */
export interface CheckpointFinding {
  kind: CheckpointFindingKind;
  /** The checkpoint's number. */
  checkpoint: number;
  /** The chain it is about, where it is about one. */
  chain: string | null;
  says: string;
}

export interface CheckpointReport {
  folder: string;
  /** Files that are whole, signed with the right key, and follow one another. */
  sound: number;
  /** The newest sound one: what the log was held against. Null: nothing outside the database was checked. */
  against: { number: number; at: string; hash: string; chains: number } | null;
  findings: CheckpointFinding[];
}

interface CheckpointOptions {
  folder: string;
  /** DER, 44 bytes: who has it from elsewhere than this machine trusts neither the machine nor the files. */
  publicKey: Buffer;
  /** A client's id: only that chain is held against the checkpoint. */
  clientId?: string;
}

/** How many lost chains are named one by one. */
const NAMED = 20;

/**
 * Checks every checkpoint of a folder (whole, signed, of this board, each linked to the one before, none missing) and
 * then that the log still contains what the newest sound one says of every chain. That finds what the chains alone
 * cannot show: a tail that was cut together with its head, and a database put back as a whole.
 */
export async function verifyCheckpoints(actor: Actor, options: CheckpointOptions): Promise<CheckpointReport> {
  authorise(actor, 'audit.read');
  // The rows first, then the files, then the log: each may only be newer than what was read before it.
  const known = await knownHashes();
  const board = await boardId(database());
  const { sound, newest, findings } = await walk(options, known, board);
  const report: CheckpointReport = { folder: options.folder, sound, against: null, findings };
  if (newest === null) return report;
  const { number, at, heads } = newest.checkpoint;
  report.against = { number, at, hash: newest.hash, chains: heads.length };
  const asked =
    options.clientId === undefined ? heads : heads.filter(({ chain }) => chain === options.clientId);
  const lost = await lostHeads(database(), asked);
  if (lost.length > 0) findings.push(...lossFindings(newest, lost, known.has(number)));
  return report;
}

async function knownHashes(): Promise<Map<number, string>> {
  const rows = await database()
    .select({ number: auditCheckpoints.number, hash: auditCheckpoints.hash })
    .from(auditCheckpoints)
    .orderBy(asc(auditCheckpoints.number));
  return new Map(rows.map(({ number, hash }) => [number, hash.toString('hex')]));
}

interface Walk {
  sound: number;
  newest: SealedCheckpoint | null;
  findings: CheckpointFinding[];
}

/** Follows the files from the first to the last; one is in memory at a time. */
async function walk(
  { folder, publicKey }: CheckpointOptions,
  known: ReadonlyMap<number, string>,
  board: string,
): Promise<Walk> {
  const walked: Walk = { sound: 0, newest: null, findings: [] };
  const numbers = await listCheckpoints(folder);
  let before: { number: number; hash: string | null } | null = null;
  for (const number of numbers) {
    if (before !== null && number > before.number + 1) {
      walked.findings.push(missing(before.number + 1, number - 1));
    }
    const sealed = await readCheckpoint(folder, number);
    const expected = {
      publicKey,
      board,
      written: known.get(number) ?? null,
      previous: before?.number === number - 1 ? before.hash : null,
    };
    const problem = sealed === null ? damaged(number) : problemOf(sealed, expected);
    if (problem === null && sealed !== null) {
      walked.sound += 1;
      walked.newest = sealed;
    } else if (problem !== null) walked.findings.push(problem);
    before = { number, hash: sealed?.hash ?? null };
  }
  const newestKnown = [...known.keys()].at(-1) ?? 0;
  const newestKept = numbers.at(-1) ?? 0;
  if (newestKnown > newestKept) {
    const firstLost =
      newestKept === 0 ? Math.min(newestKnown, ...[...known.keys()].slice(0, 1)) : newestKept + 1;
    walked.findings.push(missing(firstLost, newestKnown));
  }
  return walked;
}

interface Expected {
  publicKey: Buffer;
  board: string;
  /** What the database says was written under this number. */
  written: string | null;
  /** The hash of the file before it, where that is the one before and could be read. */
  previous: string | null;
}

function problemOf(sealed: SealedCheckpoint, expected: Expected): CheckpointFinding | null {
  const { number, board, previous } = sealed.checkpoint;
  const found = (kind: CheckpointFindingKind, says: string) => ({
    kind,
    checkpoint: number,
    chain: null,
    says,
  });
  if (!isSignedWith(sealed, expected.publicKey)) {
    const own = isSignedWith(sealed, Buffer.from(sealed.publicKey, 'base64'));
    return own
      ? found('foreign-key', `Checkpoint ${number} is signed with another key.`)
      : found('damaged', `Checkpoint ${number} was changed: its signature does not fit.`);
  }
  if (board !== expected.board) return found('foreign-board', `Checkpoint ${number} is another board’s.`);
  if (expected.previous !== null && previous !== expected.previous) {
    return found('broken-link', `Checkpoint ${number} does not follow the one before it.`);
  }
  if (number === 1 && previous !== null) {
    return found('broken-link', 'Checkpoint 1 claims to have one before it.');
  }
  if (expected.written !== null && expected.written !== sealed.hash) {
    return found('not-the-written-one', `Checkpoint ${number} is not the one that the database knows.`);
  }
  return null;
}

function damaged(number: number): CheckpointFinding {
  const says = `Checkpoint ${number} was changed: it is not what its hash says.`;
  return { kind: 'damaged', checkpoint: number, chain: null, says };
}

function missing(from: number, to: number): CheckpointFinding {
  const which = from === to ? `Checkpoint ${from} is` : `Checkpoints ${from} to ${to} are`;
  return { kind: 'missing', checkpoint: from, chain: null, says: `${which} missing from the folder.` };
}

/** A database that does not know the checkpoint either was put back as a whole; else single chains were cut. */
function lossFindings(
  { checkpoint: { number, at } }: SealedCheckpoint,
  lost: readonly LostHead[],
  isKnown: boolean,
): CheckpointFinding[] {
  const findings = lost.slice(0, NAMED).map((head) => ofChain(number, head));
  const cutEvents = lost.reduce((sum, { seq, endsAt }) => sum + Math.max(0, seq - endsAt), 0);
  const more = lost.length > NAMED ? ` ${NAMED} of them are named.` : '';
  if (!isKnown) {
    const says = `The database was put back to a state before checkpoint ${number} of ${at}: ${cutEvents} events in ${lost.length} chains are gone.${more}`;
    return [{ kind: 'rolled-back', checkpoint: number, chain: null, says }, ...findings];
  }
  return findings;
}

function ofChain(number: number, { chain, seq, endsAt, what }: LostHead): CheckpointFinding {
  if (what === 'rewritten') {
    const says = `Chain ${chain} was written again at or before event ${seq}: checkpoint ${number} knows another one.`;
    return { kind: 'rewritten', checkpoint: number, chain, says };
  }
  const says =
    endsAt < seq
      ? `Chain ${chain} ends at event ${endsAt}, but checkpoint ${number} knows event ${seq}.`
      : `Event ${seq} of chain ${chain} is gone, and checkpoint ${number} knows it.`;
  return { kind: 'cut-tail', checkpoint: number, chain, says };
}
