import { z } from 'zod';
import { slugSchema } from '@/lib/clients/schema';

/** The pages of the wizard in their order; "created" comes after and is no question. */
export const STEPS = [
  'client',
  'package',
  'components',
  'settings',
  'credentials',
  'machine',
  'check',
] as const;
export type WizardStep = (typeof STEPS)[number];

export const STEP_TITLES: Readonly<Record<WizardStep, string>> = {
  client: 'Who is the client?',
  package: 'Which package do they take?',
  components: 'What gets installed?',
  settings: 'Settings',
  credentials: 'Credentials',
  machine: 'Which machine is it?',
  check: 'Check the answers',
};

/** An answer as it is kept: a text, or the ticked values of a list. Never a secret. */
export type AnswerValue = string | string[];
/** Answers by field name, as they were typed: they may be incomplete or wrong. */
export type Answers = Readonly<Record<string, AnswerValue | undefined>>;

/** A kept answer with what two people's saves are told apart by. */
export interface StoredAnswer {
  value: AnswerValue;
  revision: number;
  updatedBy: string;
  updatedAt: Date;
}

/** Far beyond any sensible answer: a draft keeps what was typed, and Continue says what is wrong with it. */
const MAX_DRAFT_CHARACTERS = 20_000;
const MAX_LIST_ITEMS = 100;

export const answerValueSchema = z.union([
  z
    .string()
    .max(
      MAX_DRAFT_CHARACTERS,
      'This is longer than 20,000 characters and cannot be kept, even as a draft. Shorten it.',
    ),
  z.array(z.string().max(200)).max(MAX_LIST_ITEMS),
]);

/** What the form was filled from, per field: the revision, and the value that was shown. */
export const baseSchema = z.record(
  z.string().max(200),
  z.object({ revision: z.number().int().min(0), value: answerValueSchema }),
);
export type Base = z.output<typeof baseSchema>;

/** A form that was sent: its fields, and what they were filled from. */
export interface PostedForm {
  values: Record<string, AnswerValue>;
  base: Base;
}

const CONTROL = /\p{Cc}/gu;
// Embeddings and overrides turn the reading direction of whatever follows; a right-to-left name needs none.
const DIRECTION = /[\u202a-\u202e\u2066-\u2069]/gu;

const line = (max: number) =>
  z
    .string()
    .transform((text) => text.replace(CONTROL, ' ').replace(DIRECTION, '').trim().normalize('NFC'))
    .refine((text) => text.length <= max, `Keep this under ${max} characters.`);

export const clientAnswersSchema = z.object({
  name: line(120).refine((text) => text !== '', 'Enter the client’s name.'),
  slug: slugSchema,
  contactName: line(120),
  contactEmail: line(200).refine(
    (text) => text === '' || /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text),
    'This is no e-mail address. Write it like ana@example.com, or leave it empty.',
  ),
  contactPhone: line(60),
  notes: z.string().trim().max(5000, 'Keep the notes under 5,000 characters.'),
  retentionDays: z
    .string()
    .trim()
    .regex(/^\d{1,4}$/, 'Enter a number of days from 0 to 3650.')
    .transform(Number)
    .refine((days) => days <= 3650, 'Enter a number of days from 0 to 3650.'),
});

const optionalDay = z
  .union([z.literal(''), z.iso.date('Enter a day, such as 2026-11-22, or leave it empty.')])
  .transform((day) => (day === '' ? null : day));

export const machineAnswersSchema = z
  .object({
    machineName: z
      .string()
      .trim()
      .min(1, 'Give the machine a name, such as harbor-realty-mini-01.')
      .max(48, 'Keep the machine’s name under 48 characters.')
      .regex(
        /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/,
        'Use lower-case letters, digits and hyphens, and begin and end with a letter or digit.',
      ),
    model: line(120),
    serial: line(60),
    location: line(200),
    purchasedOn: optionalDay,
    warrantyUntil: optionalDay,
  })
  .refine(
    ({ purchasedOn, warrantyUntil }) =>
      purchasedOn === null || warrantyUntil === null || warrantyUntil >= purchasedOn,
    { path: ['warrantyUntil'], message: 'The warranty ends before the purchase. Check both days.' },
  );

/** What a save of one field came to. */
export type SaveOutcome =
  | { saved: true; revision: number; at: string }
  | { saved: false; conflict: AnswerConflict };

/** Somebody else's answer that stands in the way of a save: nothing was overwritten. */
export interface AnswerConflict {
  field: string;
  label: string;
  by: string;
  /** ISO 8601. */
  at: string;
  revision: number;
  theirs: AnswerValue;
  /** The answer in the words of the page. */
  theirsShown: string;
}
