import { sql } from 'drizzle-orm';
import { bigint, check, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { bytea, moment } from '@/lib/db/schema/columns';

/** Master key versions. The key itself is with its provider; here are its check value and, where one wraps, the wrap. */
export const masterKeys = pgTable(
  'master_keys',
  {
    version: integer('version').primaryKey(),
    provider: text('provider', { enum: ['keychain', 'kms', 'file', 'env'] }).notNull(),
    wrappedKey: bytea('wrapped_key'),
    fingerprint: bytea('fingerprint').notNull(),
    state: text('state', { enum: ['active', 'decrypt-only', 'retired'] }).notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
    retiredAt: moment('retired_at'),
  },
  (table) => [
    check('master_keys_version_check', sql`${table.version} between 1 and 4294967295`),
    check('master_keys_state_check', sql`${table.state} in ('active', 'decrypt-only', 'retired')`),
    uniqueIndex('master_keys_one_active').on(table.state).where(sql`${table.state} = 'active'`),
  ],
);

/** How often each version has encrypted: random 96-bit nonces allow 2^32 uses of one key. */
export const keyUsage = pgTable('key_usage', {
  keyVersion: integer('key_version')
    .primaryKey()
    .references(() => masterKeys.version),
  encryptions: bigint('encryptions', { mode: 'number' }).notNull().default(0),
});
