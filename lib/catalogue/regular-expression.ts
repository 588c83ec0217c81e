import { RE2JS } from 're2js';

/** Longer input is not matched at all: nothing that belongs into a slot or a check is this long. In characters. */
export const maximumInputLength = 64 * 1024;

const compiled = new Map<string, RE2JS>();

/**
 * Compiles a pattern of the catalogue with an engine whose time is linear in the input. Throws for what such an
 * engine cannot do (look-around, back-references), so no pattern can stall the server.
 */
export function compilePattern(
  pattern: string,
  flags?: { ignoreCase?: boolean; multiline?: boolean },
): RE2JS {
  const options = (flags?.ignoreCase ? RE2JS.CASE_INSENSITIVE : 0) | (flags?.multiline ? RE2JS.MULTILINE : 0);
  const id = `${options}:${pattern}`;
  const known = compiled.get(id);
  if (known) return known;
  const made = RE2JS.compile(pattern, options);
  compiled.set(id, made);
  return made;
}

/** The fixed characters a pattern begins with: "sk-or-v1-" of ^sk-or-v1-[0-9a-f]{64}$. Of one without `^`, none. */
export function literalPrefix(pattern: string): string {
  return /^\^((?:[A-Za-z0-9_-]|\\[.-])*)(?![*+?{|])/.exec(pattern)?.[1]?.replaceAll('\\', '') ?? '';
}

/** Whether the pattern occurs in the text; anchors are the pattern's own. */
export function occursIn(pattern: RE2JS, text: string): boolean {
  return pattern.matcher(text).find();
}
