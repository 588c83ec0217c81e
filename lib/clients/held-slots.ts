import 'server-only';
import { eq } from 'drizzle-orm';
import { readEndings } from '@/lib/clients/ending-queries';
import { revocationOf } from '@/lib/clients/endings';
import type { Executor } from '@/lib/db/database';
import { clientCredentials, clientVaultReferences, placements } from '@/lib/db/schema/clients';

/** The slots of a client whose value exists somewhere and was not revoked. Authorising is the caller's. */
export async function readHeldSlotIds(executor: Executor, clientId: string): Promise<Set<string>> {
  const endings = await readEndings(executor, clientId);
  const stored = await executor
    .select({ slotId: clientCredentials.slotId, at: clientCredentials.storedAt })
    .from(clientCredentials)
    .where(eq(clientCredentials.clientId, clientId));
  const referenced = await executor
    .select({ slotId: clientVaultReferences.slotId, at: clientVaultReferences.updatedAt })
    .from(clientVaultReferences)
    .where(eq(clientVaultReferences.clientId, clientId));
  const placed = await executor
    .select({ slotId: placements.slotId, at: placements.placedAt })
    .from(placements)
    .where(eq(placements.clientId, clientId));
  const known = [...stored, ...referenced, ...placed];
  return new Set(
    known.flatMap(({ slotId, at }) => (revocationOf(endings, slotId, [at]) === null ? [slotId] : [])),
  );
}
