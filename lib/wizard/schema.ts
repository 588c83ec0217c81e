import { z } from 'zod';
import {
  contactSchema,
  machineSchema,
  notesSchema,
  retentionDaysSchema,
  warrantyOrder,
} from '@/lib/clients/record-schema';
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

const { name: clientName, ...contact } = contactSchema.shape;

/** "Who is the client?": what the record takes later, and the short name, which it never takes again. */
export const clientAnswersSchema = z.object({
  name: clientName,
  slug: slugSchema,
  ...contact,
  ...notesSchema.shape,
  ...retentionDaysSchema.shape,
});

const { name: machineName, model, serial, location, purchasedOn, warrantyUntil } = machineSchema.shape;

/** "Which machine is it?": the part of the machine's record that is known before it is unpacked. */
export const machineAnswersSchema = z
  .object({ machineName, model, serial, location, purchasedOn, warrantyUntil })
  .refine(warrantyOrder.holds, warrantyOrder.problem);

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
