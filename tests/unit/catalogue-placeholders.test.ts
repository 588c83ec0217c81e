import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { components } from '@/lib/catalogue/components';
import { fillCommand, fillText, PlaceholderError, placeholdersIn } from '@/lib/catalogue/placeholders';
import { compilePattern, occursIn } from '@/lib/catalogue/regular-expression';
import { isShellSafe, patternImpliesShellSafety } from '@/lib/catalogue/shell-safe';

const meaningful = /[\s"'`$\\;&|<>(){}[\]*?!#~^%=]/;

/** All of ASCII, and what looks like it or hides: a few characters long, every kind meets every other. */
const unsafeAndSafe = [
  ...Array.from({ length: 128 }, (_, code) => String.fromCodePoint(code)),
  '\u00a0',
  '\u2028',
  '\u202e',
  '\ufeff',
  '\uff1b',
  'é',
];

test('whatever is put in, a filled command holds no character a shell gives a meaning to', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...unsafeAndSafe), maxLength: 12 }), (value) => {
      try {
        const filled = fillCommand('{client}', { client: value });
        return filled === value && !meaningful.test(filled) && !filled.startsWith('-');
      } catch (error) {
        return error instanceof PlaceholderError && (value.length <= 3 || !error.message.includes(value));
      }
    }),
    { numRuns: 500 },
  );
});

test.each([
  'a b',
  'a;reboot',
  '$(reboot)',
  '`reboot`',
  'a\nreboot',
  'a\r',
  "a'b",
  'a"b',
  'a\\b',
  '-rf',
  '~root',
  'a*',
  '{a,b}',
  '#x',
  '!x',
  'a=b',
  '\u00a0',
  '\u202e',
  'é',
])('%j never reaches a command', (value) => {
  expect(() => fillCommand('echo {setting:x.y}', { 'setting:x.y': value })).toThrow(PlaceholderError);
});

test('a safe value means the same to a shell as it says', async () => {
  const values = fc.sample(fc.stringMatching(/^[A-Za-z0-9_@:/+,.][A-Za-z0-9._@:/+,-]{0,20}$/), 50);
  const command = values
    .map((value) => `printf '%s\\n' ${fillCommand('{client}', { client: value })}`)
    .join('\n');
  const { stdout } = await promisify(execFile)('bash', ['-c', command]);
  expect(stdout.trimEnd().split('\n')).toEqual(values);
});

test('a placeholder without a value stops the filling and is named', () => {
  expect(() => fillCommand('{client} {machine}', { client: 'harbor' })).toThrow(
    'There is no value for {machine}.',
  );
  expect(() => fillCommand('{client}', {})).toThrow(PlaceholderError);
  expect(() => fillCommand('{constructor}', {})).toThrow(PlaceholderError);
});

test('braces of shells, of jq and of curl are no placeholders', () => {
  const template = `jq '{ok,team}' | echo "\${#FOO}" -w '%{http_code}' -d '{"model":1}'`;
  expect(placeholdersIn(template)).toEqual([]);
  expect(fillCommand(template, {})).toBe(template);
});

test('a value is put in as it stands, and is not filled again', () => {
  expect(fillText('{setting:x.y}', { 'setting:x.y': '{client} $& $1', client: 'harbor' })).toBe(
    '{client} $& $1',
  );
});

test('text loses control characters and direction marks', () => {
  expect(fillText('{client}', { client: 'har\u202ebor\u0007' })).toBe('harbor');
});

test('a pattern counts as shell-safe only when everything it accepts is', () => {
  const safe = [
    '^[a-z][a-z0-9-]{0,30}$',
    '^\\d+-[a-z0-9]+\\.apps\\.com$',
    '^(?:a|b)+$',
    '^[A-Za-z0-9._+-]+@x$',
  ];
  const unsafe = [
    '[a-z]+',
    '^[a-z]+',
    '^a|b$',
    '^.+$',
    '^\\S+$',
    '^[^a]$',
    '^[ -~]$',
    '^a b$',
    '^[+-z]$',
    '^(?i)a$',
    '^\\W$',
    '^"a"$',
  ];
  for (const pattern of safe) expect([pattern, patternImpliesShellSafety(pattern)]).toEqual([pattern, true]);
  for (const pattern of unsafe)
    expect([pattern, patternImpliesShellSafety(pattern)]).toEqual([pattern, false]);
});

test('whatever the format of a setting in commands accepts is shell-safe, or begins with a hyphen and is refused', () => {
  for (const setting of components.flatMap((component) => component.settings)) {
    if (!setting.inCommands || !setting.format) continue;
    const pattern = compilePattern(setting.format.pattern);
    const source = new RegExp(setting.format.pattern);
    for (const value of fc.sample(fc.stringMatching(source), 60)) {
      if (!occursIn(pattern, value)) continue;
      expect([setting.key, isShellSafe(value.slice(0, 512))]).toEqual([setting.key, !value.startsWith('-')]);
    }
  }
});
