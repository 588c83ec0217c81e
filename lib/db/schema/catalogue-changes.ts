import { sql } from 'drizzle-orm';
import { check, foreignKey, index, integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { catalogueVersions, components } from '@/lib/db/schema/catalogue';
import { exactJson, moment, primaryId } from '@/lib/db/schema/columns';
import { users } from '@/lib/db/schema/people';

/**
 * What admins make of a component. The newest published row of a component lies over what the product ships; without
 * a definition it says that the shipped one is in force again. A component has one draft at most.
 */
export const catalogueChanges = pgTable(
  'catalogue_changes',
  {
    id: primaryId(),
    componentId: text('component_id')
      .notNull()
      .references(() => components.id),
    state: text('state', { enum: ['draft', 'published', 'withdrawn'] }).notNull(),
    /** The whole component, settings, slots and steps included; null means the shipped one. */
    definition: exactJson('definition'),
    /** The component in force from which the draft was begun. */
    baseHash: text('base_hash').notNull(),
    /** The shipped component that was known when somebody last decided between it and this one. */
    shippedHash: text('shipped_hash').notNull(),
    /** Counts the saves of a draft. */
    revision: integer('revision').notNull().default(1),
    startedBy: uuid('started_by')
      .notNull()
      .references(() => users.id),
    startedAt: moment('started_at').notNull().default(sql`clock_timestamp()`),
    changedBy: uuid('changed_by')
      .notNull()
      .references(() => users.id),
    changedAt: moment('changed_at').notNull().default(sql`clock_timestamp()`),
    /** Who published or withdrew it. */
    decidedBy: uuid('decided_by').references(() => users.id),
    decidedAt: moment('decided_at'),
    note: text('note').notNull().default(''),
    catalogueVersion: integer('catalogue_version'),
  },
  (table) => [
    foreignKey({
      name: 'catalogue_changes_version_fkey',
      columns: [table.catalogueVersion],
      foreignColumns: [catalogueVersions.version],
    }),
    uniqueIndex('catalogue_changes_draft_key').on(table.componentId).where(sql`state = 'draft'`),
    uniqueIndex('catalogue_changes_version_key').on(table.catalogueVersion),
    index('catalogue_changes_component_idx').on(table.componentId, table.catalogueVersion.desc()),
    check('catalogue_changes_state_check', sql`${table.state} in ('draft', 'published', 'withdrawn')`),
    check(
      'catalogue_changes_published_check',
      sql`(${table.state} = 'published') = (${table.catalogueVersion} is not null)
        and (${table.state} <> 'published' or length(trim(${table.note})) > 0)`,
    ),
    check(
      'catalogue_changes_decided_check',
      sql`(${table.state} = 'draft') = (${table.decidedBy} is null) and (${table.decidedBy} is null) = (${table.decidedAt} is null)`,
    ),
    check(
      'catalogue_changes_definition_check',
      sql`${table.definition} is not null or ${table.state} = 'published'`,
    ),
    check('catalogue_changes_revision_check', sql`${table.revision} >= 1`),
  ],
);
