import 'server-only';
import { and, eq, sql } from 'drizzle-orm';
import { appendAuditEvent, recordAuditEvent } from '@/lib/audit/append';
import type { AuditAction } from '@/lib/audit/events';
import type { Actor } from '@/lib/auth/actor';
import { freshSignInRequired, isFreshEnough } from '@/lib/auth/fresh-sign-in';
import { authorise, may } from '@/lib/auth/permissions';
import { credentialContext } from '@/lib/clients/credential-context';
import { database } from '@/lib/db/database';
import { clientCredentials, clients } from '@/lib/db/schema/clients';
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

interface LockedValue {
  envelope: Buffer;
  valueVersion: number;
  salt: Buffer | null;
}

/**
 * Door two: the only way out for a client's value. Authorises; asks that whoever is in a browser proved lately who
 * they are; locks the row and commits the audit event; only then decrypts. Without its event no value leaves; a value past its purge date does not leave even while it is there.
 * Throws `forbidden`, `fresh-sign-in-required`, `not-found`, `retention-due`, `audit-unavailable` or `cannot-open`.
 */
export async function revealCredential(actor: Actor, request: RevealRequest): Promise<SecretValue> {
  if (!may(actor, 'credential.reveal')) {
    await record(actor, request, 'credential.reveal-refused');
    authorise(actor, 'credential.reveal');
  }
  if (!(await isFreshEnough(actor))) {
    await record(actor, request, 'credential.reveal-refused');
    throw freshSignInRequired();
  }
  const locked = await lockAndRecord(actor, request);
  try {
    return await (await appVault()).decrypt(
      locked.envelope,
      credentialContext({ ...request, valueVersion: locked.valueVersion, salt: locked.salt }),
    );
  } catch (error) {
    if (!(error instanceof VaultError)) throw error;
    await record(actor, request, 'credential.reveal-failed', locked.valueVersion);
    throw new AppError(
      'cannot-open',
      'Not copied: this stored value cannot be opened. Store it again; if that fails too, tell your admin.',
    );
  }
}

async function lockAndRecord(actor: Actor, request: RevealRequest): Promise<LockedValue> {
  if (!isUuid(request.clientId)) throw notFound('credential');
  const found = await database().transaction(async (tx) => {
    const [row] = await tx
      .select({
        envelope: clientCredentials.envelope,
        valueVersion: clientCredentials.valueVersion,
        salt: clients.kdfSalt,
        due: sql<boolean>`coalesce(${clients.purgeAfter} <= now(), false)`,
      })
      .from(clientCredentials)
      .innerJoin(clients, eq(clients.id, clientCredentials.clientId))
      .where(
        and(eq(clientCredentials.clientId, request.clientId), eq(clientCredentials.slotId, request.slotId)),
      )
      .for('share');
    if (row === undefined) throw notFound('credential');
    await appendAuditEvent(tx, actor, {
      action: row.due ? 'credential.reveal-refused' : 'credential.revealed',
      outcome: row.due ? 'refused' : 'ok',
      valueVersion: row.valueVersion,
      ...request,
    });
    return row;
  });
  if (!found.due) return found;
  throw new AppError(
    'retention-due',
    'Not copied: the purge date of this client has passed, so its values are not decrypted any more.',
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
