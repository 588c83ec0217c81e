import 'server-only';
import { appendAuditEvent, auditFailure, recordAuditEvent } from '@/lib/audit/append';
import type { AuditAction } from '@/lib/audit/events';
import { inTurn } from '@/lib/audit/in-turn';
import type { Actor } from '@/lib/auth/actor';
import { freshSignInRequired } from '@/lib/auth/fresh-sign-in';
import { authorise, may } from '@/lib/auth/permissions';
import { credentialContext } from '@/lib/clients/credential-context';
import {
  type Found,
  type FoundValue,
  lockForReveal,
  lookForReveal,
  revealedUnchanged,
} from '@/lib/clients/lock-for-reveal';
import { database } from '@/lib/db/database';
import { AppError, notFound } from '@/lib/errors';
import { appVault } from '@/lib/keys/app-vault';
import { isUuid } from '@/lib/validate';
import { type SecretValue, VaultError } from '@/lib/vault/vault';

export interface RevealRequest {
  clientId: string;
  slotId: string;
  runbookId?: string;
  stepId?: string;
}

/** A refused request is recorded as it came, and it may come with anything. */
const MAX_ID_CHARACTERS = 120;

/**
 * Door two: the only way out for a client's value. Authorises; asks that whoever is in a browser proved lately who
 * they are; commits the audit event with the row locked; only then decrypts. Without its event no value leaves; a value
 * past its purge date does not leave even while it is there. Throws `forbidden`, `fresh-sign-in-required`,
 * `not-found`, `retention-due`, `unavailable`, `audit-unavailable` or `cannot-open`. Who has looked already, by
 * `lookingFrom`, gives what was `seen`; it is not believed, but may spare looking again.
 */
export async function revealCredential(
  actor: Actor,
  request: RevealRequest,
  seen?: Found,
): Promise<SecretValue> {
  if (!may(actor, 'credential.reveal')) {
    await record(actor, request, 'credential.reveal-refused');
    authorise(actor, 'credential.reveal');
  }
  const locked = await lockAndRecord(actor, request, seen);
  try {
    const context = credentialContext({ ...locked, slotId: request.slotId });
    return await (await appVault()).decrypt(locked.envelope, context);
  } catch (error) {
    await record(actor, request, 'credential.reveal-failed', locked.valueVersion);
    if (!(error instanceof VaultError)) throw error;
    throw new AppError(
      'cannot-open',
      'Not copied: this stored value cannot be opened. Store it again; if that fails too, tell your admin.',
    );
  }
}

async function lockAndRecord(actor: Actor, request: RevealRequest, before?: Found): Promise<FoundValue> {
  if (!isUuid(request.clientId)) throw notFound('credential');
  const { fresh, value } = await lockAndCommit(actor, request, before).catch((error: unknown) => {
    throw withoutValue(error);
  });
  if (!fresh) {
    await record(actor, request, 'credential.proof-asked');
    throw freshSignInRequired();
  }
  if (value === null) throw notFound('credential');
  if (!value.due) return value;
  throw new AppError(
    'retention-due',
    'Not copied: the purge date of this client has passed, so its values are not decrypted any more.',
  );
}

/**
 * Two round trips where nobody else is about: look, then commit the event if all is as it was seen. Otherwise one
 * transaction of four: begin, everything to be known and locked, the event, commit. Reveals of one client take turns in
 * this process, since each has to write to the same chain.
 */
function lockAndCommit(actor: Actor, request: RevealRequest, before?: Found): Promise<Found> {
  return inTurn(`reveal ${request.clientId}`, async (hasWaited) => {
    // Whoever went first has moved the chain on, so what was seen before that fits no more.
    const isOfNow = !hasWaited && before?.value?.clientId === request.clientId;
    const seen = isOfNow ? before : await lookForReveal(actor, request);
    if (!seen.fresh || seen.value === null) return seen;
    const event = revealEvent(request, seen.value);
    if (!seen.value.due && (await revealedUnchanged(actor, event, seen.value))) return seen;
    return database().transaction(async (tx) => {
      const locked = await lockForReveal(tx, actor, request);
      const { fresh, value } = locked;
      if (!fresh || value === null) return locked;
      await appendAuditEvent(tx, actor, revealEvent(request, value), value.head);
      return locked;
    });
  });
}

function revealEvent(request: RevealRequest, value: FoundValue) {
  return {
    action: value.due ? 'credential.reveal-refused' : 'credential.revealed',
    outcome: value.due ? 'refused' : 'ok',
    valueVersion: value.valueVersion,
    ...request,
  } as const;
}

function withoutValue(error: unknown): AppError {
  const failure = auditFailure(error);
  if (failure.code !== 'unavailable') return failure;
  return new AppError(
    'unavailable',
    'Not copied: the database cannot be reached right now. Try again in a moment.',
  );
}

async function record(
  actor: Actor,
  request: RevealRequest,
  action: AuditAction,
  valueVersion?: number,
): Promise<void> {
  await recordAuditEvent(actor, {
    action,
    outcome: action === 'credential.reveal-failed' ? 'failed' : 'refused',
    slotId: request.slotId.slice(0, MAX_ID_CHARACTERS),
    ...(isUuid(request.clientId) ? { clientId: request.clientId } : {}),
    ...(request.runbookId !== undefined && isUuid(request.runbookId) ? { runbookId: request.runbookId } : {}),
    ...(request.stepId === undefined ? {} : { stepId: request.stepId.slice(0, MAX_ID_CHARACTERS) }),
    ...(valueVersion === undefined ? {} : { valueVersion }),
  });
}
