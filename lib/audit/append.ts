import 'server-only';
import { eq, sql } from 'drizzle-orm';
import { type ChainedEvent, canonicalBytes, GENESIS_MAC } from '@/lib/audit/canonical';
import type { AuditEvent } from '@/lib/audit/events';
import type { Actor } from '@/lib/auth/actor';
import { database, type Transaction } from '@/lib/db/database';
import { databaseErrorCode, toAppError } from '@/lib/db/database-errors';
import { auditEvents, auditHeads } from '@/lib/db/schema/audit';
import { AppError } from '@/lib/errors';
import { appVault } from '@/lib/keys/app-vault';

const MAX_REASON_CHARACTERS = 500;
const MAX_USER_AGENT_CHARACTERS = 200;

/** The chain of everything that concerns no client. */
const BOARD_CHAIN = 'board';

/**
 * Writes one event in the caller's transaction, so that the deed and its record commit together or not at all.
 * The event is chained to the one before it by a keyed MAC; the chain's head stays locked until the commit.
 * Throws `audit-unavailable` when the log cannot be written: whoever calls must then not go on.
 */
export async function appendAuditEvent(tx: Transaction, actor: Actor, event: AuditEvent): Promise<void> {
  try {
    const head = await lockHead(tx, event.clientId ?? BOARD_CHAIN);
    await writeChained(tx, { ...describe(actor, event), ...head.place }, head.mac);
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

interface LockedHead {
  mac: Buffer;
  place: { chain: string; chainSeq: number; at: Date };
}

/** The time is the database's, to the millisecond: what a Date can hold is what the MAC covers. */
const NOW = sql<Date>`date_trunc('milliseconds', clock_timestamp())`.mapWith(auditEvents.at);

async function lockHead(tx: Transaction, chain: string): Promise<LockedHead> {
  const select = () =>
    tx
      .select({ seq: auditHeads.seq, mac: auditHeads.mac, at: NOW })
      .from(auditHeads)
      .where(eq(auditHeads.chain, chain))
      .for('update');
  let [head] = await select();
  if (head === undefined) {
    // Two first events at once: one inserts, the other waits here and then finds the row.
    await tx
      .insert(auditHeads)
      .values({ chain, seq: 0, keyVersion: 0, mac: GENESIS_MAC })
      .onConflictDoNothing();
    [head] = await select();
  }
  if (head === undefined)
    throw new AppError('audit-unavailable', 'Not done: the audit log has no head to write to.');
  return { mac: head.mac, place: { chain, chainSeq: head.seq + 1, at: head.at } };
}

async function writeChained(tx: Transaction, event: ChainedEvent, previousMac: Buffer): Promise<void> {
  const { mac, keyVersion } = (await appVault(tx))
    .auditChain(event.chain)
    .mac(canonicalBytes(event, previousMac));
  await tx.insert(auditEvents).values({ ...event, keyVersion, mac });
  await tx
    .update(auditHeads)
    .set({ seq: event.chainSeq, keyVersion, mac })
    .where(eq(auditHeads.chain, event.chain));
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
    clientId: event.clientId ?? null,
    slotId: event.slotId ?? null,
    valueVersion: event.valueVersion ?? null,
    runbookId: event.runbookId ?? null,
    stepId: event.stepId ?? null,
    subjectUserId: event.subjectUserId ?? null,
    address: actor.address ?? null,
    userAgent: plain(actor.userAgent, MAX_USER_AGENT_CHARACTERS),
    detail: event.detail ?? {},
  };
}

/** Text as PostgreSQL keeps it: no NUL, no half characters; else what is read back would not fit its MAC. */
function plain(text: string | undefined, maxCharacters: number): string | null {
  return text === undefined ? null : text.slice(0, maxCharacters).replaceAll('\0', '');
}

function auditFailure(error: unknown): AppError {
  const expected = toAppError(error);
  if (expected !== null) return expected;
  const code = databaseErrorCode(error) ?? 'unknown';
  return new AppError(
    'audit-unavailable',
    `Not done: the audit log cannot be written (${code}), so nothing was changed or decrypted. Tell your admin.`,
  );
}
