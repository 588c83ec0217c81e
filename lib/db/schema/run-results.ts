import { sql } from 'drizzle-orm';
import { boolean, index, pgTable, primaryKey, real, smallint, text, uuid } from 'drizzle-orm/pg-core';
import { moment } from '@/lib/db/schema/columns';
import { runbooks } from '@/lib/db/schema/runbook';

const KINDS = ['install', 'hand-over', 'offboarding'] as const;

/**
 * What became of each component in a run, written once as the run closes (`record_run_results`), so that statistics
 * over years need not read every event again. Without names: neither who was at it nor whose machine it was.
 */
export const componentResults = pgTable(
  'component_results',
  {
    runbookId: uuid('runbook_id')
      .notNull()
      .references(() => runbooks.id),
    componentId: text('component_id').notNull(),
    kind: text('kind', { enum: KINDS }).notNull(),
    closedAt: moment('closed_at').notNull(),
    minutes: real('minutes').notNull(),
    /** What the frozen steps that were worked on had estimated. */
    estimateMinutes: real('estimate_minutes').notNull(),
    /** No step of it failed or was blocked. */
    smooth: boolean('smooth').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.runbookId, table.componentId] }),
    index('component_results_closed_idx').on(table.kind, table.closedAt),
  ],
);

/** The same for each step that somebody did, or could not do. */
export const stepResults = pgTable(
  'step_results',
  {
    runbookId: uuid('runbook_id')
      .notNull()
      .references(() => runbooks.id),
    stepId: text('step_id').notNull(),
    componentId: text('component_id').notNull(),
    kind: text('kind', { enum: KINDS }).notNull(),
    closedAt: moment('closed_at').notNull(),
    minutes: real('minutes').notNull(),
    estimateMinutes: real('estimate_minutes').notNull(),
    done: boolean('done').notNull(),
    /** How often it failed, was blocked, and was opened again after somebody had settled it. */
    failed: smallint('failed').notNull(),
    blocked: smallint('blocked').notNull(),
    undone: smallint('undone').notNull(),
    /** It took more than half as long again as estimated, and two minutes or more. */
    overran: boolean('overran').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.runbookId, table.stepId] }),
    // Few steps make trouble, and only those are ranked; drizzle does not know that the index includes what is counted.
    index('step_results_trouble_idx')
      .on(table.kind, table.closedAt)
      .where(sql`failed > 0 or blocked > 0 or undone > 0 or overran`),
  ],
);
