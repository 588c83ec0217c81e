import { z } from 'zod';

// PostgreSQL takes no NUL in a text.
const plain = z.string().transform((value) => value.replaceAll('\0', '').trim());
const upTo = (max: number) => z.string().max(max, `Keep it under ${max} characters.`);
const text = (max: number, empty: string) => plain.pipe(upTo(max).min(1, empty));

/** What can be the id of a step at all. */
export const stepIdSchema = z.string().regex(/^[\w.-]{1,120}$/, 'Open the step again, then try again.');

export const suggestionSchema = z.object({
  runbookId: z.uuid('Open the step again, then try again.'),
  stepId: stepIdSchema,
  wrong: text(2000, 'Say what is wrong with the step.'),
  better: text(2000, 'Say what would be right.'),
});

export const suggestionAnswerSchema = z
  .object({
    suggestionId: z.uuid('Reload the page, then try again.'),
    verdict: z.enum(['taken', 'declined'], 'Choose taken or declined.'),
    words: plain.pipe(upTo(1000)).default(''),
  })
  .refine(({ verdict, words }) => verdict === 'taken' || words !== '', {
    path: ['words'],
    message: 'Say why: whoever suggested it reads this.',
  });

/** What somebody found wrong with a step, as the catalogue shows it. */
export interface Suggestion {
  id: string;
  runbookId: string;
  stepId: string;
  /** As the step read then. */
  title: string;
  wrong: string;
  better: string;
  by: string;
  at: Date;
  /** Null while it is open. */
  answer: { verdict: 'taken' | 'declined'; words: string; by: string; at: Date } | null;
}
