import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { contactSchema, machineSchema, notesSchema, retentionDaysSchema } from '@/lib/clients/record-schema';
import { clientAnswersSchema, machineAnswersSchema } from '@/lib/wizard/schema';

const BIDI_OVERRIDE = '\u202e';

/** Inputs that forms of the wizard and of the record have in common, sound and not. */
const TEXTS = [
  '',
  '   ',
  'Harbor Realty',
  `  Har${BIDI_OVERRIDE}bor\u0007 `,
  'Cafe\u0301',
  'ana@example.com',
  'no address',
  'a@b',
  'C02XK1ABJGH5',
  'c02xk1abjgh5',
  'with space 1',
  '30',
  '3650',
  '3651',
  '-1',
  '2026-11-22',
  '2026-02-30',
  'x'.repeat(81),
  'x'.repeat(121),
  'x'.repeat(5001),
];

/** What becomes of a text in one field of a form, apart from what the other fields say. */
function outcome(schema: z.ZodObject, field: string, text: string): unknown {
  const rest = Object.fromEntries(Object.keys(schema.shape).map((name) => [name, '']));
  const parsed = schema.safeParse({ ...rest, [field]: text });
  const problems = parsed.error?.issues.filter((issue) => issue.path[0] === field) ?? [];
  if (problems.length > 0) return problems.map((issue) => issue.message);
  const alone = schema.shape[field] as z.ZodType;
  return alone.parse(text);
}

const pairs: [string, z.ZodObject, string, z.ZodObject, string][] = [
  ...['name', 'contactName', 'contactEmail', 'contactPhone'].map((name): (typeof pairs)[number] => [
    name,
    clientAnswersSchema,
    name,
    contactSchema,
    name,
  ]),
  ['notes', clientAnswersSchema, 'notes', notesSchema, 'notes'],
  ['days', clientAnswersSchema, 'retentionDays', retentionDaysSchema, 'retentionDays'],
  ['machine name', machineAnswersSchema, 'machineName', machineSchema, 'name'],
  ...['model', 'serial', 'location', 'purchasedOn', 'warrantyUntil'].map((name): (typeof pairs)[number] => [
    name,
    machineAnswersSchema,
    name,
    machineSchema,
    name,
  ]),
];

describe('what the wizard accepts the record accepts, in the same words', () => {
  test.each(pairs)('%s', (_, wizard, wizardField, record, recordField) => {
    for (const text of TEXTS) {
      expect(outcome(wizard, wizardField, text)).toEqual(outcome(record, recordField, text));
    }
  });
});

test('a warranty that ends before the purchase is refused wherever both days are asked for', () => {
  for (const [schema, nameField] of [
    [machineAnswersSchema, 'machineName'],
    [machineSchema, 'name'],
  ] as const) {
    const rest = Object.fromEntries(Object.keys(schema.shape).map((name) => [name, '']));
    const days = { purchasedOn: '2026-11-22', warrantyUntil: '2026-11-21' };
    const parsed = schema.safeParse({ ...rest, [nameField]: 'mini-01', ...days });
    expect(parsed.error?.issues.map((issue) => issue.path[0])).toEqual(['warrantyUntil']);
  }
});

test('a name is kept without control characters and without what turns the reading direction', () => {
  const parsed = contactSchema.shape.name.parse(`  Har${BIDI_OVERRIDE}bor\u0007 Cafe\u0301 `);
  expect(parsed).toBe('Harbor  Café');
});
