import 'server-only';
import { eq, sql } from 'drizzle-orm';
import { v7 as uuidV7 } from 'uuid';
import { appendAuditEvent } from '@/lib/audit/append';
import type { Actor } from '@/lib/auth/actor';
import { namesOf } from '@/lib/auth/people-queries';
import { authorise } from '@/lib/auth/permissions';
import { type ClientRow, lockClient } from '@/lib/clients/client-row';
import { database, type Transaction } from '@/lib/db/database';
import { databaseErrorCode } from '@/lib/db/database-errors';
import { clients } from '@/lib/db/schema/clients';
import { env } from '@/lib/env';
import { AppError, invalidInput } from '@/lib/errors';
import { appVault } from '@/lib/keys/app-vault';
import { issueCertificate } from '@/lib/retention/certificate';
import { databaseNow } from '@/lib/retention/commands';
import { destroyEvidence, destroyValues, removeReferences } from '@/lib/retention/destroy';
import { endOffboardingRuns } from '@/lib/retention/end-runs';
import { type RetentionState, retentionState } from '@/lib/retention/policy';
import { purgeEarlySchema } from '@/lib/retention/schema';
import { whoOffboarded } from '@/lib/retention/who-offboarded';
import { parseInput } from '@/lib/validate';
import type { Vault } from '@/lib/vault/vault';

export interface PurgeOutcome {
  clientId: string;
  slug: string;
  destroyedValues: number;
  removedReferences: number;
  certificateId: string;
}

const LOCK_WAIT_SECONDS = 5;
const LOCK_NOT_AVAILABLE = '55P03';

/**
 * Purges a client whose date has passed. Null when there is nothing to do any more: somebody else purged it, or
 * restored it in time. Throws `conflict` while somebody works on the client.
 */
export async function purgeDueClient(actor: Actor, clientId: string): Promise<PurgeOutcome | null> {
  authorise(actor, 'retention.manage');
  return purge(actor, clientId, null);
}

/** Purges an offboarded client now. `input.slug` has to be the client's own: nothing can be undone afterwards. */
export async function purgeClientEarly(
  actor: Actor,
  clientId: string,
  input: unknown,
): Promise<PurgeOutcome> {
  authorise(actor, 'client.purge-early');
  const { slug } = parseInput(purgeEarlySchema, input);
  const outcome = await purge(actor, clientId, slug);
  if (outcome === null) throw new AppError('unexpected', 'The client was not purged.');
  return outcome;
}

/** All or nothing, in one transaction under the client's lock. `typedSlug` null: only when due; null when it is not. */
async function purge(actor: Actor, clientId: string, typedSlug: string | null): Promise<PurgeOutcome | null> {
  const [vault, names] = await Promise.all([appVault(), namesOf([actor.id])]);
  try {
    return await database().transaction(async (tx) => {
      await tx.execute(sql.raw(`set local lock_timeout = '${LOCK_WAIT_SECONDS}s'`));
      const client = await lockClient(tx, clientId);
      const now = await databaseNow(tx);
      const state = retentionState(client, now);
      if (typedSlug === null && state !== 'due') return null;
      if (typedSlug !== null) refuseUnlessConfirmed(client, state, typedSlug);
      return destroy(tx, vault, { actor, actorName: names.get(actor.id) ?? 'somebody', client, now });
    });
  } catch (error) {
    if (databaseErrorCode(error) !== LOCK_NOT_AVAILABLE) throw error;
    throw new AppError('conflict', 'Somebody is changing this client just now. Try again in a moment.');
  }
}

function refuseUnlessConfirmed(client: ClientRow, state: RetentionState, typedSlug: string): void {
  if (state === 'purged') {
    throw new AppError('conflict', 'This client was purged already. See its certificate.');
  }
  if (state !== 'due' && state !== 'keeping') {
    throw new AppError('conflict', 'This client is not offboarding. Offboard it first.');
  }
  if (typedSlug !== client.slug) {
    throw invalidInput({ slug: [`Type ${client.slug}, exactly as it stands here.`] });
  }
}

interface Purge {
  actor: Actor;
  actorName: string;
  client: ClientRow;
  now: Date;
}

/** Rows, salt, certificate and events. Without the salt even a copy of a row cannot be opened by this board. */
async function destroy(
  tx: Transaction,
  vault: Vault,
  { actor, actorName, client, now }: Purge,
): Promise<PurgeOutcome> {
  const cause = retentionState(client, now) === 'due' ? 'due' : 'early';
  const values = await destroyValues(tx, actor, client.id);
  const references = await removeReferences(tx, actor, client.id);
  const images = await destroyEvidence(tx, actor, client.id);
  await tx
    .update(clients)
    .set({ kdfSalt: null, purgedAt: now, updatedAt: now })
    .where(eq(clients.id, client.id));
  await endOffboardingRuns(tx, actor, client.id, 'The client was purged.');
  const certificateId = uuidV7();
  await issueCertificate(tx, vault, {
    format: 'jed-board/purge-certificate',
    version: 3,
    certificate: certificateId,
    organisation: env().BOARD_ORGANISATION,
    client: { id: client.id, slug: client.slug, name: client.name },
    offboardedAt: (client.offboardedAt ?? now).toISOString(),
    offboardedBy: await whoOffboarded(tx, client.id),
    retentionDays: client.retentionDays,
    dueAt: (client.purgeAfter ?? now).toISOString(),
    purgedAt: now.toISOString(),
    cause,
    by: { id: actor.id, name: actorName, via: actor.via },
    values,
    references,
    images,
    keyMaterial: 'the client’s 32-byte key salt',
    keyVersion: vault.activeKeyVersion,
  });
  const counts = { destroyedValues: values.length, removedReferences: references.length };
  await appendAuditEvent(tx, actor, {
    action: 'client.purged',
    clientId: client.id,
    detail: { ...counts, destroyedImages: images.count, cause, certificate: certificateId },
  });
  return { clientId: client.id, slug: client.slug, ...counts, certificateId };
}
