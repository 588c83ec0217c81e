import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exportLine } from '@/lib/runbook/export-line';
import { machineFactsIn } from '@/lib/runbook/machine-facts';
import { outputLines, verifyOutput } from '@/lib/runbook/verify';

const plain = { commands: [], length: 'any' } as const;

describe('output that was pasted', () => {
  test.each([
    ['exact', { kind: 'exact', value: 'harbor-mini-01' }, 'harbor-mini-01\n', true],
    ['exact among other lines', { kind: 'exact', value: 'ready' }, 'Thinking\nready\n', true],
    ['exact, with something after it', { kind: 'exact', value: 'ready' }, 'ready to go', false],
    ['contains', { kind: 'contains', value: 'FileVault is On.' }, 'FileVault is On.\r\n', true],
    ['contains, the opposite', { kind: 'contains', value: 'FileVault is On.' }, 'FileVault is Off.', false],
    ['regex on a line of its own', { kind: 'regex', value: '^-rwx------' }, 'x\n-rwx------  1 agent', true],
    ['regex over lines', { kind: 'regex', value: 'a: .+\\nb: .+' }, 'a: 1\nb: 2', true],
    ['regex that is not there', { kind: 'regex', value: '^v24\\.' }, 'v22.1.0', false],
    ['exact lines in a row', { kind: 'exact', value: 'one\ntwo' }, 'zero\none\ntwo\n', true],
    ['exact lines with one between', { kind: 'exact', value: 'one\ntwo' }, 'one\nhalf\ntwo', false],
    ['a JSON path', { kind: 'json-path', path: 'a[0].ok', equals: true }, '{"a": [\n{"ok": true}]}', true],
    ['a JSON path to a text', { kind: 'json-path', path: 'ok', equals: true }, '{"ok": "true"}', false],
    ['a JSON path to nothing', { kind: 'json-path', path: 'ok', equals: null }, '{}', false],
    ['a JSON path in no JSON', { kind: 'json-path', path: 'ok', equals: true }, 'ok: true', false],
  ] as const)('%s', (_, match, output, expected) => {
    expect(verifyOutput(match, output, plain).matched).toBe(expected);
  });

  test('does not match by the echo of its own command', () => {
    const command = 'nc -z localhost 22 && echo open';
    const match = { kind: 'contains', value: 'open' } as const;
    const context = { commands: [command], length: 'any' } as const;
    for (const echo of [
      command,
      `% ${command}`,
      `jed@mini ~ % ${command}`,
      `jed@mini ~ % nc -zv localhost 22 && echo open`,
    ]) {
      expect(verifyOutput(match, echo, context).matched).toBe(false);
      expect(verifyOutput(match, `${echo}\nopen`, context).matched).toBe(true);
    }
  });

  test('is read without colours, carriage returns and trailing blanks', () => {
    expect(outputLines('\u001b[32mok\u001b[0m  \r\n\r\nnext', [])).toEqual(['ok', 'next']);
  });

  test('is compared in linear time, even with a pattern made to stall', () => {
    const match = { kind: 'regex', value: '^(a+)+$' } as const;
    expect(verifyOutput(match, `${'a'.repeat(90_000)}!`, plain).matched).toBe(false);
  });

  test.each([
    ['73 chars\n      73', { exactly: 73 }, true],
    ['73 chars\n      72', { exactly: 73 }, false],
    ['0 chars\n0', 'any', false],
    ['41', 'any', true],
    ['stored', { exactly: 73 }, false],
  ] as const)('the length in %j against %j', (output, length, expected) => {
    const match = { kind: 'slot-length', slot: 'openrouter.api-key' } as const;
    expect(verifyOutput(match, output, { commands: [], length }).matched).toBe(expected);
  });

  test('says what it found instead', () => {
    const match = { kind: 'slot-length', slot: 'openrouter.api-key' } as const;
    expect(verifyOutput(match, '72', { commands: [], length: { exactly: 73 } })).toEqual({
      matched: false,
      difference: 'it says 72 characters, and it has to be 73',
      comparison: null,
    });
  });

  test.each([
    [
      'the closest line, and where the two part',
      { kind: 'exact', value: 'assessments enabled' },
      'one\n\nassessments disabled\nlast',
      {
        expected: 'assessments enabled',
        got: 'assessments disabled',
        line: 3,
        parting: 'They part after 12 characters: “enabled” is expected, “disabled” is there.',
      },
    ],
    [
      'the first line of several that is not as expected',
      { kind: 'exact', value: 'one\ntwo\nthree' },
      'zero\none\ntwo\nfour',
      { expected: 'three', got: 'four', line: 4, parting: null },
    ],
    [
      'that a line is missing',
      { kind: 'exact', value: 'one\ntwo' },
      'one',
      { expected: 'two', got: null, line: null, parting: null },
    ],
    [
      'what stands at a path',
      { kind: 'json-path', path: 'ok', equals: true },
      '{"ok": false}',
      { expected: 'ok is true', got: 'ok is false', line: null, parting: null },
    ],
    [
      'what there is where the path leads nowhere',
      { kind: 'json-path', path: 'team.name', equals: 'Harbor' },
      '{"error": "invalid_auth", "ok": false}',
      {
        expected: 'team.name is "Harbor"',
        got: 'nothing at team.name, beside error, ok',
        line: null,
        parting: null,
      },
    ],
  ] as const)('that does not fit is answered with %s', (_, match, output, comparison) => {
    expect(verifyOutput(match, output, plain)).toMatchObject({ matched: false, comparison });
  });

  test('is shown without control characters and not endlessly', () => {
    const match = { kind: 'exact', value: 'ready' } as const;
    const result = verifyOutput(match, `re\u0007\u202e${'x'.repeat(5_000)}`, plain);
    if (result.matched) throw new Error('It matched.');
    expect(result.comparison?.got).toMatch(/^re x{190,200} …$/);
  });

  test('of 100,000 characters is compared, whatever the kind', () => {
    const output = `${'ab c\n'.repeat(20_000)}`;
    for (const match of [
      { kind: 'exact', value: 'ab c\nab c\nx' },
      { kind: 'contains', value: 'not there' },
      { kind: 'regex', value: '(?:[a-z ]+\\s*)+#' },
      { kind: 'json-path', path: 'a', equals: 1 },
    ] as const) {
      expect(verifyOutput(match, output, plain).matched).toBe(false);
    }
  });

  test.each([
    ['a named group', '^tool (?<version>\\S+)$', 'tool 2026-rc', '2026-rc'],
    ['a version in the line', 'Homebrew', 'Homebrew 5.0.1', '5.0.1'],
    ['a version after v', '^v24\\.', 'v24.16.0', '24.16.0'],
    ['a commit', '^[0-9a-f]{7,40}$', 'a1b2c3d', 'a1b2c3d'],
  ])('gives the version from %s', (_, value, output, version) => {
    expect(verifyOutput({ kind: 'regex', value }, output, plain)).toEqual({ matched: true, version });
  });
});

