/** One decryption of a value of ours within a run, for its machine. */
export interface RunCopy {
  valueVersion: number;
  at: Date;
}

/**
 * What stands between the value that is stored and the machine it is for. `unmarked`: it was copied in a run, and
 * nobody marked it pasted since. `old-version`: an earlier version is what the machine has.
 */
export type SlotGap =
  | { kind: 'unmarked'; valueVersion: number; copiedAt: Date }
  | { kind: 'old-version'; valueVersion: number; pastedVersion: number; copiedAt: Date | null };

interface GapFacts {
  stored: { valueVersion: number; spent: boolean } | null;
  placement: { valueVersion: number | null; at: Date } | null;
  /** Copies in the runs of this one machine, in any order. */
  copies: readonly RunCopy[];
}

/**
 * The gap of one of our slots on one machine; null when there is none. A step that is done marks the version that is
 * stored then; what was copied last before it tells which one was in the clipboard.
 */
export function slotGap({ stored, placement, copies }: GapFacts): SlotGap | null {
  if (stored === null || stored.spent) return null;
  const { valueVersion } = stored;
  const newest = latest(copies);
  const placedAt = placement?.at ?? null;
  const copiedSince =
    newest !== null && newest.valueVersion === valueVersion && (placedAt === null || newest.at > placedAt)
      ? newest.at
      : null;
  if (placement === null || placement.valueVersion === null) {
    return copiedSince === null ? null : { kind: 'unmarked', valueVersion, copiedAt: copiedSince };
  }
  const pasted =
    latest(copies.filter(({ at }) => at <= placement.at))?.valueVersion ?? placement.valueVersion;
  const pastedVersion = Math.min(pasted, placement.valueVersion);
  if (pastedVersion >= valueVersion) return null;
  return { kind: 'old-version', valueVersion, pastedVersion, copiedAt: copiedSince };
}

function latest(copies: readonly RunCopy[]): RunCopy | null {
  return copies.reduce<RunCopy | null>(
    (last, copy) => (last === null || copy.at > last.at ? copy : last),
    null,
  );
}
