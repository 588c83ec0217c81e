const WORD = /[\p{L}\p{N}]/u;
const BLANK = /\s/u;

/**
 * Reads a text for its different pieces of a length (in code points) that could be a value by itself. They begin and
 * end where a word does or where a sign stands; one with white space in it ends a line too, as a pass phrase or a key
 * of several lines does.
 */
export function piecesOf(text: string): (characters: number) => Generator<string> {
  const points = Array.from(text);
  const outlined = outline(points);
  return (characters) => pieces(points, outlined, characters);
}

interface Outline {
  /** For each place between two characters, 1 where a piece may begin or end. */
  edges: Uint8Array;
  /** How many blanks are before it. */
  blanks: Uint32Array;
}

function* pieces(points: readonly string[], { edges, blanks }: Outline, characters: number) {
  const seen = new Set<string>();
  for (let start = 0; start + characters <= points.length; start += 1) {
    const end = start + characters;
    if (edges[start] !== 1 || edges[end] !== 1) continue;
    const holdsBlank = (blanks[end] ?? 0) > (blanks[start] ?? 0);
    if (holdsBlank && points[end] !== undefined && points[end] !== '\n') continue;
    const piece = points.slice(start, end).join('');
    if (seen.has(piece)) continue;
    seen.add(piece);
    yield piece;
  }
}

function outline(points: readonly string[]): Outline {
  const edges = new Uint8Array(points.length + 1).fill(1);
  const blanks = new Uint32Array(points.length + 1);
  let wordBefore = false;
  for (const [at, point] of points.entries()) {
    const isWord = WORD.test(point);
    if (wordBefore && isWord) edges[at] = 0;
    blanks[at + 1] = (blanks[at] ?? 0) + (BLANK.test(point) ? 1 : 0);
    wordBefore = isWord;
  }
  return { edges, blanks };
}
