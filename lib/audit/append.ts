import 'server-only';
import type { AuditEvent } from '@/lib/audit/events';
import type { Actor } from '@/lib/auth/actor';
import type { Executor } from '@/lib/db/database';
import { databaseErrorCode, toAppError } from '@/lib/db/database-errors';
import { auditEvents } from '@/lib/db/schema/audit';
import { AppError } from '@/lib/errors';

const MAX_REASON_CHARACTERS = 500;
const MAX_USER_AGENT_CHARACTERS = 200;

/**
 * Writes one event in the caller's transaction, so that the deed and its record commit together or not at all.
 * Throws `audit-unavailable` when the log cannot be written: whoever calls must then not go on.
 */
export async function appendAuditEvent(executor: Executor, actor: Actor, event: AuditEvent): Promise<void> {
  try {
    await executor.insert(auditEvents).values({
      action: event.action,
      outcome: event.outcome ?? 'ok',
      actorId: actor.id,
      actorRole: actor.role,
      via: actor.via,
      isAgent: actor.isAgent,
      reason: actor.reason?.slice(0, MAX_REASON_CHARACTERS),
      clientId: event.clientId,
      slotId: event.slotId,
      valueVersion: event.valueVersion,
      runbookId: event.runbookId,
      stepId: event.stepId,
      subjectUserId: event.subjectUserId,
      address: actor.address,
      userAgent: actor.userAgent?.slice(0, MAX_USER_AGENT_CHARACTERS),
      detail: event.detail ?? {},
    });
  } catch (error) {
    throw auditFailure(error);
  }
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
