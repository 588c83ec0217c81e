import 'server-only';
import { and, eq, like, ne } from 'drizzle-orm';
import { appendAuditEvent } from '@/lib/audit/append';
import type { Actor } from '@/lib/auth/actor';
import { type ClientRow, lockClient } from '@/lib/clients/client-row';
import { freeSlug } from '@/lib/clients/slug';
import type { Executor, Transaction } from '@/lib/db/database';
import { clients } from '@/lib/db/schema/clients';
import { AppError, invalidInput } from '@/lib/errors';
import { makeOwnerSalt } from '@/lib/vault/vault';

/** What a client's record begins with. */
export interface ClientIdentity {
  name: string;
  slug: string;
  contactName: string;
  contactEmail: string;
  contactPhone: string;
  notes: string;
  retentionDays: number;
}

/**
 * Makes the record of a client in stage draft, with a salt of its own, so that values have their place at once.
 * Throws `invalid` on `slug` when another client has it.
 */
export async function createDraftClient(
  tx: Transaction,
  actor: Actor,
  identity: ClientIdentity,
): Promise<ClientRow> {
  const [client] = await tx
    .insert(clients)
    .values({ ...identity, kdfSalt: makeOwnerSalt(), createdBy: actor.id })
    .onConflictDoNothing({ target: clients.slug })
    .returning();
  if (client === undefined) throw await slugTaken(tx, identity.slug);
  await appendAuditEvent(tx, actor, { action: 'client.draft-started', clientId: client.id });
  return client;
}

/** Changes the identity of a client that is still a draft: the short name is fixed afterwards. */
export async function updateDraftClient(
  tx: Transaction,
  actor: Actor,
  clientId: string,
  identity: ClientIdentity,
): Promise<void> {
  const client = await lockClient(tx, clientId);
  if (client.submittedAt !== null) {
    throw new AppError('conflict', 'This client was created meanwhile. Change it on its own page.');
  }
  const fields = Object.keys(identity) as (keyof ClientIdentity)[];
  if (fields.every((field) => client[field] === identity[field])) return;
  const [holder] = await tx
    .select({ id: clients.id })
    .from(clients)
    .where(and(eq(clients.slug, identity.slug), ne(clients.id, clientId)));
  if (holder !== undefined) throw await slugTaken(tx, identity.slug);
  await tx.update(clients).set(identity).where(eq(clients.id, clientId));
  await appendAuditEvent(tx, actor, { action: 'client.changed', clientId });
}

/** The refusal for a short name that is in use: who has it, and one that is free. */
export async function slugTaken(executor: Executor, slug: string): Promise<AppError> {
  const [holder] = await executor
    .select({ name: clients.name, stage: clients.stage })
    .from(clients)
    .where(eq(clients.slug, slug));
  const free = await firstFreeSlug(executor, slug);
  const who = holder === undefined ? 'another client' : `${holder.name} (${holder.stage})`;
  return invalidInput({ slug: [`“${slug}” belongs to ${who}. Use “${free}”, or another short name.`] });
}

/** The wanted short name if nobody has it, else the first numbered one that is free at this moment. */
export async function firstFreeSlug(executor: Executor, wanted: string): Promise<string> {
  const similar = await executor
    .select({ slug: clients.slug })
    .from(clients)
    .where(like(clients.slug, `${wanted.slice(0, 40)}%`));
  return freeSlug(wanted, new Set(similar.map((row) => row.slug)));
}
