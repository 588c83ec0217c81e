import type { AuditLineView } from './audit-table';

/** A line of the log as it is shown: a decryption with the copy that came of it, where both are on the page. */
export interface FoldedLine extends AuditLineView {
  /** When the clipboard took what was decrypted; null where it did not, or that is another line. */
  copiedAt: Date | null;
}

/**
 * Puts each copy into the line of its own decryption: two events, one thing that somebody did. A copy whose decryption
 * is not among the lines keeps its own, and so does whatever was refused or failed.
 */
export function foldCopies(lines: readonly AuditLineView[]): FoldedLine[] {
  const reveals = new Set(lines.filter(isReveal).map(({ chainSeq, ...line }) => keyOf(line, chainSeq)));
  const copies = new Map<string, AuditLineView>();
  for (const line of lines) {
    const key = isCopy(line) ? keyOf(line, line.detail.reveal) : null;
    if (key !== null && reveals.has(key) && !copies.has(key)) copies.set(key, line);
  }
  const folded = new Set(copies.values());
  return lines
    .filter((line) => !folded.has(line))
    .map((line) => ({
      ...line,
      copiedAt: (isReveal(line) && copies.get(keyOf(line, line.chainSeq))?.at) || null,
    }));
}

const isReveal = ({ action, outcome }: AuditLineView) => action === 'credential.revealed' && outcome === 'ok';
const isCopy = ({ action, outcome }: AuditLineView) => action === 'credential.copied' && outcome === 'ok';

/** Which decryption it is: numbers count in the chain of one client. */
function keyOf({ actorId, client, slotId }: Omit<AuditLineView, 'chainSeq'>, reveal: unknown): string {
  return [client?.slug, actorId, slotId, reveal].join(' ');
}