describe('facts about the machine', () => {
  test('are read from what the Mac printed', () => {
    const lines = ['Model Identifier: Mac16,10', 'Chip: Apple M4', 'Serial Number (system): C07XYZ12ABCD'];
    expect(machineFactsIn(lines, ['model', 'chip', 'serial'])).toEqual({
      model: 'Mac16,10',
      chip: 'Apple M4',
      serial: 'C07XYZ12ABCD',
    });
    expect(machineFactsIn(['ProductVersion:\t26.1', 'BuildVersion:\t25B78'], ['macosBuild'])).toEqual({
      macosBuild: '26.1 (25B78)',
    });
  });

  test('that do not have the form of their field are left out', () => {
    expect(machineFactsIn(['Serial Number (system): $(rm -rf)'], ['serial'])).toEqual({});
  });
});

test('an export line gives a shell exactly the value, whatever characters it holds', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 60 }).filter((text) => !text.includes('\0')),
      (value) => {
        const script = `${exportLine('FOO', value)}\nprintf '%s' "$FOO"`;
        expect(spawnSync('/bin/sh', ['-c', script], { encoding: 'utf8' }).stdout).toBe(value);
      },
    ),
    { numRuns: 60, examples: [["it's"], ['$HOME `id` \\ "x"'], ["'; echo pwned; '"], ['two\nlines']] },
  );
});
