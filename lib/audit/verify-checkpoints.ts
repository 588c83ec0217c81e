import 'server-only';
import { asc } from 'drizzle-orm';
import type { SealedCheckpoint } from '@/lib/audit/checkpoint';
import {
  type CheckpointFinding,
  type CheckpointFindingKind,
  damaged,
  lossFindings,
  missing,
} from '@/lib/audit/checkpoint-findings';
import { listCheckpoints, readCheckpoint } from '@/lib/audit/checkpoint-folder';
import { lostHeads } from '@/lib/audit/containment';
import { boardId, isSignedWith } from '@/lib/audit/write-checkpoint';
import type { Actor } from '@/lib/auth/actor';
import { authorise } from '@/lib/auth/permissions';
import { database } from '@/lib/db/database';
import { auditCheckpoints } from '@/lib/db/schema/audit';

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
  /**
   * DER, 44 bytes: who has it from elsewhere than this machine trusts neither the machine nor the files. Null where it
   * cannot be had: then no checkpoint is sound, since leaving them out would let whoever took the key away pass.
   */
  publicKey: Buffer | null;
  /** A client's id: only that chain is held against the checkpoint. */
  clientId?: string;
}

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
  const { folder, publicKey } = options;
  const numbers = await listCheckpoints(folder);
  const { sound, newest, findings } =
    publicKey === null
      ? withoutKey(numbers, known)
      : await walk(folder, numbers, known, { publicKey, board });
  const report: CheckpointReport = { folder, sound, against: null, findings };
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
  folder: string,
  numbers: readonly number[],
  known: ReadonlyMap<number, string>,
  signed: { publicKey: Buffer; board: string },
): Promise<Walk> {
  const walked: Walk = { sound: 0, newest: null, findings: [] };
  let before: { number: number; hash: string | null } | null = null;
  for (const number of numbers) {
    if (before !== null && number > before.number + 1) {
      walked.findings.push(missing(before.number + 1, number - 1));
    }
    const sealed = await readCheckpoint(folder, number);
    const expected = {
      ...signed,
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
  walked.findings.push(...missingAtTheEnd(numbers, known));
  return walked;
}

function withoutKey(numbers: readonly number[], known: ReadonlyMap<number, string>): Walk {
  const last = numbers.at(-1);
  const says = `Checkpoint ${last} and those before it cannot be checked: the key that does is not to be had.`;
  const findings: CheckpointFinding[] =
    last === undefined
      ? missingAtTheEnd(numbers, known)
      : [{ kind: 'no-key', checkpoint: last, chain: null, says }];
  return { sound: 0, newest: null, findings };
}

/** What the database knows to have been written after the newest file. */
function missingAtTheEnd(kept: readonly number[], known: ReadonlyMap<number, string>): CheckpointFinding[] {
  const numbers = [...known.keys()];
  const newest = numbers.at(-1) ?? 0;
  const newestKept = kept.at(-1) ?? 0;
  if (newest <= newestKept) return [];
  return [missing(newestKept === 0 ? (numbers[0] ?? newest) : newestKept + 1, newest)];
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
