import { sql } from 'drizzle-orm';
import { boolean, check, foreignKey, index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { clients } from '@/lib/db/schema/clients';
import { bytea, moment, primaryId } from '@/lib/db/schema/columns';
import { runbookSteps } from '@/lib/db/schema/runbook';

/**
 * Images that prove a step. A row stays for good; its bytes go when somebody removes the image or the client is purged,
 * and nothing else of it ever changes: a trigger sees to that.
 */
export const stepEvidence = pgTable(
  'step_evidence',
  {
    id: primaryId(),
    clientId: uuid('client_id')
      .notNull()
      .references(() => clients.id),
    runbookId: uuid('runbook_id').notNull(),
    stepId: text('step_id').notNull(),
    /** Added after the run was closed. */
    addendum: boolean('addendum').notNull(),
    addedBy: uuid('added_by').notNull(),
    addedAt: moment('added_at').notNull().default(sql`clock_timestamp()`),
    mime: text('mime', { enum: ['image/jpeg', 'image/png', 'image/webp'] }).notNull(),
    bytes: integer('bytes').notNull(),
    width: integer('width').notNull(),
    height: integer('height').notNull(),
    sha256: bytea('sha256').notNull(),
    content: bytea('content'),
    /** The image in small, as WebP. */
    preview: bytea('preview'),
    removedBy: uuid('removed_by'),
    removedAt: moment('removed_at'),
    removedReason: text('removed_reason'),
  },
  (table) => [
    index('step_evidence_run_idx').on(table.runbookId, table.id),
    index('step_evidence_client_idx').on(table.clientId),
    foreignKey({
      name: 'step_evidence_step_fkey',
      columns: [table.runbookId, table.stepId],
      foreignColumns: [runbookSteps.runbookId, runbookSteps.stepId],
    }),
    check('step_evidence_mime_check', sql`${table.mime} in ('image/jpeg', 'image/png', 'image/webp')`),
    check('step_evidence_bytes_check', sql`${table.bytes} between 1 and 10485760`),
    check(
      'step_evidence_content_check',
      sql`${table.content} is null or octet_length(${table.content}) = ${table.bytes}`,
    ),
    check(
      'step_evidence_preview_check',
      sql`(${table.preview} is null) = (${table.content} is null) and (${table.preview} is null or octet_length(${table.preview}) <= 262144)`,
    ),
    check('step_evidence_sha256_check', sql`octet_length(${table.sha256}) = 32`),
    check(
      'step_evidence_removed_check',
      sql`(${table.content} is null) = (${table.removedAt} is not null) and (${table.removedAt} is null) = (${table.removedBy} is null)
        and (${table.removedAt} is null) = (${table.removedReason} is null) and length(trim(coalesce(${table.removedReason}, '-'))) > 0`,
    ),
  ],
);
