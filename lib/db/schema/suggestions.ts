import { sql } from 'drizzle-orm';
import { check, foreignKey, index, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { moment, primaryId } from '@/lib/db/schema/columns';
import { users } from '@/lib/db/schema/people';
import { runbookSteps } from '@/lib/db/schema/runbook';

/** What somebody found wrong with a step while doing it, append-only. The key says in which run they read it. */
export const stepSuggestions = pgTable(
  'step_suggestions',
  {
    id: primaryId(),
    runbookId: uuid('runbook_id').notNull(),
    stepId: text('step_id').notNull(),
    componentId: text('component_id').notNull(),
    wrong: text('wrong').notNull(),
    better: text('better').notNull(),
    madeBy: uuid('made_by')
      .notNull()
      .references(() => users.id),
    madeAt: moment('made_at').notNull().default(sql`clock_timestamp()`),
  },
  (table) => [
    index('step_suggestions_component_idx').on(table.componentId, table.id.desc()),
    foreignKey({
      name: 'step_suggestions_step_fkey',
      columns: [table.runbookId, table.stepId],
      foreignColumns: [runbookSteps.runbookId, runbookSteps.stepId],
    }),
    check(
      'step_suggestions_text_check',
      sql`length(trim(${table.wrong})) > 0 and length(trim(${table.better})) > 0`,
    ),
  ],
);

/** What an admin said to it, once, append-only. A suggestion without an answer is open. */
export const suggestionAnswers = pgTable(
  'suggestion_answers',
  {
    suggestionId: uuid('suggestion_id')
      .primaryKey()
      .references(() => stepSuggestions.id),
    verdict: text('verdict', { enum: ['taken', 'declined'] }).notNull(),
    words: text('words').notNull(),
    answeredBy: uuid('answered_by')
      .notNull()
      .references(() => users.id),
    answeredAt: moment('answered_at').notNull().default(sql`clock_timestamp()`),
  },
  (table) => [
    check('suggestion_answers_verdict_check', sql`${table.verdict} in ('taken', 'declined')`),
    check(
      'suggestion_answers_words_check',
      sql`${table.verdict} <> 'declined' or length(trim(${table.words})) > 0`,
    ),
  ],
);
