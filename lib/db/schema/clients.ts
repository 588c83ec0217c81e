import { sql } from 'drizzle-orm';
import {
  check,
  date,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { componentCredentialSlots, components } from '@/lib/db/schema/catalogue';
import { bytea, moment, primaryId } from '@/lib/db/schema/columns';
import { masterKeys } from '@/lib/db/schema/vault';

/**
 * The client record. `stage` is generated from facts by the database, so nobody can set it; the facts
 * (`missing_ours`, `missing_client`, the dates) are kept by the commands that change what they count.
 */
export const clients = pgTable(
  'clients',
  {
    id: primaryId(),
    slug: text('slug').notNull().unique(),
    name: text('name').notNull(),
    contactName: text('contact_name').notNull().default(''),
    contactEmail: text('contact_email').notNull().default(''),
    contactPhone: text('contact_phone').notNull().default(''),
    notes: text('notes').notNull().default(''),
    tierId: text('tier_id'),
    packIds: text('pack_ids').array().notNull().default(sql`'{}'::text[]`),
    submittedAt: moment('submitted_at'),
    missingOurs: integer('missing_ours').notNull().default(0),
    missingClient: integer('missing_client').notNull().default(0),
    readyAt: moment('ready_at'),
    runStartedAt: moment('run_started_at'),
    installedAt: moment('installed_at'),
    /** When the first offboarding run of the client began, unless it was called off. */
    offboardingStartedAt: moment('offboarding_started_at'),
    offboardedAt: moment('offboarded_at'),
    retentionDays: integer('retention_days').notNull().default(30),
    purgeAfter: moment('purge_after'),
    purgedAt: moment('purged_at'),
    kdfSalt: bytea('kdf_salt'),
    createdBy: uuid('created_by').notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
    updatedAt: moment('updated_at').notNull().defaultNow(),
    stage: text('stage', {
      enum: ['draft', 'collecting', 'ready', 'installing', 'installed', 'offboarding', 'purged'],
    })
      .notNull()
      .generatedAlwaysAs(
        sql`case
          when purged_at is not null then 'purged'
          when offboarded_at is not null or offboarding_started_at is not null then 'offboarding'
          when installed_at is not null then 'installed'
          when submitted_at is null then 'draft'
          when run_started_at is not null then 'installing'
          when missing_ours = 0 and missing_client = 0 then 'ready'
          else 'collecting' end`,
      ),
  },
  (table) => [
    index('clients_stage_idx').on(table.stage, table.updatedAt.desc(), table.id.desc()),
    index('clients_updated_idx').on(table.updatedAt.desc(), table.id.desc()),
    index('clients_name_idx').on(sql`lower(${table.name})`, table.id),
    index('clients_tier_idx').on(table.tierId, table.updatedAt.desc(), table.id.desc()),
    index('clients_purge_idx').on(table.purgeAfter).where(sql`purged_at is null and purge_after is not null`),
    index('clients_search_idx')
      .using(
        'gin',
        sql`to_tsvector('simple', ${table.name} || ' ' || replace(${table.slug}, '-', ' ') || ' ' || ${table.contactName} || ' ' || ${table.contactEmail})`,
      )
      .with({ fastupdate: false }),
    index('clients_waiting_idx')
      .on(table.submittedAt)
      .where(sql`stage = 'collecting' and missing_client > 0`),
    check('clients_slug_check', sql`${table.slug} ~ '^[a-z0-9]([a-z0-9-]{0,46}[a-z0-9])?$'`),
    check('clients_salt_check', sql`${table.kdfSalt} is null or octet_length(${table.kdfSalt}) = 32`),
    check('clients_purged_salt_check', sql`purged_at is null or kdf_salt is null`),
    check('clients_retention_check', sql`${table.retentionDays} between 0 and 3650`),
    check('clients_offboarding_check', sql`(offboarded_at is null) = (purge_after is null)`),
  ],
);

export const clientComponents = pgTable(
  'client_components',
  {
    clientId: uuid('client_id')
      .notNull()
      .references(() => clients.id, { onDelete: 'cascade' }),
    componentId: text('component_id')
      .notNull()
      .references(() => components.id),
    addedAt: moment('added_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.clientId, table.componentId] }),
    index('client_components_component_idx').on(table.componentId, table.clientId),
  ],
);

export const clientSettings = pgTable(
  'client_settings',
  {
    clientId: uuid('client_id')
      .notNull()
      .references(() => clients.id, { onDelete: 'cascade' }),
    settingKey: text('setting_key').notNull(),
    value: text('value').notNull(),
    updatedBy: uuid('updated_by').notNull(),
    updatedAt: moment('updated_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.clientId, table.settingKey] })],
);

export const machines = pgTable(
  'machines',
  {
    id: primaryId(),
    clientId: uuid('client_id')
      .notNull()
      .references(() => clients.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    model: text('model').notNull().default(''),
    chip: text('chip').notNull().default(''),
    serial: text('serial').notNull().default(''),
    macosBuild: text('macos_build').notNull().default(''),
    macAddress: text('mac_address').notNull().default(''),
    hostname: text('hostname').notNull().default(''),
    tailscaleName: text('tailscale_name').notNull().default(''),
    tailscaleIp: text('tailscale_ip').notNull().default(''),
    location: text('location').notNull().default(''),
    purchasedOn: date('purchased_on', { mode: 'string' }),
    warrantyUntil: date('warranty_until', { mode: 'string' }),
    createdAt: moment('created_at').notNull().defaultNow(),
  },
  (table) => [
    unique('machines_client_name_key').on(table.clientId, table.name),
    index('machines_serial_idx').on(sql`lower(${table.serial}) text_pattern_ops`),
    index('machines_hostname_idx').on(sql`lower(${table.hostname}) text_pattern_ops`),
    index('machines_name_idx').on(sql`${table.name} text_pattern_ops`),
    check('machines_name_check', sql`${table.name} ~ '^[a-z0-9]([a-z0-9-]{0,46}[a-z0-9])?$'`),
  ],
);

/** Stored values. Only ever for an our-managed slot: the CHECK and the two-column key together refuse the rest. */
export const clientCredentials = pgTable(
  'client_credentials',
  {
    id: primaryId(),
    clientId: uuid('client_id')
      .notNull()
      .references(() => clients.id),
    slotId: text('slot_id').notNull(),
    tag: text('tag', { enum: ['our-managed'] })
      .notNull()
      .default('our-managed'),
    envelope: bytea('envelope').notNull(),
    keyVersion: integer('key_version')
      .notNull()
      .references(() => masterKeys.version),
    valueVersion: integer('value_version').notNull(),
    characters: integer('characters').notNull(),
    /** By which the value is known again in pasted text; null where it is too short, or stored before there were marks. */
    mark: bytea('mark'),
    source: text('source', { enum: ['typed', 'generated', 'captured', 'imported', 'minted'] }).notNull(),
    storedBy: uuid('stored_by').notNull(),
    storedAt: moment('stored_at').notNull().defaultNow(),
    expiresAt: moment('expires_at'),
    spentAt: moment('spent_at'),
  },
  (table) => [
    unique('client_credentials_client_slot_key').on(table.clientId, table.slotId),
    foreignKey({
      name: 'client_credentials_slot_tag_fkey',
      columns: [table.slotId, table.tag],
      foreignColumns: [componentCredentialSlots.id, componentCredentialSlots.tag],
    }),
    index('client_credentials_key_version_idx').on(table.keyVersion, table.id),
    index('client_credentials_expiry_idx')
      .on(table.expiresAt)
      .where(sql`expires_at is not null and spent_at is null`),
    index('client_credentials_replaced_idx')
      .on(table.clientId, table.slotId)
      .where(sql`value_version > 1 and spent_at is null`),
    check('client_credentials_tag_check', sql`${table.tag} = 'our-managed'`),
    check('client_credentials_version_check', sql`${table.valueVersion} >= 1`),
    check('client_credentials_mark_check', sql`${table.mark} is null or octet_length(${table.mark}) = 32`),
    check('client_credentials_envelope_check', sql`octet_length(${table.envelope}) >= 33`),
    // A row that says another version than its envelope would be passed over by a rotation and lost with the old key.
    check(
      'client_credentials_key_version_check',
      sql`substring(${table.envelope} from 2 for 4) = int4send(${table.keyVersion})`,
    ),
  ],
);

/** Where a client keeps a value of theirs. Never the value: the tag is pinned the other way round. */
export const clientVaultReferences = pgTable(
  'client_vault_references',
  {
    id: primaryId(),
    clientId: uuid('client_id')
      .notNull()
      .references(() => clients.id, { onDelete: 'cascade' }),
    slotId: text('slot_id').notNull(),
    tag: text('tag', { enum: ['client-supplied'] })
      .notNull()
      .default('client-supplied'),
    reference: text('reference').notNull(),
    label: text('label').notNull().default(''),
    /** When somebody last pasted what is kept there; null until then and after the place changed. */
    pastedAt: moment('pasted_at'),
    updatedBy: uuid('updated_by').notNull(),
    updatedAt: moment('updated_at').notNull().defaultNow(),
  },
  (table) => [
    unique('client_vault_references_client_slot_key').on(table.clientId, table.slotId),
    index('client_vault_references_unpasted_idx').on(table.clientId).where(sql`pasted_at is null`),
    foreignKey({
      name: 'client_vault_references_slot_tag_fkey',
      columns: [table.slotId, table.tag],
      foreignColumns: [componentCredentialSlots.id, componentCredentialSlots.tag],
    }),
    check('client_vault_references_tag_check', sql`${table.tag} = 'client-supplied'`),
  ],
);

/** Slot × machine: was it put there, which version, when, by whom; for a device sign-in, as whom. */
export const placements = pgTable(
  'placements',
  {
    id: primaryId(),
    clientId: uuid('client_id')
      .notNull()
      .references(() => clients.id),
    machineId: uuid('machine_id')
      .notNull()
      .references(() => machines.id),
    slotId: text('slot_id')
      .notNull()
      .references(() => componentCredentialSlots.id),
    valueVersion: integer('value_version'),
    signedInAs: text('signed_in_as'),
    validUntil: date('valid_until', { mode: 'string' }),
    placedBy: uuid('placed_by').notNull(),
    placedAt: moment('placed_at').notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex('placements_machine_slot_key').on(table.machineId, table.slotId),
    index('placements_client_idx').on(table.clientId, table.slotId),
    index('placements_validity_idx').on(table.validUntil).where(sql`valid_until is not null`),
  ],
);

/** What runs where: written by "mark installed", never typed. */
export const installedComponents = pgTable(
  'installed_components',
  {
    machineId: uuid('machine_id')
      .notNull()
      .references(() => machines.id),
    componentId: text('component_id')
      .notNull()
      .references(() => components.id),
    clientId: uuid('client_id')
      .notNull()
      .references(() => clients.id),
    runbookId: uuid('runbook_id').notNull(),
    version: text('version').notNull(),
    verifiedHow: text('verified_how').notNull(),
    verifiedBy: uuid('verified_by').notNull(),
    installedAt: moment('installed_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.machineId, table.componentId] }),
    index('installed_components_client_idx').on(table.clientId),
  ],
);
