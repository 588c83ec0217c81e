import { sql } from 'drizzle-orm';
import { bigint, check, index, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { bytea, moment, primaryId } from '@/lib/db/schema/columns';
import { users } from '@/lib/db/schema/people';

/** Passkeys: the public half of each, which opens nothing. The private half never leaves the person's device. */
export const passkeys = pgTable(
  'passkeys',
  {
    id: primaryId(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    /** As its person calls it. */
    name: text('name').notNull(),
    /** The board's host when it was made: browsers offer it nowhere else, and it counts nowhere else. */
    rpId: text('rp_id').notNull(),
    credentialId: bytea('credential_id').notNull(),
    /** In COSE, as authenticators give it. */
    publicKey: bytea('public_key').notNull(),
    /** How often it signed, as it says itself; 0 for ever where it does not count. */
    counter: bigint('counter', { mode: 'number' }).notNull(),
    /** Ways to reach it (usb, internal, …), which the browser wants to hear again. */
    transports: text('transports').array().notNull().default(sql`'{}'`),
    createdAt: moment('created_at').notNull().defaultNow(),
    lastUsedAt: moment('last_used_at'),
  },
  (table) => [
    uniqueIndex('passkeys_credential_key').on(table.credentialId),
    index('passkeys_user_idx').on(table.userId, table.createdAt),
    check('passkeys_name_check', sql`length(${table.name}) between 1 and 60`),
    check('passkeys_counter_check', sql`${table.counter} >= 0`),
  ],
);

/** What a passkey was asked to sign, once and soon. One for each purpose and holder: a newer takes the older's place. */
export const passkeyChallenges = pgTable(
  'passkey_challenges',
  {
    id: primaryId(),
    challenge: bytea('challenge').notNull(),
    purpose: text('purpose', { enum: ['add', 'prove', 'sign-in'] }).notNull(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    /** The session that asked; for a sign-in, the half that is done. */
    holderId: uuid('holder_id').notNull(),
    expiresAt: moment('expires_at').notNull(),
  },
  (table) => [
    uniqueIndex('passkey_challenges_holder_key').on(table.holderId, table.purpose),
    check('passkey_challenges_purpose_check', sql`${table.purpose} in ('add', 'prove', 'sign-in')`),
    check('passkey_challenges_length_check', sql`octet_length(${table.challenge}) = 32`),
  ],
);
