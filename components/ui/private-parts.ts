export interface TextPart {
  text: string;
  /** What stands there while the screen is shared; null where anybody may read it. */
  instead: string | null;
}

const ADDRESS = String.raw`[^\s@<>"'(),:;=]+@[^\s@<>"'(),:;=]+\.\p{L}{2,}`;
const REFERENCE = String.raw`\b(?:op:\/\/|pass:|keyring:)[^\n"',;]+`;

/** A text in parts: the people named in it, e-mail addresses and vault references apart from the rest. */
export function privateParts(text: string, names: readonly string[]): TextPart[] {
  const people = names.filter((name) => name !== '').toSorted((one, other) => other.length - one.length);
  const pattern = new RegExp([REFERENCE, ADDRESS, ...people.map(literal)].join('|'), 'gu');
  const parts: TextPart[] = [];
  let from = 0;
  for (const found of text.matchAll(pattern)) {
    if (found.index > from) parts.push({ text: text.slice(from, found.index), instead: null });
    parts.push({ text: found[0], instead: wordFor(found[0], people) });
    from = found.index + found[0].length;
  }
  if (from < text.length) parts.push({ text: text.slice(from), instead: null });
  return parts;
}

function wordFor(text: string, people: readonly string[]): string {
  if (people.includes(text)) return 'a colleague';
  return text.includes('@') && !text.includes('//') ? 'an e-mail address' : 'a vault reference';
}

/** A name as it stands, and only as whole words: "Ann" is not in "Annual". */
function literal(name: string): string {
  const escaped = name.replace(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
  return String.raw`(?<![\p{L}\p{N}])${escaped}(?![\p{L}\p{N}])`;
}
