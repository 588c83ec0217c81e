import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { bytea, moment } from '@/lib/db/schema/columns';

/**
 * Who did what to which secret or person, append-only. Ids only, never names or values, so that a client can be
 * purged without touching the log; hence no foreign keys either.
 */
export const auditEvents = pgTable(
  'audit_events',
  {
    seq: bigint('seq', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    at: moment('at').notNull().default(sql`clock_timestamp()`),
    action: text('action').notNull(),
    outcome: text('outcome', { enum: ['ok', 'refused', 'failed'] }).notNull(),
    actorId: uuid('actor_id').notNull(),
    actorRole: text('actor_role').notNull(),
    via: text('via').notNull(),
    isAgent: boolean('is_agent').notNull(),
    reason: text('reason'),
    clientId: uuid('client_id'),
    slotId: text('slot_id'),
    valueVersion: integer('value_version'),
    runbookId: uuid('runbook_id'),
    stepId: text('step_id'),
    subjectUserId: uuid('subject_user_id'),
    address: text('address'),
    userAgent: text('user_agent'),
    detail: jsonb('detail').notNull().default({}),
    /** `board`, or a client's id: each has a chain of its own, counted from 1. */
    chain: text('chain'),
    chainSeq: bigint('chain_seq', { mode: 'number' }),
    keyVersion: integer('key_version'),
    mac: bytea('mac'),
  },
  (table) => [
    unique('audit_events_chain_key').on(table.chain, table.chainSeq),
    index('audit_events_client_idx').on(table.clientId, table.seq.desc()),
    index('audit_events_actor_idx').on(table.actorId, table.seq.desc()),
    index('audit_events_slot_idx').on(table.clientId, table.slotId, table.seq.desc()),
    index('audit_events_action_idx').on(table.action, table.seq.desc()),
    index('audit_events_slot_only_idx').on(table.slotId, table.seq.desc()),
    index('audit_events_at_idx').on(table.at, table.seq),
    // The three questions about decryptions alone: how many by day, everything a person decrypted, everyone who did one.
    index('audit_events_reveals_at_idx').on(table.at).where(sql`action = 'credential.revealed'`),
    index('audit_events_reveals_actor_idx')
      .on(table.actorId, table.seq.desc())
      .where(sql`action = 'credential.revealed'`),
    index('audit_events_reveals_slot_idx')
      .on(table.clientId, table.slotId, table.seq.desc())
      .where(sql`action = 'credential.revealed'`),
  ],
);

/** The newest event of each chain. Locked by whoever appends, so that a chain cannot fork. */
export const auditHeads = pgTable('audit_heads', {
  chain: text('chain').primaryKey(),
  seq: bigint('seq', { mode: 'number' }).notNull(),
  keyVersion: integer('key_version').notNull(),
  mac: bytea('mac').notNull(),
});

/**
 * Which checkpoints were written, append-only. The checkpoints themselves are files outside the database; these rows
 * tell when one of them is missing or is not the one that was written.
 */
export const auditCheckpoints = pgTable(
  'audit_checkpoints',
  {
    number: bigint('number', { mode: 'number' }).primaryKey(),
    at: moment('at').notNull(),
    events: bigint('events', { mode: 'number' }).notNull(),
    chains: integer('chains').notNull(),
    /** SHA-256 of the canonical document. */
    hash: bytea('hash').notNull(),
    signature: bytea('signature').notNull(),
    publicKey: bytea('public_key').notNull(),
  },
  (table) => [
    check(
      'audit_checkpoints_lengths_check',
      sql`octet_length(${table.hash}) = 32 and octet_length(${table.signature}) = 64`,
    ),
  ],
);
