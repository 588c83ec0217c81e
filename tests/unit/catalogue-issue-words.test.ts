import { expect, test } from 'vitest';
import { issueWords } from '@/lib/catalogue/issue-words';
import { captureSchema, matchSchema } from '@/lib/catalogue/schema';

function said(given: unknown, schema: typeof matchSchema | typeof captureSchema = matchSchema): string[] {
  const { error } = schema.safeParse(given);
  return (error?.issues ?? []).map((issue) => issueWords(issue, issue.path.join('.')));
}

test('a key of another name is told by its name, and the one that is missing with what it takes', () => {
  expect(said({ kind: 'contains', pattern: 'sleep 0' })).toEqual([
    '“value” is missing; it takes a text.',
    '“pattern” is not known here: correct the name, or take it out.',
  ]);
});

test('a value of another kind, and one that is none of the choices, are told with what goes there', () => {
  expect(said({ kind: 'contains', value: 7 })).toEqual(['“value” has to be a text.']);
  expect(said({ kind: 'machine-field', field: 'colour' }, captureSchema)).toEqual([
    expect.stringMatching(/^“field” has to be one of .*serial/),
  ]);
});

test('a kind that does not exist is told in plain words', () => {
  expect(said({ kind: 'fuzzy', value: 'x' })).toEqual([expect.stringMatching(/^“kind” /)]);
});
