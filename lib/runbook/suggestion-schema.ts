import { z } from 'zod';

const text = (max: number, empty: string) =>
  z.string().trim().min(1, empty).max(max, `Keep it under ${max} characters.`);

export const suggestionSchema = z.object({
  runbookId: z.uuid('Open the step again, then try again.'),
  stepId: z.string().min(1).max(120),
  wrong: text(2000, 'Say what is wrong with the step.'),
  better: text(2000, 'Say what would be right.'),
});

export const suggestionAnswerSchema = z
  .object({
    suggestionId: z.uuid('Reload the page, then try again.'),
    verdict: z.enum(['taken', 'declined'], 'Choose taken or declined.'),
    words: z.string().trim().max(1000, 'Keep it under 1000 characters.').default(''),
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
