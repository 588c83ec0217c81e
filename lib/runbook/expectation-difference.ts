import { atJsonPath, type JsonValue, jsonIn } from '@/lib/catalogue/json-path';

/** A line of pasted output, with its number in the paste, from 1. */
export interface OutputLine {
  text: string;
  number: number;
}

/** What was expected and what came instead, for the person who pasted it. Nothing of it is kept. */
export interface Comparison {
  expected: string;
  /** Null when nothing stands where it was expected. */
  got: string | null;
  /** The line that came closest. */
  line: number | null;
  /** Where the two part, in words; null where that says nothing. */
  parting: string | null;
}

const MAX_SHOWN = 200;
const MAX_LINES = 5_000;
const MAX_PARTED = 40;

/** A text as it can be shown in one line: no control characters, not endless. */
export function shown(text: string): string {
  const plain = text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ').trim();
  return plain.length > MAX_SHOWN ? `${plain.slice(0, MAX_SHOWN)} …` : plain;
}

/** Compares an expected line with the one that comes closest: the one with the longest common beginning and end. */
export function compareLine(expected: string, lines: readonly OutputLine[]): Comparison {
  let closest: OutputLine | undefined;
  let most = -1;
  for (const line of lines.slice(0, MAX_LINES)) {
    const common = commonStart(expected, line.text.trim()) + commonEnd(expected, line.text.trim());
    if (common > most) [closest, most] = [line, common];
  }
  return comparison(expected, closest);
}

/** Compares lines that have to follow one another: the first that differs where most of them are right. */
export function compareLines(expected: readonly string[], lines: readonly OutputLine[]): Comparison {
  let best = { start: 0, right: -1 };
  for (let start = 0; start < Math.min(lines.length, MAX_LINES); start += 1) {
    const wrong = expected.findIndex((line, at) => lines[start + at]?.text.trim() !== line);
    const right = wrong === -1 ? expected.length : wrong;
    if (right > best.right) best = { start, right };
  }
  return comparison(expected[best.right] ?? '', lines[best.start + best.right]);
}

/** Compares what stands at a path of the output's JSON. Null when it is what was expected. */
export function compareAtPath(
  { path, equals }: { path: string; equals: JsonValue },
  lines: readonly OutputLine[],
): Comparison | null {
  const expected = `${path} is ${JSON.stringify(equals)}`;
  const json = jsonIn(lines.map(({ text }) => text));
  const miss = (got: string, line: number | null) => ({ expected, got, line, parting: null });
  if (json === undefined) {
    return miss(`no JSON, but ${shown(lines[0]?.text ?? '')}`, lines[0]?.number ?? null);
  }
  const found = atJsonPath(json, path);
  if (found === undefined) return miss(`nothing at ${path}${membersOf(json)}`, null);
  return found === equals ? null : miss(shown(`${path} is ${JSON.stringify(found)}`), null);
}

function membersOf(json: JsonValue): string {
  if (typeof json !== 'object' || json === null) return '';
  if (Array.isArray(json)) return `, in a list of ${json.length}`;
  const names = Object.keys(json).slice(0, 8);
  return names.length === 0 ? ', in an empty object' : shown(`, beside ${names.join(', ')}`);
}

function comparison(expected: string, line: OutputLine | undefined): Comparison {
  if (line === undefined) return { expected: shown(expected), got: null, line: null, parting: null };
  const got = line.text.trim();
  return { expected: shown(expected), got: shown(got), line: line.number, parting: partingOf(expected, got) };
}

function partingOf(expected: string, got: string): string | null {
  const from = commonStart(expected, got);
  if (from === 0 || from > MAX_SHOWN) return null;
  const rest = (text: string) =>
    from >= text.length ? 'nothing more' : `“${shown(text.slice(from, from + MAX_PARTED))}”`;
  return `They part after ${from} characters: ${rest(expected)} is expected, ${rest(got)} is there.`;
}

function commonStart(one: string, other: string): number {
  const most = Math.min(one.length, other.length);
  let at = 0;
  while (at < most && one[at] === other[at]) at += 1;
  return at;
}

function commonEnd(one: string, other: string): number {
  const most = Math.min(one.length, other.length) - commonStart(one, other);
  let at = 0;
  while (at < most && one.at(-1 - at) === other.at(-1 - at)) at += 1;
  return at;
}
