import { compilePattern } from '@/lib/catalogue/regular-expression';
import type { Match } from '@/lib/catalogue/schema';

/** What a slot's stored length has to be: an exact number of characters, or any but none. */
export type LengthDemand = { exactly: number } | 'any';

export type Verification =
  | { matched: true; version: string | null }
  /** `difference` says what was found instead, in words that are safe to show. */
  | { matched: false; difference: string };

/**
 * Compares pasted terminal output with what the step expects. `commands` are the step's own, so that their echo is
 * not taken for output. Time is linear in the output.
 */
export function verifyOutput(
  match: Match,
  output: string,
  context: { commands: readonly string[]; length: LengthDemand },
): Verification {
  const lines = outputLines(output, context.commands);
  if (lines.length === 0)
    return { matched: false, difference: 'There is a command, but no output below it.' };
  switch (match.kind) {
    case 'exact':
      return lines.some((line) => line.trim() === match.value.trim())
        ? matched(lines)
        : differs(`no line reads ${match.value}`);
    case 'contains':
      return lines.some((line) => line.includes(match.value))
        ? matched(lines)
        : differs(`${match.value} does not appear`);
    case 'regex':
      return verifyPattern(match.value, lines);
    case 'slot-length':
      return verifyLength(lines, context.length);
  }
}

/** The lines of a paste without colours, trailing blanks, prompts and the commands that were typed at them. */
export function outputLines(output: string, commands: readonly string[]): string[] {
  const typed = new Set(commands.flatMap((command) => command.split('\n')).map((line) => line.trim()));
  typed.delete('');
  return output
    .replace(TERMINAL_CODES, '')
    .replace(/\r\n?/g, '\n')
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line.trim() !== '' && !isEcho(line, typed));
}

const ESCAPE = String.fromCharCode(27);
const TERMINAL_CODES = new RegExp(`${ESCAPE}\\[[0-9;?]*[A-Za-z]`, 'g');
/** `jed@harbor-mini-01 ~ % sw_vers`: who, where and the mark that every macOS prompt ends with. */
const PROMPT = /^\S+@\S+ [^%$#\n]{0,200}[%$#](?: |$)/;

function isEcho(line: string, typed: ReadonlySet<string>): boolean {
  if (PROMPT.test(line) || typed.has(line.trim())) return true;
  const bare = line.replace(/^[%$#>]\s+/, '');
  return bare !== line && typed.has(bare.trim());
}

function verifyPattern(pattern: string, lines: readonly string[]): Verification {
  const matcher = compilePattern(pattern, { multiline: true }).matcher(lines.join('\n'));
  if (!matcher.find()) return differs('the output does not have the expected form');
  const named = pattern.includes('(?<version>') ? matcher.group('version') : null;
  return { matched: true, version: named ?? versionIn(lines) ?? shortWord(matcher.group()) };
}

/** The hash of a commit is a version too. */
function shortWord(text: string | null): string | null {
  return text !== null && /^[0-9A-Za-z._-]{4,40}$/.test(text) ? text : null;
}

function verifyLength(lines: readonly string[], demand: LengthDemand): Verification {
  const counts = lines.flatMap((line) => {
    const found = /^\s*(\d{1,7})(?: chars?)?$/.exec(line);
    return found === null ? [] : [Number(found[1])];
  });
  if (counts.length === 0) return differs('there is no line with a number of characters');
  const wrong = counts.find((count) => (demand === 'any' ? count === 0 : count !== demand.exactly));
  if (wrong === undefined) return { matched: true, version: null };
  const wanted = demand === 'any' ? 'at least 1' : String(demand.exactly);
  return differs(`it says ${wrong} characters, and it has to be ${wanted}`);
}

/** The first thing in the output that reads like a version: `2.1.14`, `v24.16.0`, `26.1`. */
function versionIn(lines: readonly string[]): string | null {
  for (const line of lines) {
    const found =
      /(?:^|[\s(v])(\d{1,4}\.\d{1,6}(?:\.\d{1,6}){0,2}(?:-[A-Za-z0-9.]{1,20})?)(?=[\s,;)]|$)/.exec(line);
    if (found?.[1] !== undefined) return found[1];
  }
  return null;
}

function matched(lines: readonly string[]): Verification {
  return { matched: true, version: versionIn(lines) };
}

function differs(difference: string): Verification {
  return { matched: false, difference };
}
