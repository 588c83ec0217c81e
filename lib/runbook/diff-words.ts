/** A run of words that are in both texts, only in the new one, or only in the old one. */
export interface WordPiece {
  text: string;
  change: 'same' | 'added' | 'removed';
}

/** Beyond this many comparisons the texts are shown whole: nobody reads word by word through pages. */
const MAX_CELLS = 1_000_000;

/** What became of a text, word by word. The pieces without what was added join to the old text, and the other way round. */
export function diffWords(before: string, after: string): WordPiece[] {
  const old = wordsOf(before);
  const fresh = wordsOf(after);
  const whole = () => joined([...marked(old, 'removed'), ...marked(fresh, 'added')]);
  if (old.length * fresh.length > MAX_CELLS) return whole();
  const lengths = commonLengths(old, fresh);
  const pieces: WordPiece[] = [];
  let at = 0;
  let to = 0;
  while (at < old.length || to < fresh.length) {
    const [one, other] = [old[at], fresh[to]];
    if (one !== undefined && one === other) {
      pieces.push({ text: one, change: 'same' });
      at += 1;
      to += 1;
    } else if (
      one !== undefined &&
      (other === undefined || lengthAt(lengths, at + 1, to) >= lengthAt(lengths, at, to + 1))
    ) {
      pieces.push({ text: one, change: 'removed' });
      at += 1;
    } else if (other !== undefined) {
      pieces.push({ text: other, change: 'added' });
      to += 1;
    }
  }
  return haveMuchInCommon(pieces) ? joined(pieces) : whole();
}

/** Of two texts that share little but brackets and spaces, the pieces in turn can be read by nobody. */
function haveMuchInCommon(pieces: readonly WordPiece[]): boolean {
  const words = pieces.filter(({ text }) => /[\p{L}\p{N}]/u.test(text));
  const same = words.filter(({ change }) => change === 'same').length;
  const removed = words.filter(({ change }) => change === 'removed').length;
  return same * 3 >= same + Math.max(removed, words.length - same - removed);
}

/** Words, the spaces between them, and every other character by itself: of a path, only the part that changed is marked. */
function wordsOf(text: string): string[] {
  return text.match(/\s+|[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]/gu) ?? [];
}

/** How many words the rests of both texts have in common, by where the rests begin. */
function commonLengths(old: readonly string[], fresh: readonly string[]): number[][] {
  const lengths: number[][] = Array.from({ length: old.length + 1 }, () =>
    new Array<number>(fresh.length + 1).fill(0),
  );
  for (let at = old.length - 1; at >= 0; at -= 1) {
    const row = lengths[at];
    if (row === undefined) continue;
    for (let to = fresh.length - 1; to >= 0; to -= 1) {
      row[to] =
        old[at] === fresh[to]
          ? lengthAt(lengths, at + 1, to + 1) + 1
          : Math.max(lengthAt(lengths, at + 1, to), lengthAt(lengths, at, to + 1));
    }
  }
  return lengths;
}

function lengthAt(lengths: readonly number[][], at: number, to: number): number {
  return lengths[at]?.[to] ?? 0;
}

function marked(words: readonly string[], change: WordPiece['change']): WordPiece[] {
  return words.map((text) => ({ text, change }));
}

function joined(pieces: readonly WordPiece[]): WordPiece[] {
  const runs: WordPiece[] = [];
  for (const piece of pieces) {
    const last = runs.at(-1);
    if (last?.change === piece.change) last.text += piece.text;
    else runs.push({ ...piece });
  }
  return runs;
}
