import 'server-only';
import { appendAuditEvent } from '@/lib/audit/append';
import type { Actor } from '@/lib/auth/actor';
import { vaultSecrets } from '@/lib/db/schema/vault-secrets';
import { notFound } from '@/lib/errors';
import { isAt, ownerOf, withOwnVault } from '@/lib/secrets/own-vault';
import { ownSecretPlaceSchema } from '@/lib/secrets/schema';
import { parseInput } from '@/lib/validate';

/** Destroys a value of ours with its salt, for good. Throws `forbidden`, or `not-found` for what the actor has not. */
export async function removeOwnSecret(actor: Actor, input: unknown): Promise<void> {
  const place = parseInput(ownSecretPlaceSchema, input);
  await withOwnVault(actor, async (tx) => {
    const [removed] = await tx
      .delete(vaultSecrets)
      .where(isAt(ownerOf(actor, place)))
      .returning({ id: vaultSecrets.id, scope: vaultSecrets.scope, valueVersion: vaultSecrets.valueVersion });
    if (removed === undefined) throw notFound('value');
    await appendAuditEvent(tx, actor, {
      action: 'own-secret.removed',
      valueVersion: removed.valueVersion,
      detail: { secretId: removed.id, scope: removed.scope },
    });
  });
}
