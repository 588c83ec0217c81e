import { integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { clients } from '@/lib/db/schema/clients';
import { bytea, moment, primaryId } from '@/lib/db/schema/columns';

/** What a purge destroyed, signed, append-only. One per client. */
export const purgeCertificates = pgTable('purge_certificates', {
  id: primaryId(),
  clientId: uuid('client_id')
    .notNull()
    .unique()
    .references(() => clients.id),
  purgedAt: moment('purged_at').notNull(),
  destroyedValues: integer('destroyed_values').notNull(),
  statement: jsonb('statement').notNull(),
  signature: bytea('signature').notNull(),
  publicKey: bytea('public_key').notNull(),
  signedBy: text('signed_by').notNull(),
});
