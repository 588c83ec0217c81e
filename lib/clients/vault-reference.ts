import 'server-only';
import { and, eq, sql } from 'drizzle-orm';
import { appendAuditEvent } from '@/lib/audit/append';
import type { Actor } from '@/lib/auth/actor';
import { authorise } from '@/lib/auth/permissions';
import { looksLikeSecret } from '@/lib/catalogue/looks-like-secret';
import { readCatalogue } from '@/lib/catalogue/queries';
import type { Catalogue } from '@/lib/catalogue/schema';
import { holdSlotsToFill } from '@/lib/catalogue/slot-locks';
import { parseVaultReference } from '@/lib/catalogue/vault-reference';
import { lockClient, refuseWhenGone } from '@/lib/clients/client-row';
import { refreshFacts } from '@/lib/clients/facts';
import { vaultReferenceSchema } from '@/lib/clients/schema';
import { readScope, slotOfClient } from '@/lib/clients/scope';
import { database } from '@/lib/db/database';
import { clientVaultReferences } from '@/lib/db/schema/clients';
import { AppError, invalidInput, notFound } from '@/lib/errors';
import { parseInput } from '@/lib/validate';

/** What was pasted from another place says nothing of this one. */
const PASTED_FROM_THERE = sql`case when ${clientVaultReferences.reference} = excluded.reference then ${clientVaultReferences.pastedAt} end`;

/**
 * Records where a client keeps a value of theirs. Refuses a malformed `op://` address with the part that is wrong,
 * and anything that looks like the value itself: that must not reach the database under any name. Throws `conflict` for
 * a slot that has left the catalogue.
 */
export async function setVaultReference(
  actor: Actor,
  place: { clientId: string; slotId: string },
  input: unknown,
): Promise<void> {
  authorise(actor, 'credential.store');
  const wanted = parseInput(vaultReferenceSchema, input);
  const catalogue = await readCatalogue();
  refuseSecretInReference(catalogue, wanted.reference, 'reference');
  refuseSecretInReference(catalogue, wanted.label, 'label');
  const parsed = parseVaultReference(wanted.reference);
  if (!parsed.ok) throw invalidInput({ reference: [parsed.message] });
  await database().transaction(async (tx) => {
    const client = await lockClient(tx, place.clientId);
    refuseWhenGone(client);
    await holdSlotsToFill(tx, [place.slotId]);
    const slot = slotOfClient(await readScope(tx, client.id), place.slotId);
    if (slot.tag !== 'client-supplied') {
      throw new AppError('invalid', 'This slot is ours: it takes a value, not a reference.');
    }
    const row = { reference: wanted.reference, label: wanted.label, updatedBy: actor.id };
    await tx
      .insert(clientVaultReferences)
      .values({ clientId: client.id, slotId: slot.id, ...row })
      .onConflictDoUpdate({
        target: [clientVaultReferences.clientId, clientVaultReferences.slotId],
        set: { ...row, updatedAt: sql`now()`, pastedAt: PASTED_FROM_THERE },
      });
    await appendAuditEvent(tx, actor, { action: 'reference.set', clientId: client.id, slotId: slot.id });
    await refreshFacts(tx, client.id);
  });
}

/** Takes a reference away again; the slot is missing from then on. */
export async function removeVaultReference(
  actor: Actor,
  place: { clientId: string; slotId: string },
): Promise<void> {
  authorise(actor, 'credential.store');
  await database().transaction(async (tx) => {
    const client = await lockClient(tx, place.clientId);
    refuseWhenGone(client);
    const removed = await tx
      .delete(clientVaultReferences)
      .where(
        and(eq(clientVaultReferences.clientId, client.id), eq(clientVaultReferences.slotId, place.slotId)),
      )
      .returning({ id: clientVaultReferences.id });
    if (removed.length === 0) throw notFound('reference');
    await appendAuditEvent(tx, actor, {
      action: 'reference.removed',
      clientId: client.id,
      slotId: place.slotId,
    });
    await refreshFacts(tx, client.id);
  });
}

function refuseSecretInReference(catalogue: Catalogue, text: string, field: 'reference' | 'label'): void {
  const suspicion = looksLikeSecret(text, catalogue);
  if (suspicion === null) return;
  throw invalidInput({
    [field]: [
      `This looks like ${suspicion.says}, not like a place. Nothing was stored. Clear the field, and enter where the client keeps it, such as op://vault/item/field.`,
    ],
  });
}
