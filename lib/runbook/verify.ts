import { compilePattern } from '@/lib/catalogue/regular-expression';
import type { Match } from '@/lib/catalogue/schema';
import {
  type Comparison,
  compareAtPath,
  compareLine,
  compareLines,
  type OutputLine,
  shown,
} from '@/lib/runbook/expectation-difference';
import { withoutTerminalCodes } from '@/lib/terminal-codes';

/** What a slot's stored length has to be: an exact number of characters, or any but none. */
export type LengthDemand = { exactly: number } | 'any';

export type Verification =
  | { matched: true; version: string | null }
  /** `difference` says what is wrong, `comparison` what was expected and what came, to whoever pasted it. */
  | { matched: false; difference: string; comparison: Comparison | null };

/**
 * Compares pasted terminal output with what the step expects. `commands` are the step's own, so that their echo is
 * not taken for output. Time is linear in the output.
 */
export function verifyOutput(
  match: Match,
  output: string,
  context: { commands: readonly string[]; length: LengthDemand },
): Verification {
  const lines = numberedLines(output, context.commands);
  if (lines.length === 0) return differs('There is a command, but no output below it.', null);
  const texts = lines.map(({ text }) => text);
  switch (match.kind) {
    case 'exact':
      return verifyExact(match.value, lines);
    case 'contains':
      return texts.join('\n').includes(match.value)
        ? matched(texts)
        : differs('the expected text does not appear', compareLine(match.value, lines));
    case 'regex':
      return verifyPattern(match.value, texts);
    case 'json-path': {
      const comparison = compareAtPath(match, lines);
      return comparison === null
        ? matched(texts)
        : differs('the JSON does not say what is expected', comparison);
    }
    case 'slot-length':
      return verifyLength(texts, context.length);
  }
}

/** The lines of a paste without colours, trailing blanks, prompts and the commands that were typed at them. */
export function outputLines(output: string, commands: readonly string[]): string[] {
  return numberedLines(output, commands).map(({ text }) => text);
}

function numberedLines(output: string, commands: readonly string[]): OutputLine[] {
  const typed = new Set(commands.flatMap((command) => command.split('\n')).map((line) => line.trim()));
  typed.delete('');
  return withoutTerminalCodes(output)
    .split('\n')
    .map((line, index) => ({ text: line.trimEnd(), number: index + 1 }))
    .filter(({ text }) => text !== '' && !isEcho(text, typed));
}

function verifyExact(value: string, lines: readonly OutputLine[]): Verification {
  const wanted = value
    .trim()
    .split('\n')
    .map((line) => line.trim());
  const fits = (start: number) => wanted.every((line, at) => lines[start + at]?.text.trim() === line);
  if (lines.some((_, start) => fits(start))) return matched(lines.map(({ text }) => text));
  const [only = ''] = wanted;
  return wanted.length === 1
    ? differs('no line reads as expected', compareLine(only, lines))
    : differs('the lines do not read as expected', compareLines(wanted, lines));
}

/** `jed@harbor-mini-01 ~ % sw_vers`: who, where and the mark that every macOS prompt ends with. */
const PROMPT = /^\S+@\S+ [^%$#\n]{0,200}[%$#](?: |$)/;

function isEcho(line: string, typed: ReadonlySet<string>): boolean {
  if (PROMPT.test(line) || typed.has(line.trim())) return true;
  const bare = line.replace(/^[%$#>]\s+/, '');
  return bare !== line && typed.has(bare.trim());
}

function verifyPattern(pattern: string, lines: readonly string[]): Verification {
  const matcher = compilePattern(pattern, { multiline: true }).matcher(lines.join('\n'));
  if (!matcher.find()) {
    const comparison = {
      expected: `the form ${pattern}`,
      got: shown(lines[0] ?? ''),
      line: null,
      parting: null,
    };
    return differs('the output does not have the expected form', comparison);
  }
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
  if (counts.length === 0) return differs('there is no line with a number of characters', null);
  const wrong = counts.find((count) => (demand === 'any' ? count === 0 : count !== demand.exactly));
  if (wrong === undefined) return { matched: true, version: null };
  const wanted = demand === 'any' ? 'at least 1' : String(demand.exactly);
  return differs(`it says ${wrong} characters, and it has to be ${wanted}`, null);
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

function differs(difference: string, comparison: Comparison | null): Verification {
  return { matched: false, difference, comparison };
}
