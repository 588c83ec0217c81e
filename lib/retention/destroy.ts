import 'server-only';
import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { appendAuditEvent } from '@/lib/audit/append';
import type { Actor } from '@/lib/auth/actor';
import type { Transaction } from '@/lib/db/database';
import { componentCredentialSlots } from '@/lib/db/schema/catalogue';
import { clientCredentials, clientVaultReferences } from '@/lib/db/schema/clients';
import { stepEvidence } from '@/lib/db/schema/evidence';
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

/**
 * Drops the bytes of a client's images, with an event each; that they were there stays in the runs' reports. Returns how
 * many there were, and of how many bytes.
 */
export async function destroyEvidence(
  tx: Transaction,
  actor: Actor,
  clientId: string,
): Promise<{ count: number; bytes: number }> {
  const images = await tx
    .update(stepEvidence)
    .set({
      content: null,
      preview: null,
      removedBy: actor.id,
      removedAt: sql`clock_timestamp()`,
      removedReason: 'Destroyed with the client’s values.',
    })
    .where(and(eq(stepEvidence.clientId, clientId), isNull(stepEvidence.removedAt)))
    .returning({
      id: stepEvidence.id,
      runbookId: stepEvidence.runbookId,
      stepId: stepEvidence.stepId,
      bytes: stepEvidence.bytes,
    });
  for (const { id, runbookId, stepId } of images) {
    const place = { clientId, runbookId, stepId };
    await appendAuditEvent(tx, actor, { action: 'evidence.destroyed', ...place, detail: { evidence: id } });
  }
  return { count: images.length, bytes: images.reduce((sum, { bytes }) => sum + bytes, 0) };
}
