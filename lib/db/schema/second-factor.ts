import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  pgTable,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { bytea, moment, primaryId } from '@/lib/db/schema/columns';
import { userSessions, users } from '@/lib/db/schema/people';
import { masterKeys } from '@/lib/db/schema/vault';

/** A person's authenticator, its secret under the vault. The salt is the row's own: deleting the row erases the secret. */
export const secondFactors = pgTable(
  'second_factors',
  {
    id: primaryId(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    kdfSalt: bytea('kdf_salt').notNull(),
    envelope: bytea('envelope').notNull(),
    keyVersion: integer('key_version')
      .notNull()
      .references(() => masterKeys.version),
    /** The session in which it was begun: only there is its secret shown, and only there is it confirmed. */
    begunInSessionId: uuid('begun_in_session_id').references(() => userSessions.id),
    /** Null while it is being set up: it asks nothing and protects nothing until its first code was right. */
    confirmedAt: moment('confirmed_at'),
    /** The 30-second step of the last code that was accepted; only later ones are. */
    lastUsedStep: bigint('last_used_step', { mode: 'number' }),
    createdAt: moment('created_at').notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex('second_factors_user_key').on(table.userId),
    index('second_factors_key_version_idx').on(table.keyVersion, table.id),
    check(
      'second_factors_key_version_check',
      sql`substring(${table.envelope} from 2 for 4) = int4send(${table.keyVersion})`,
    ),
    check('second_factors_salt_check', sql`octet_length(${table.kdfSalt}) = 32`),
  ],
);

/** Codes for the day the phone is lost, each good once. Only a hash is kept. */
export const recoveryCodes = pgTable(
  'recovery_codes',
  {
    id: primaryId(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    codeHash: bytea('code_hash').notNull(),
    createdAt: moment('created_at').notNull().defaultNow(),
    usedAt: moment('used_at'),
  },
  (table) => [uniqueIndex('recovery_codes_code_key').on(table.userId, table.codeHash)],
);

/** Somebody gave the right password, or came from the sign-in provider, and owes the code. Not a session: nothing but the code page takes its token. */
export const pendingSignIns = pgTable(
  'pending_sign_ins',
  {
    id: primaryId(),
    tokenHash: bytea('token_hash').notNull(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    /** As they were when the password was right; another password or "sign out everywhere" makes the token worthless. */
    passwordDigest: bytea('password_digest').notNull(),
    sessionVersion: integer('session_version').notNull(),
    /** What the code is the second half of. */
    method: text('method', { enum: ['password', 'openid'] })
      .notNull()
      .default('password'),
    createdAt: moment('created_at').notNull().defaultNow(),
    expiresAt: moment('expires_at').notNull(),
    usedAt: moment('used_at'),
  },
  (table) => [
    uniqueIndex('pending_sign_ins_token_key').on(table.tokenHash),
    index('pending_sign_ins_user_idx').on(table.userId, table.createdAt),
    check('pending_sign_ins_method_check', sql`${table.method} in ('password', 'openid')`),
  ],
);

/** What admins decide for the whole board: one row. */
export const boardSettings = pgTable(
  'board_settings',
  {
    only: boolean('only').primaryKey().default(true),
    secondFactorRoles: text('second_factor_roles').array().notNull().default(sql`'{}'`),
  },
  (table) => [
    check('board_settings_one_row', sql`${table.only}`),
    check(
      'board_settings_roles_check',
      sql`${table.secondFactorRoles} <@ array['admin', 'consultant', 'support']`,
    ),
  ],
);
