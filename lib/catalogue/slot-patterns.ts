import { compilePattern, literalPrefix, occursIn } from '@/lib/catalogue/regular-expression';
import type { Catalogue, Format, Slot } from '@/lib/catalogue/schema';

/** How the values of a slot are found in a text, and what to call one that is. */
export interface SlotPattern {
  pattern: ReturnType<typeof compilePattern>;
  says: string;
}

/** Fewer fixed characters stand in ordinary words too. */
const SHORTEST_PREFIX_CHARACTERS = 4;

/** By catalogue: the one in force is the same object until another version is published. */
const known = new WeakMap<object, readonly SlotPattern[]>();

/**
 * The formats of a catalogue's slots that can be searched for anywhere in a text. Left out is what would find ordinary
 * text, whoever entered it: formats without letters of their own at the start, and those that plain words fit.
 */
export function slotPatterns(catalogue: Pick<Catalogue, 'components'>): readonly SlotPattern[] {
  const ready = known.get(catalogue);
  if (ready !== undefined) return ready;
  const made = catalogue.components.flatMap(({ slots }) => slots.flatMap(patternsOf));
  known.set(catalogue, made);
  return made;
}

function patternsOf({ format, key }: Slot): SlotPattern[] {
  if (format === null) return [];
  const says = format.wants ?? `a value for ${key}`;
  return alternatives(format.pattern).flatMap((alternative) => {
    const pattern = unanchored(alternative, format.flags);
    return pattern === null ? [] : [{ pattern, says }];
  });
}

/** Null where it is no good for searching. */
function unanchored(alternative: string, flags: Format['flags']): SlotPattern['pattern'] | null {
  const prefix = literalPrefix(alternative);
  if (prefix.length < SHORTEST_PREFIX_CHARACTERS) return null;
  const body = alternative.replace(/^\^/, '').replace(/((?:^|[^\\])(?:\\\\)*)\$$/, '$1');
  const pattern = compiled(`(?:^|[^A-Za-z0-9])(?:${body})`, flags);
  if (pattern === null) return null;
  const isWord = /^[A-Za-z]+$/.test(prefix);
  return isWord && [prefix, `${prefix} and so on`].some((words) => occursIn(pattern, words)) ? null : pattern;
}

/** A draft may hold what does not compile; it must not stop anybody from writing a note. */
function compiled(pattern: string, flags: Format['flags']): SlotPattern['pattern'] | null {
  try {
    return compilePattern(pattern, { ignoreCase: flags === 'i' });
  } catch {
    return null;
  }
}

/** The parts of a pattern between the bars that stand in no group: each begins, or does not, with letters of its own. */
function alternatives(pattern: string): string[] {
  const parts = [''];
  let depth = 0;
  for (const [token] of pattern.matchAll(/\\.|\[\^?\]?(?:\\.|\[:\^?\w+:\]|[^\]\\])*\]|./gs)) {
    if (token === '(') depth += 1;
    if (token === ')') depth -= 1;
    if (token === '|' && depth === 0) parts.push('');
    else parts.push(`${parts.pop() ?? ''}${token}`);
  }
  return parts;
}
