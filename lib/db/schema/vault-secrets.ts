import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { bytea, moment, primaryId } from '@/lib/db/schema/columns';
import { users } from '@/lib/db/schema/people';
import { masterKeys } from '@/lib/db/schema/vault';

/** People who share keys of ours. */
export const teams = pgTable(
  'teams',
  {
    id: primaryId(),
    name: text('name').notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
  },
  (table) => [uniqueIndex('teams_name_key').on(sql`lower(${table.name})`)],
);

export const teamMembers = pgTable(
  'team_members',
  {
    teamId: uuid('team_id')
      .notNull()
      .references(() => teams.id),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    joinedAt: moment('joined_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.teamId, table.userId] }),
    index('team_members_user_idx').on(table.userId, table.teamId),
  ],
);

/**
 * Our own values: the organisation's, a team's, a person's. Never a client's. Row-level security decides who gets
 * which row (`withOwnVault`). The salt is the row's own: deleting the row erases the value.
 */
export const vaultSecrets = pgTable(
  'vault_secrets',
  {
    id: primaryId(),
    scope: text('scope', { enum: ['org', 'team', 'user'] }).notNull(),
    teamId: uuid('team_id').references(() => teams.id),
    userId: uuid('user_id').references(() => users.id),
    path: text('path').notNull(),
    kdfSalt: bytea('kdf_salt').notNull(),
    envelope: bytea('envelope').notNull(),
    keyVersion: integer('key_version')
      .notNull()
      .references(() => masterKeys.version),
    valueVersion: integer('value_version').notNull(),
    description: text('description').notNull().default(''),
    category: text('category', { enum: ['LLM', 'Infrastructure', 'Hosting', 'Email', 'General'] }).notNull(),
    expiresAt: moment('expires_at'),
    rotationRequired: boolean('rotation_required').notNull().default(false),
    createdBy: uuid('created_by').notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
    updatedBy: uuid('updated_by').notNull(),
    updatedAt: moment('updated_at').notNull().defaultNow(),
    lastAccessedAt: moment('last_accessed_at'),
    accessCount: integer('access_count').notNull().default(0),
  },
  (table) => [
    unique('vault_secrets_place_key')
      .on(table.scope, table.teamId, table.userId, table.path)
      .nullsNotDistinct(),
    index('vault_secrets_team_idx').on(table.teamId, table.path).where(sql`team_id is not null`),
    index('vault_secrets_user_idx').on(table.userId, table.path).where(sql`user_id is not null`),
    index('vault_secrets_key_version_idx').on(table.keyVersion, table.id),
    check(
      'vault_secrets_owner_check',
      sql`(${table.scope} = 'team') = (${table.teamId} is not null) and (${table.scope} = 'user') = (${table.userId} is not null)`,
    ),
    check(
      'vault_secrets_path_check',
      sql`case ${table.scope}
        when 'org' then ${table.path} ~ '^(meta|project|service)/[a-z0-9][a-z0-9_-]{0,62}/[a-z0-9][a-z0-9_-]{0,62}$'
        when 'team' then ${table.path} ~ '^team/[A-Z][A-Z0-9_]{0,62}$'
        when 'user' then ${table.path} ~ '^user/[A-Z][A-Z0-9_]{0,62}$'
        else false end`,
    ),
    check(
      'vault_secrets_category_check',
      sql`${table.category} in ('LLM', 'Infrastructure', 'Hosting', 'Email', 'General')`,
    ),
    check('vault_secrets_version_check', sql`${table.valueVersion} >= 1`),
    check('vault_secrets_salt_check', sql`octet_length(${table.kdfSalt}) = 32`),
    check('vault_secrets_envelope_check', sql`octet_length(${table.envelope}) >= 33`),
    check(
      'vault_secrets_key_version_check',
      sql`substring(${table.envelope} from 2 for 4) = int4send(${table.keyVersion})`,
    ),
  ],
);
