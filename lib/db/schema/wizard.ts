import { index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { clients } from '@/lib/db/schema/clients';
import { exactJson, moment, primaryId } from '@/lib/db/schema/columns';

/** A wizard in progress. The client row exists from the first step on, so that secrets have their place at once. */
export const wizardDrafts = pgTable(
  'wizard_drafts',
  {
    id: primaryId(),
    clientId: uuid('client_id').references(() => clients.id, { onDelete: 'cascade' }),
    step: text('step').notNull().default('client'),
    createdBy: uuid('created_by').notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
    updatedAt: moment('updated_at').notNull().defaultNow(),
    completedAt: moment('completed_at'),
  },
  (table) => [
    index('wizard_drafts_open_idx').on(table.completedAt, table.updatedAt.desc(), table.id.desc()),
    index('wizard_drafts_client_idx').on(table.clientId),
  ],
);

/** One row per answered field, with the revision that two people's saves are told apart by. Never a secret. */
export const wizardAnswers = pgTable(
  'wizard_answers',
  {
    draftId: uuid('draft_id')
      .notNull()
      .references(() => wizardDrafts.id, { onDelete: 'cascade' }),
    field: text('field').notNull(),
    value: exactJson('value').notNull(),
    revision: integer('revision').notNull().default(1),
    updatedBy: uuid('updated_by').notNull(),
    updatedAt: moment('updated_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.draftId, table.field] })],
);
