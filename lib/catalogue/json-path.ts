/** One step down: the name of a member, or the place in a list from 0. */
type Part = string | number;

export type JsonValue = string | number | boolean | null | JsonValue[] | { [name: string]: JsonValue };

const MAX_CHARACTERS = 200;
const PART = /\.([A-Za-z_][A-Za-z0-9_-]*)|\[(\d{1,4})\]/y;

/**
 * Reads a path such as `data[0].user.name`, with or without `$` or `$.` before it. Names and places only: no
 * wildcards, no filters, nothing to run. Throws an Error that says what is wrong and where.
 */
export function parseJsonPath(path: string): Part[] {
  if (path.length > MAX_CHARACTERS) throw new Error(`A path has ${MAX_CHARACTERS} characters at most.`);
  const rooted = path.startsWith('$') ? path.slice(1) : path;
  const text = rooted !== path || path.startsWith('[') ? rooted : `.${path}`;
  const parts: Part[] = [];
  for (let at = 0; at < text.length; at = PART.lastIndex) {
    PART.lastIndex = at;
    const found = PART.exec(text);
    if (found === null) {
      throw new Error(
        `The path ${path} is not understood from “${text.slice(at)}” on: write names and [0] only.`,
      );
    }
    parts.push(found[1] ?? Number(found[2]));
  }
  if (parts.length === 0) throw new Error('The path is empty: name a member, such as data[0].name.');
  return parts;
}

/** What stands at the path; undefined when nothing does. Only what the text itself holds, nothing inherited. */
export function atJsonPath(value: JsonValue, path: string): JsonValue | undefined {
  let here: JsonValue | undefined = value;
  for (const part of parseJsonPath(path)) {
    if (typeof here !== 'object' || here === null) return undefined;
    if (Array.isArray(here)) here = typeof part === 'number' ? here[part] : undefined;
    else here = typeof part === 'string' && Object.hasOwn(here, part) ? here[part] : undefined;
  }
  return here;
}

/** The JSON in the lines of an output: all of it, or from the first line that opens some to the last that closes it. */
export function jsonIn(lines: readonly string[]): JsonValue | undefined {
  const whole = parsed(lines.join('\n'));
  if (whole !== undefined) return whole;
  const first = lines.findIndex((line) => /^\s*[[{]/.test(line));
  const last = lines.findLastIndex((line) => /[\]}]\s*$/.test(line));
  return first === -1 || last < first ? undefined : parsed(lines.slice(first, last + 1).join('\n'));
}

function parsed(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}
