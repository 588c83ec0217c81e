import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list, in square brackets',
  object: 'an object, in braces',
};

/**
 * What the schema has against a part, in the words of whoever typed it. `rest` is the place inside the field, such as
 * "value" or "0.field"; empty for the field itself.
 */
export function issueWords(issue: Issue, rest: string): string {
  const what = rest === '' ? 'This' : `“${rest}”`;
  if (issue.code === 'unrecognized_keys') return unknownKeys(issue.keys);
  if (issue.code === 'invalid_value') return `${what} has to be ${oneOf(issue.values.map(String))}.`;
  if (issue.code === 'invalid_type') {
    const kind = KINDS[issue.expected] ?? issue.expected;
    const missing = issue.message.endsWith('received undefined');
    return missing ? `${what} is missing; it takes ${kind}.` : `${what} has to be ${kind}.`;
  }
  if (issue.code === 'invalid_union') return `${what} is none of the kinds that go here.`;
  return rest === '' ? `${issue.message}.` : `${rest}: ${issue.message}.`;
}

function unknownKeys(keys: readonly string[]): string {
  const names = keys.map((key) => `“${key}”`).join(', ');
  return `${names} ${keys.length === 1 ? 'is' : 'are'} not known here: correct the name, or take it out.`;
}

function oneOf(values: readonly string[]): string {
  return values.length === 1 ? `${values[0]}` : `one of ${values.join(', ')}`;
}
