import 'server-only';
import { getTableColumns, type SQL, type SQLChunk, sql } from 'drizzle-orm';
import { type ChainedEvent, canonicalBytes, GENESIS_MAC } from '@/lib/audit/canonical';
import type { AuditEvent } from '@/lib/audit/events';
import type { Actor } from '@/lib/auth/actor';
import { database, type Executor, type Transaction } from '@/lib/db/database';
import { databaseErrorCode, isDiskFull, toAppError } from '@/lib/db/database-errors';
import { prepared } from '@/lib/db/prepared';
import { auditEvents, auditHeads } from '@/lib/db/schema/audit';
import { AppError } from '@/lib/errors';
import { appVault } from '@/lib/keys/app-vault';

const MAX_REASON_CHARACTERS = 500;
const MAX_USER_AGENT_CHARACTERS = 200;

/** The chain of everything that concerns no client. */
const BOARD_CHAIN = 'board';

/** The newest event of a chain, locked, and the time at which the next one may be written. As the driver reads it. */
export interface ChainHead {
  seq: string;
  mac: Buffer;
  at: string;
}

/**
 * Writes one event in the caller's transaction, so that the deed and its record commit together or not at all.
 * The event is chained to the one before it by a keyed MAC; the chain's head stays locked until the commit. Whoever
 * has locked the event's chain already, by `lockingHead` in this transaction, gives its head.
 * Throws `audit-unavailable` when the log cannot be written: whoever calls must then not go on.
 */
export async function appendAuditEvent(
  tx: Transaction,
  actor: Actor,
  event: AuditEvent,
  locked?: ChainHead,
): Promise<void> {
  try {
    const described = describe(actor, event);
    const chain = described.clientId ?? BOARD_CHAIN;
    const head = locked ?? (await lockHead(tx, chain));
    const place = { chain, chainSeq: Number(head.seq) + 1, at: new Date(head.at) };
    await writeChained(tx, { ...described, ...place }, head.mac);
  } catch (error) {
    throw auditFailure(error);
  }
}

/** Writes one event that stands for itself, such as a refusal: in a transaction of its own. */
export async function recordAuditEvent(actor: Actor, event: AuditEvent): Promise<void> {
  try {
    await database().transaction((tx) => appendAuditEvent(tx, actor, event));
  } catch (error) {
    throw auditFailure(error);
  }
}

/**
 * A query that locks the head of a chain until the transaction ends; no row while the chain has no event yet. The
 * time is the database's, to the millisecond: what a Date can hold is what the MAC covers.
 */
export function lockingHead(chain: SQL): SQL {
  return sql`${readingHead(chain)} for update`;
}

/** The same without the lock: somebody may write the next event meanwhile. */
export function readingHead(chain: SQL): SQL {
  return sql`select ${auditHeads.seq} as seq, ${auditHeads.mac} as mac,
      date_trunc('milliseconds', clock_timestamp()) as at
    from ${auditHeads} where ${auditHeads.chain} = ${chain}`;
}

const selectHead = prepared<ChainHead>('audit-head', lockingHead(sql`${sql.placeholder('chain')}`));

async function lockHead(tx: Transaction, chain: string): Promise<ChainHead> {
  const [known] = await selectHead(tx, { chain });
  if (known !== undefined) return known;
  // Two first events at once: one inserts, the other waits here and then finds the row.
  await tx
    .insert(auditHeads)
    .values({ chain, seq: 0, keyVersion: 0, mac: GENESIS_MAC })
    .onConflictDoNothing();
  const [made] = await selectHead(tx, { chain });
  if (made !== undefined) return made;
  throw new AppError('audit-unavailable', 'Not done: the audit log has no head to write to.');
}

const { seq: _counted, ...WRITTEN } = getTableColumns(auditEvents);

/** Both halves in one statement: the event, and the head that is moved on to it. */
const insertAndMoveHead = prepared(
  'audit-append',
  sql`with moved as (
      update ${auditHeads} set seq = ${sql.placeholder('chainSeq')}, key_version = ${sql.placeholder('keyVersion')},
        mac = ${sql.placeholder('mac')}
      where ${auditHeads.chain} = ${sql.placeholder('chain')})
    insert into ${auditEvents} (${list(({ name }) => sql.identifier(name))})
    values (${list((column, field) => sql.param(sql.placeholder(field), column))})`,
);

