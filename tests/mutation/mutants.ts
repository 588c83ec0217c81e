/** One small change to a source file that its tests ought to notice. */
export interface Mutant {
  file: string;
  /** From 1. */
  line: number;
  operator: string;
  before: string;
  after: string;
  /** The whole file with the change in it. */
  code: string;
}

interface Operator {
  name: string;
  pattern: RegExp;
  replacements: (match: string) => readonly string[];
}

const SWAPS: readonly (readonly [string, string])[] = [
  [' === ', ' !== '],
  [' !== ', ' === '],
  [' < ', ' <= '],
  [' <= ', ' < '],
  [' > ', ' >= '],
  [' >= ', ' > '],
  [' && ', ' || '],
  [' || ', ' && '],
  [' + ', ' - '],
  [' - ', ' + '],
  [' * ', ' / '],
  [' % ', ' * '],
];

const escaped = (text: string) => text.replaceAll(/[$()*+./?[\\\]^{|}]/g, '\\$&');

const OPERATORS: readonly Operator[] = [
  ...SWAPS.map(([from, to]) => ({
    name: `${from.trim()} → ${to.trim()}`,
    pattern: new RegExp(escaped(from), 'g'),
    replacements: () => [to],
  })),
  {
    name: 'true ↔ false',
    pattern: /\b(true|false)\b/g,
    replacements: (match) => [match === 'true' ? 'false' : 'true'],
  },
  {
    name: 'number + 1',
    pattern: /(?<![\w.$'])(0x[\da-f]+|\d+(?:_\d+)*)(?![\w.])/g,
    replacements: (match) => [String(Number(match.replaceAll('_', '')) + 1)],
  },
  // A condition on one line, up to its statement.
  {
    name: 'if (never)',
    pattern: /\bif \(.+\)(?= (?:return|throw|\{|[\w.]+))/g,
    replacements: () => ['if (false)'],
  },
  {
    name: 'if (always)',
    pattern: /\bif \(.+\)(?= (?:return|throw|\{|[\w.]+))/g,
    replacements: () => ['if (true)'],
  },
  // A call whose outcome nobody takes: what it does to something else is all it is for.
  { name: 'no call', pattern: /^ +(?:await )?[\w.?]+\([^\n]*\);$/gm, replacements: () => [''] },
  { name: 'no throw', pattern: /\bthrow new \w+\([^\n]*\);/g, replacements: () => [';'] },
  {
    name: 'other label',
    pattern: /(?<=const [A-Z_]+ = )'[^']*'|(?<=Buffer\.from\()(?:'[^']*'|`[^`]*`)/g,
    replacements: () => ["'mutant'"],
  },
];

/** Every mutant of a file, one change each. Comments, imports and types are left alone. */
export function mutantsOf(file: string, code: string): Mutant[] {
  const shadow = withoutProse(code);
  return OPERATORS.flatMap(({ name, pattern, replacements }) =>
    // A label is text, and text is what the shadow hides.
    [...(name === 'other label' ? code : shadow).matchAll(pattern)].flatMap((match) =>
      replacements(match[0])
        .filter((after) => after !== match[0])
        .map((after) => {
          const before = code.slice(match.index, match.index + match[0].length);
          return {
            file,
            line: code.slice(0, match.index).split('\n').length,
            operator: name,
            before: before.trim(),
            after: after.trim(),
            code: code.slice(0, match.index) + after + code.slice(match.index + before.length),
          };
        }),
    ),
  );
}

/** The code with everything blanked that is not to be changed, every character where it was. */
function withoutProse(code: string): string {
  const blank = (text: string) => text.replaceAll(/[^\n]/g, ' ');
  const tokens =
    /\/\*[\s\S]*?\*\/|\/\/[^\n]*|^import [\s\S]*?;$|^export (?:type )?\{[\s\S]*?;$|^export type [\s\S]*?;$|^(?:export )?interface [\s\S]*?^\}$|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|(?<=[(=,] ?)\/(?:[^/\\\n]|\\.)+\/[a-z]*/gm;
  return code.replaceAll(tokens, (token) =>
    /^['`]/.test(token) ? `'${blank(token.slice(1, -1))}'` : blank(token),
  );
}
