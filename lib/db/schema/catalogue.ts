import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
} from 'drizzle-orm/pg-core';
import { moment } from '@/lib/db/schema/columns';

/** Which catalogue was loaded when. A new version exists only when the content changed. */
export const catalogueVersions = pgTable('catalogue_versions', {
  version: integer('version').primaryKey(),
  contentHash: text('content_hash').notNull().unique(),
  loadedAt: moment('loaded_at').notNull().defaultNow(),
  /** When what clients lack by it was counted to the end; null while that is under way, or was cut short. */
  countedAt: moment('counted_at'),
});

/** Catalogue entries keep their stable text ids (`openrouter`, `openrouter.api-key`): snapshots refer to them. */
export const components = pgTable('components', {
  id: text('id').primaryKey(),
  number: integer('number').notNull(),
  name: text('name').notNull(),
  definition: jsonb('definition').notNull(),
  catalogueVersion: integer('catalogue_version').notNull(),
  retiredAt: moment('retired_at'),
});

export const componentSettings = pgTable(
  'component_settings',
  {
    key: text('key').primaryKey(),
    componentId: text('component_id')
      .notNull()
      .references(() => components.id),
    position: integer('position').notNull(),
    definition: jsonb('definition').notNull(),
    retiredAt: moment('retired_at'),
  },
  (table) => [index('component_settings_component_idx').on(table.componentId)],
);

/**
 * Credential slots, born with tag and class. `UNIQUE (id, tag)` is what stored values point at: a value row says
 * "our-managed" by its own CHECK, so a client-supplied slot cannot hold one and a filled slot cannot change its tag.
 */
export const componentCredentialSlots = pgTable(
  'component_credential_slots',
  {
    id: text('id').primaryKey(),
    componentId: text('component_id')
      .notNull()
      .references(() => components.id),
    slotKey: text('slot_key').notNull(),
    name: text('name').notNull(),
    tag: text('tag', { enum: ['our-managed', 'client-supplied'] }).notNull(),
    class: text('class', {
      enum: ['infrastructure', 'per_install_generated', 'user_prompt', 'remote_fetch', 'device_sign_in'],
    }).notNull(),
    required: boolean('required').notNull(),
    position: integer('position').notNull(),
    definition: jsonb('definition').notNull(),
    retiredAt: moment('retired_at'),
  },
  (table) => [
    unique('component_credential_slots_id_tag_key').on(table.id, table.tag),
    index('component_credential_slots_component_idx').on(table.componentId),
    index('component_credential_slots_key_idx').on(table.slotKey),
    check('component_credential_slots_tag_check', sql`${table.tag} in ('our-managed', 'client-supplied')`),
    check(
      'component_credential_slots_class_check',
      sql`(${table.class} in ('infrastructure', 'per_install_generated') and ${table.tag} = 'our-managed')
        or ${table.class} in ('user_prompt', 'remote_fetch')
        or (${table.class} = 'device_sign_in' and ${table.tag} = 'client-supplied')`,
    ),
  ],
);

export const componentSteps = pgTable(
  'component_steps',
  {
    id: text('id').primaryKey(),
    componentId: text('component_id')
      .notNull()
      .references(() => components.id),
    position: integer('position').notNull(),
    definition: jsonb('definition').notNull(),
    retiredAt: moment('retired_at'),
  },
  (table) => [index('component_steps_component_idx').on(table.componentId)],
);

/** Tiers, packs and add-ons: named sets of components. */
export const packageTiers = pgTable(
  'package_tiers',
  {
    id: text('id').primaryKey(),
    kind: text('kind', { enum: ['tier', 'pack', 'add-on'] }).notNull(),
    name: text('name').notNull(),
    summary: text('summary').notNull(),
    position: integer('position').notNull(),
    retiredAt: moment('retired_at'),
  },
  (table) => [check('package_tiers_kind_check', sql`${table.kind} in ('tier', 'pack', 'add-on')`)],
);

export const tierComponents = pgTable(
  'tier_components',
  {
    tierId: text('tier_id')
      .notNull()
      .references(() => packageTiers.id),
    componentId: text('component_id')
      .notNull()
      .references(() => components.id),
  },
  (table) => [primaryKey({ columns: [table.tierId, table.componentId] })],
);
