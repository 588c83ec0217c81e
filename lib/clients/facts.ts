import 'server-only';
import { eq, sql } from 'drizzle-orm';
import { settingsInScope } from '@/lib/catalogue/scope';
import { listMissing } from '@/lib/clients/missing';
import { readScope } from '@/lib/clients/scope';
import type { Transaction } from '@/lib/db/database';
import { clientCredentials, clients, clientVaultReferences } from '@/lib/db/schema/clients';

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
  const missing = listMissing(
    scope.slots,
    settingsInScope(scope.catalogue, scope.componentIds, scope.settings),
    {
      filledSlotIds: new Set([...stored, ...referenced].map((row) => row.slotId)),
      answers: scope.settings,
    },
  );
  const missingClient = missing.filter((item) => item.waitsFor === 'client').length;
  const missingOurs = missing.length - missingClient;
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