function list(chunk: (column: (typeof WRITTEN)[keyof typeof WRITTEN], field: string) => SQLChunk): SQL {
  const chunks = Object.entries(WRITTEN).map(([field, column]) => chunk(column, field));
  return sql.join(chunks, sql`, `);
}

async function writeChained(tx: Transaction, event: ChainedEvent, previousMac: Buffer): Promise<void> {
  await insertAndMoveHead(tx, { ...event, ...(await macOf(tx, event, previousMac)) });
}

async function macOf(executor: Executor, event: ChainedEvent, previousMac: Buffer) {
  return (await appVault(executor)).auditChain(event.chain).mac(canonicalBytes(event, previousMac));
}

/**
 * A statement that appends one event, and by itself commits it, if `guard` still finds a row (which it locks) and the
 * chain has not moved since its head was read without a lock. Resolves to false when nothing was written: then take
 * the locks. Throws like `appendAuditEvent`.
 */
export function appendingIf(name: string, guard: SQL) {
  const append = prepared(
    name,
    sql`with guarded as materialized (${guard}), moved as (
        update ${auditHeads} set seq = ${sql.placeholder('chainSeq')}, key_version = ${sql.placeholder('keyVersion')},
          mac = ${sql.placeholder('mac')}
        where ${auditHeads.chain} = ${sql.placeholder('chain')} and ${auditHeads.seq} = ${sql.placeholder('headSeq')}
          and ${auditHeads.mac} = ${sql.placeholder('headMac')} and exists (select from guarded)
        returning chain)
      insert into ${auditEvents} (${list(({ name: column }) => sql.identifier(column))})
      select ${list((column, field) => sql.param(sql.placeholder(field), column))} from moved
      returning seq`,
  );
  return async (
    actor: Actor,
    event: AuditEvent,
    head: ChainHead,
    guarded: Readonly<Record<string, unknown>>,
  ): Promise<boolean> => {
    try {
      const described = describe(actor, event);
      const chain = described.clientId ?? BOARD_CHAIN;
      const chained = { ...described, chain, chainSeq: Number(head.seq) + 1, at: new Date(head.at) };
      const signed = await macOf(database(), chained, head.mac);
      const values = { ...chained, ...signed, headSeq: head.seq, headMac: head.mac, ...guarded };
      return (await append(database(), values)).length === 1;
    } catch (error) {
      throw auditFailure(error);
    }
  };
}

function describe(actor: Actor, event: AuditEvent): Omit<ChainedEvent, 'chain' | 'chainSeq' | 'at'> {
  return {
    action: event.action,
    outcome: event.outcome ?? 'ok',
    actorId: actor.id,
    actorRole: actor.role,
    via: actor.via,
    isAgent: actor.isAgent,
    reason: plain(actor.reason, MAX_REASON_CHARACTERS),
    clientId: asKept(event.clientId),
    slotId: event.slotId ?? null,
    valueVersion: event.valueVersion ?? null,
    runbookId: asKept(event.runbookId),
    stepId: event.stepId ?? null,
    subjectUserId: asKept(event.subjectUserId),
    address: actor.address ?? null,
    userAgent: plain(actor.userAgent, MAX_USER_AGENT_CHARACTERS),
    detail: event.detail ?? {},
  };
}

/** An id as PostgreSQL gives it back; what the MAC covered in capitals would never fit again. */
function asKept(id: string | undefined): string | null {
  return id?.toLowerCase() ?? null;
}

/** Text as PostgreSQL keeps it: no NUL, no half characters; else what is read back would not fit its MAC. */
function plain(text: string | undefined, maxCharacters: number): string | null {
  return text === undefined ? null : text.slice(0, maxCharacters).replaceAll('\0', '');
}

/** What a failed write to the log is to whoever waits for it. */
export function auditFailure(error: unknown): AppError {
  if (isDiskFull(error)) {
    return new AppError(
      'audit-unavailable',
      'Not done: the database’s disk is full, so the audit log cannot be written; nothing was changed or decrypted. Tell your admin to make room.',
    );
  }
  const expected = toAppError(error);
  if (expected !== null) return expected;
  const code = databaseErrorCode(error) ?? 'unknown';
  return new AppError(
    'audit-unavailable',
    `Not done: the audit log cannot be written (${code}), so nothing was changed or decrypted. Tell your admin.`,
  );
}
