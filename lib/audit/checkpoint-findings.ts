import type { SealedCheckpoint } from '@/lib/audit/checkpoint';
import type { LostHead } from '@/lib/audit/containment';

export type CheckpointFindingKind =
  | 'damaged'
  | 'foreign-key'
  | 'no-key'
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

/** How many lost chains are named one by one. */
const NAMED = 20;

/** A file that does not read, or is not what its own hash says. */
export function damaged(number: number): CheckpointFinding {
  const says = `Checkpoint ${number} was changed: it is not what its hash says.`;
  return { kind: 'damaged', checkpoint: number, chain: null, says };
}

/** Files that ought to be in the folder. */
export function missing(from: number, to: number): CheckpointFinding {
  const which = from === to ? `Checkpoint ${from} is` : `Checkpoints ${from} to ${to} are`;
  return { kind: 'missing', checkpoint: from, chain: null, says: `${which} missing from the folder.` };
}

/** A database that does not know the checkpoint either was put back as a whole; else single chains were cut. */
export function lossFindings(
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
