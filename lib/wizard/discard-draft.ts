import 'server-only';
import { eq } from 'drizzle-orm';
import { appendAuditEvent } from '@/lib/audit/append';
import type { Actor } from '@/lib/auth/actor';
import { authorise } from '@/lib/auth/permissions';
import { lockClient } from '@/lib/clients/client-row';
import { destroyValues, orphanedSlotIds } from '@/lib/clients/client-scope';
import { database } from '@/lib/db/database';
import { clients } from '@/lib/db/schema/clients';
import { wizardDrafts } from '@/lib/db/schema/wizard';
import { lockDraft } from '@/lib/wizard/answers';

/** Throws a draft away, with its client's record and every value stored for it. Nothing of it can be brought back. */
export async function discardDraft(actor: Actor, draftId: string): Promise<void> {
  authorise(actor, 'wizard.use');
  await database().transaction(async (tx) => {
    const draft = await lockDraft(tx, draftId);
    if (draft.clientId !== null) {
      const client = await lockClient(tx, draft.clientId);
      const stored = await orphanedSlotIds(tx, client.id, []);
      await destroyValues(tx, actor, client.id, stored, 'draft-discarded');
      await appendAuditEvent(tx, actor, {
        action: 'client.draft-discarded',
        clientId: client.id,
        detail: { values: stored.length },
      });
      await tx.delete(clients).where(eq(clients.id, client.id));
    }
    await tx.delete(wizardDrafts).where(eq(wizardDrafts.id, draft.id));
  });
}

/** How many values are stored for the client of a draft; 0 while it has none. */
export async function countStoredValues(actor: Actor, clientId: string | null): Promise<number> {
  authorise(actor, 'wizard.use');
  return clientId === null ? 0 : (await orphanedSlotIds(database(), clientId, [])).length;
}
