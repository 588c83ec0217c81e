import 'server-only';
import { eq, sql } from 'drizzle-orm';
import type { Slot } from '@/lib/catalogue/schema';
import { settingsInScope } from '@/lib/catalogue/scope';
import { type ClientScope, readScope } from '@/lib/clients/scope';
import type { Transaction } from '@/lib/db/database';
import { clientCredentials, clients, clientVaultReferences } from '@/lib/db/schema/clients';

/** A slot that has to be filled before anybody drives to the site. */
export function neededBeforeRun(slot: Slot): boolean {
  return slot.required && slot.obtained === 'before-run' && slot.class !== 'device_sign_in';
}

/**
 * Counts anew what is missing and from whom, and writes the facts that the stage is derived from. Called, under
 * the client's lock, by every command that changes scope, settings, values or references.
 */
export async function refreshFacts(tx: Transaction, clientId: string): Promise<void> {
  const scope = await readScope(tx, clientId);
  const stored = await tx
    .select({ slotId: clientCredentials.slotId })
    .from(clientCredentials)
    .where(eq(clientCredentials.clientId, clientId));
  const referenced = await tx
    .select({ slotId: clientVaultReferences.slotId })
    .from(clientVaultReferences)
    .where(eq(clientVaultReferences.clientId, clientId));
  const filled = new Set([...stored, ...referenced].map((row) => row.slotId));
  const missing = scope.slots.filter((slot) => neededBeforeRun(slot) && !filled.has(slot.id));
  const missingClient = missing.filter((slot) => slot.tag === 'client-supplied').length;
  const missingOurs = missing.length - missingClient + unansweredSettings(scope);
  const complete = missingOurs === 0 && missingClient === 0;
  await tx
    .update(clients)
    .set({
      missingOurs,
      missingClient,
      readyAt: complete ? sql`coalesce(${clients.readyAt}, now())` : null,
      updatedAt: sql`now()`,
    })
    .where(eq(clients.id, clientId));
}

/** Required settings of the wizard without an answer. */
export function unansweredSettings(scope: ClientScope): number {
  return settingsInScope(scope.catalogue, scope.componentIds, scope.settings).filter(
    (setting) => setting.required && setting.captured === 'wizard' && !scope.settings[setting.key],
  ).length;
}
