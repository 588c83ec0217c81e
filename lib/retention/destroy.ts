import 'server-only';
import { asc, eq } from 'drizzle-orm';
import { appendAuditEvent } from '@/lib/audit/append';
import type { Actor } from '@/lib/auth/actor';
import type { Transaction } from '@/lib/db/database';
import { componentCredentialSlots } from '@/lib/db/schema/catalogue';
import { clientCredentials, clientVaultReferences } from '@/lib/db/schema/clients';
import type { Statement } from '@/lib/retention/schema';

/** Deletes a client's values, with an event each. Returns what they were: names and counts. */
export async function destroyValues(
  tx: Transaction,
  actor: Actor,
  clientId: string,
): Promise<Statement['values']> {
  const values = await tx
    .select({
      slot: clientCredentials.slotId,
      key: componentCredentialSlots.slotKey,
      name: componentCredentialSlots.name,
      versions: clientCredentials.valueVersion,
    })
    .from(clientCredentials)
    .innerJoin(componentCredentialSlots, eq(componentCredentialSlots.id, clientCredentials.slotId))
    .where(eq(clientCredentials.clientId, clientId))
    .orderBy(asc(clientCredentials.slotId));
  await tx.delete(clientCredentials).where(eq(clientCredentials.clientId, clientId));
  for (const { slot, versions } of values) {
    await appendAuditEvent(tx, actor, {
      action: 'credential.destroyed',
      clientId,
      slotId: slot,
      valueVersion: versions,
    });
  }
  return values;
}

/** Deletes a client's vault references, with an event each. Returns which they were. */
export async function removeReferences(
  tx: Transaction,
  actor: Actor,
  clientId: string,
): Promise<Statement['references']> {
  const references = await tx
    .select({
      slot: clientVaultReferences.slotId,
      key: componentCredentialSlots.slotKey,
      name: componentCredentialSlots.name,
    })
    .from(clientVaultReferences)
    .innerJoin(componentCredentialSlots, eq(componentCredentialSlots.id, clientVaultReferences.slotId))
    .where(eq(clientVaultReferences.clientId, clientId))
    .orderBy(asc(clientVaultReferences.slotId));
  await tx.delete(clientVaultReferences).where(eq(clientVaultReferences.clientId, clientId));
  for (const { slot } of references) {
    await appendAuditEvent(tx, actor, { action: 'reference.removed', clientId, slotId: slot });
  }
  return references;
}
