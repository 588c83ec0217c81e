import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { expect, test } from 'vitest';
import { boardProgram } from '@/lib/cli/program';

/**
 * How many requirements each section of ASVS 5.0.0 has, and which of them are for level 3 alone. V17 is about video.
 */
const SECTIONS: Readonly<Record<string, readonly [count: number, level3: readonly number[]]>> = {
  '1.1': [2, []],
  '1.2': [10, [10]],
  '1.3': [12, [12]],
  '1.4': [3, []],
  '1.5': [3, [3]],
  '2.1': [3, []],
  '2.2': [3, []],
  '2.3': [5, [5]],
  '2.4': [2, [2]],
  '3.1': [1, [1]],
  '3.2': [3, [3]],
  '3.3': [5, [5]],
  '3.4': [8, [7, 8]],
  '3.5': [8, [6, 7, 8]],
  '3.6': [1, [1]],
  '3.7': [5, [3, 4, 5]],
  '4.1': [5, [4, 5]],
  '4.2': [5, [2, 3, 4, 5]],
  '4.3': [2, []],
  '4.4': [4, []],
  '5.1': [1, []],
  '5.2': [6, [4, 5, 6]],
  '5.3': [3, [3]],
  '5.4': [3, []],
  '6.1': [3, []],
  '6.2': [12, []],
  '6.3': [8, [5, 6, 7, 8]],
  '6.4': [6, [5, 6]],
  '6.5': [8, [6, 7, 8]],
  '6.6': [4, [4]],
  '6.7': [2, [1, 2]],
  '6.8': [4, []],
  '7.1': [3, []],
  '7.2': [4, []],
  '7.3': [2, []],
  '7.4': [5, []],
  '7.5': [3, [3]],
  '7.6': [2, []],
  '8.1': [4, [3, 4]],
  '8.2': [4, [4]],
  '8.3': [3, [2, 3]],
  '8.4': [2, [2]],
  '9.1': [3, []],
  '9.2': [4, []],
  '10.1': [2, []],
  '10.2': [3, [3]],
  '10.3': [5, [5]],
  '10.4': [16, [12, 13, 14, 15, 16]],
  '10.5': [5, []],
  '10.6': [2, []],
  '10.7': [3, []],
  '11.1': [4, [3, 4]],
  '11.2': [5, [4, 5]],
  '11.3': [5, [4, 5]],
  '11.4': [4, []],
  '11.5': [2, [2]],
  '11.6': [2, [2]],
  '11.7': [2, [1, 2]],
  '12.1': [5, [4, 5]],
  '12.2': [2, []],
  '12.3': [5, [5]],
  '13.1': [4, [2, 3, 4]],
  '13.2': [6, [6]],
  '13.3': [4, [3, 4]],
  '13.4': [7, [6, 7]],
  '14.1': [2, []],
  '14.2': [8, [5, 6, 7, 8]],
  '14.3': [3, []],
  '15.1': [5, [4, 5]],
  '15.2': [5, [4, 5]],
  '15.3': [7, []],
  '15.4': [4, [1, 2, 3, 4]],
  '16.1': [1, []],
  '16.2': [5, []],
  '16.3': [4, []],
  '16.4': [3, []],
  '16.5': [4, [4]],
};

interface Row {
  numbers: string[];
  state: string;
  where: string;
  shownBy: string;
}

const rows: Row[] = readFileSync('tests/ASVS.md', 'utf8')
  .split('\n')
  .filter((line) => /^\| \d/.test(line))
  .map((line) => {
    const [, numbers = '', , state = '', where = '', shownBy = ''] = line
      .split('|')
      .map((cell) => cell.trim());
    return { numbers: numbers.split(', '), state, where, shownBy };
  });

/** The files that a page names: in back quotes from the root, in links from the page's own folder. */
function filesIn(page: string): string[] {
  const text = readFileSync(page, 'utf8');
  const quoted = [...text.matchAll(/`([\w./()[\]-]+\.(?:tsx?|sql|md|json))`/g)].flatMap(
    ([, file]) => file ?? [],
  );
  const linked = [...text.matchAll(/\]\(([\w./-]+)\)/g)].map(([, file = '']) =>
    path.join(path.dirname(page), file),
  );
  return [...quoted, ...linked];
}

test('every requirement of levels 1 and 2 stands in the table exactly once, and no other', () => {
  const wanted = Object.entries(SECTIONS).flatMap(([section, [count, level3]]) =>
    Array.from({ length: count }, (_requirement, index) => index + 1)
      .filter((number) => !level3.includes(number))
      .map((number) => `${section}.${number}`),
  );
  expect(rows.flatMap(({ numbers }) => numbers).sort()).toEqual(wanted.sort());
});

test('each row has one of four states; what is met, or partly, says where, and names its test or says that there is none', () => {
  for (const { numbers, state, where, shownBy } of rows) {
    expect(['met', 'partly', 'not met', 'n/a'], numbers.join()).toContain(state);
    if (state !== 'met' && state !== 'partly') continue;
    expect(where, numbers.join()).not.toBe('');
    expect(shownBy, numbers.join()).toMatch(/^–$|^`tests\/(unit|integration|e2e)\/.*\.test\.tsx?`/);
  }
});

test.each(['SECURITY.md', 'tests/ASVS.md'])('every file that %s names exists', (page) => {
  const named = filesIn(page);
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((file) => !existsSync(file))).toEqual([]);
});

test('every command that SECURITY.md names exists, with its options', () => {
  const lines = [...readFileSync('SECURITY.md', 'utf8').matchAll(/`npm run (?:-s )?board -- ([^`]+)`/g)];
  expect(lines.length).toBeGreaterThan(8);
  for (const [, line = ''] of lines) {
    const words = line.split(' ');
    let command: Command = boardProgram();
    for (const word of words) {
      const next = command.commands.find((child) => child.name() === word);
      if (next === undefined) break;
      command = next;
    }
    expect(command.commands, line).toEqual([]);
    const known = command.options.map(({ long }) => long);
    for (const option of words.filter((word) => word.startsWith('--'))) {
      expect(known, line).toContain(option);
    }
  }
});
