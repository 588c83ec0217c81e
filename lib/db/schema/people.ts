import { sql } from 'drizzle-orm';
import { check, index, integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { bytea, moment, primaryId } from '@/lib/db/schema/columns';

/** The people of the consultancy. Rows are disabled, never deleted: events keep pointing at them. */
export const users = pgTable(
  'users',
  {
    id: primaryId(),
    name: text('name').notNull(),
    email: text('email').notNull(),
    role: text('role', { enum: ['admin', 'consultant', 'support'] }).notNull(),
    passwordHash: text('password_hash'),
    sessionVersion: integer('session_version').notNull().default(1),
    disabledAt: moment('disabled_at'),
    lastSignInAt: moment('last_sign_in_at'),
    createdAt: moment('created_at').notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex('users_email_key').on(sql`lower(${table.email})`),
    check('users_role_check', sql`${table.role} in ('admin', 'consultant', 'support')`),
  ],
);

/** One row per signed-in browser, so that each can be ended on its own. The token itself stays in the cookie. */
export const userSessions = pgTable(
  'user_sessions',
  {
    id: primaryId(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    sessionVersion: integer('session_version').notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
    authenticatedAt: moment('authenticated_at').notNull().defaultNow(),
    /** When it last saw a second factor; null for never. */
    secondFactorAt: moment('second_factor_at'),
    lastSeenAt: moment('last_seen_at').notNull().defaultNow(),
    expiresAt: moment('expires_at').notNull(),
    revokedAt: moment('revoked_at'),
    address: text('address'),
    userAgent: text('user_agent'),
  },
  (table) => [index('user_sessions_user_idx').on(table.userId, table.createdAt)],
);

/** Links that work once: the first admin's set-up, and invitations. Only a hash of the token is kept. */
export const oneTimeLinks = pgTable(
  'one_time_links',
  {
    id: primaryId(),
    kind: text('kind', { enum: ['setup', 'invitation'] }).notNull(),
    tokenHash: bytea('token_hash').notNull(),
    name: text('name'),
    email: text('email'),
    role: text('role', { enum: ['admin', 'consultant', 'support'] }).notNull(),
    createdBy: uuid('created_by'),
    createdAt: moment('created_at').notNull().defaultNow(),
    expiresAt: moment('expires_at').notNull(),
    usedAt: moment('used_at'),
    withdrawnAt: moment('withdrawn_at'),
  },
  (table) => [
    uniqueIndex('one_time_links_token_key').on(table.tokenHash),
    index('one_time_links_kind_idx').on(table.kind, table.createdAt),
    check('one_time_links_kind_check', sql`${table.kind} in ('setup', 'invitation')`),
    check('one_time_links_role_check', sql`${table.role} in ('admin', 'consultant', 'support')`),
  ],
);

/** Links by which a person who forgot chooses a new password, once. A table of their own: no such link makes an account. */
export const newPasswordLinks = pgTable(
  'new_password_links',
  {
    id: primaryId(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    tokenHash: bytea('token_hash').notNull(),
    createdBy: uuid('created_by').notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
    expiresAt: moment('expires_at').notNull(),
    usedAt: moment('used_at'),
    withdrawnAt: moment('withdrawn_at'),
  },
  (table) => [
    uniqueIndex('new_password_links_token_key').on(table.tokenHash),
    uniqueIndex('new_password_links_open_key')
      .on(table.userId)
      .where(sql`used_at is null and withdrawn_at is null`),
  ],
);

/**
 * Which account at the sign-in provider belongs to which person. `issuer` and `subject` are the provider's own words and
 * name an account for good; an e-mail address may change hands.
 */
export const userIdentities = pgTable(
  'user_identities',
  {
    id: primaryId(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    issuer: text('issuer').notNull(),
    subject: text('subject').notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex('user_identities_subject_key').on(table.issuer, table.subject),
    uniqueIndex('user_identities_user_key').on(table.userId, table.issuer),
  ],
);

/** Failed sign-ins per account and per address. The key is a keyed hash, so the table lists nobody. */
export const signInThrottles = pgTable('sign_in_throttles', {
  key: text('key').primaryKey(),
  failures: integer('failures').notNull().default(0),
  firstFailureAt: moment('first_failure_at').notNull().defaultNow(),
  blockedUntil: moment('blocked_until'),
});
