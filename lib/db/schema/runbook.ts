import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { clients, machines } from '@/lib/db/schema/clients';
import { moment, primaryId } from '@/lib/db/schema/columns';

/** A numbered snapshot of steps for one machine, and its run. */
export const runbooks = pgTable(
  'runbooks',
  {
    id: primaryId(),
    clientId: uuid('client_id')
      .notNull()
      .references(() => clients.id),
    machineId: uuid('machine_id')
      .notNull()
      .references(() => machines.id),
    kind: text('kind', { enum: ['install', 'hand-over', 'offboarding'] })
      .notNull()
      .default('install'),
    number: integer('number').notNull(),
    catalogueVersion: integer('catalogue_version').notNull(),
    scopeHash: text('scope_hash').notNull(),
    composedBy: uuid('composed_by').notNull(),
    composedAt: moment('composed_at').notNull().defaultNow(),
    startedAt: moment('started_at'),
    closedAt: moment('closed_at'),
    supersededAt: moment('superseded_at'),
    /** The runbooks whose run this one goes on with, oldest first: their events are read before its own. */
    continuedIds: uuid('continued_ids').array().notNull().default(sql`'{}'::uuid[]`),
  },
  (table) => [
    unique('runbooks_machine_number_key').on(table.machineId, table.kind, table.number),
    index('runbooks_client_idx').on(table.clientId, table.composedAt),
    index('runbooks_active_idx').on(
      table.closedAt,
      table.supersededAt,
      table.startedAt.desc(),
      table.id.desc(),
    ),
    // Hand-overs and offboardings: one at a time on a machine, whoever is faster.
    uniqueIndex('runbooks_open_mirror_key')
      .on(table.machineId, table.kind)
      .where(sql`kind <> 'install' and closed_at is null and superseded_at is null`),
    // At once, and not when it is next cleaned: until then every look would read what waits.
    index('runbooks_continued_idx').using('gin', table.continuedIds).with({ fastupdate: false }),
    check('runbooks_kind_check', sql`${table.kind} in ('install', 'hand-over', 'offboarding')`),
  ],
);

/** The frozen steps. Written once with the snapshot; a trigger refuses every change. */
export const runbookSteps = pgTable(
  'runbook_steps',
  {
    runbookId: uuid('runbook_id')
      .notNull()
      .references(() => runbooks.id),
    stepId: text('step_id').notNull(),
    componentId: text('component_id').notNull(),
    position: integer('position').notNull(),
    phase: text('phase').notNull(),
    required: boolean('required').notNull(),
    content: jsonb('content').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.runbookId, table.stepId] }),
    unique('runbook_steps_position_key').on(table.runbookId, table.position),
  ],
);

export const STEP_EVENT_KINDS = [
  'started',
  'resumed',
  'claimed',
  'released',
  'done',
  'failed',
  'blocked',
  'skipped',
  'waived',
  'undone',
  'noted',
  'checked',
  'placed',
  'recorded',
  'installed',
  'closed',
  'upgraded',
  'evidence-added',
  'evidence-removed',
  'addendum',
] as const;

/**
 * What happened in a run, append-only. `revision` counts a step's state changes from 1: two people who act on the
 * same state write the same revision, and the unique key lets only the first through.
 */
export const stepEvents = pgTable(
  'step_events',
  {
    seq: bigint('seq', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    runbookId: uuid('runbook_id')
      .notNull()
      .references(() => runbooks.id),
    stepId: text('step_id'),
    kind: text('kind', { enum: STEP_EVENT_KINDS }).notNull(),
    revision: integer('revision'),
    actId: uuid('act_id').unique('step_events_act_key'),
    actorId: uuid('actor_id').notNull(),
    reason: text('reason'),
    detail: jsonb('detail').notNull().default({}),
    at: moment('at').notNull().default(sql`clock_timestamp()`),
  },
  (table) => [
    unique('step_events_revision_key').on(table.runbookId, table.stepId, table.revision),
    index('step_events_run_idx').on(table.runbookId, table.seq),
    index('step_events_blocked_idx').on(table.at).where(sql`kind = 'blocked'`),
    foreignKey({
      name: 'step_events_step_fkey',
      columns: [table.runbookId, table.stepId],
      foreignColumns: [runbookSteps.runbookId, runbookSteps.stepId],
    }),
    check(
      'step_events_kind_check',
      sql`${table.kind} in ('started', 'resumed', 'claimed', 'released', 'done', 'failed', 'blocked', 'skipped', 'waived',
        'undone', 'noted', 'checked', 'placed', 'recorded', 'installed', 'closed', 'upgraded', 'evidence-added',
        'evidence-removed', 'addendum')`,
    ),
    check(
      'step_events_reason_check',
      sql`${table.kind} not in ('failed', 'blocked', 'skipped', 'waived', 'evidence-removed', 'addendum') or length(trim(coalesce(${table.reason}, ''))) > 0`,
    ),
    check(
      'step_events_step_check',
      sql`${table.stepId} is not null or ${table.kind} in ('started', 'resumed', 'installed', 'closed', 'noted', 'upgraded')`,
    ),
  ],
);

/**
 * Who has a run open, a row for each open page, which its server keeps alive while it lasts. A server that is killed
 * leaves rows that run out by themselves. No foreign keys: they would make who opens a page wait for whoever ticks.
 */
export const runViewers = pgTable(
  'run_viewers',
  {
    id: primaryId(),
    runbookId: uuid('runbook_id').notNull(),
    userId: uuid('user_id').notNull(),
    since: moment('since').notNull().default(sql`clock_timestamp()`),
    expiresAt: moment('expires_at').notNull(),
  },
  (table) => [
    index('run_viewers_run_idx').on(table.runbookId, table.userId),
    index('run_viewers_expires_idx').on(table.expiresAt),
  ],
);
