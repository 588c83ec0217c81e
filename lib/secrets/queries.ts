import 'server-only';
import { asc, eq } from 'drizzle-orm';
import type { Actor } from '@/lib/auth/actor';
import { teams, vaultSecrets } from '@/lib/db/schema/vault-secrets';
import { withOwnVault } from '@/lib/secrets/own-vault';

/** What is known of the values that the actor has: their own, their teams', for an admin the organisation's. No value. */
export async function listOwnSecrets(actor: Actor) {
  return withOwnVault(actor, (tx) =>
    tx
      .select({
        id: vaultSecrets.id,
        scope: vaultSecrets.scope,
        teamId: vaultSecrets.teamId,
        teamName: teams.name,
        path: vaultSecrets.path,
        description: vaultSecrets.description,
        category: vaultSecrets.category,
        valueVersion: vaultSecrets.valueVersion,
        expiresAt: vaultSecrets.expiresAt,
        rotationRequired: vaultSecrets.rotationRequired,
        updatedAt: vaultSecrets.updatedAt,
        lastAccessedAt: vaultSecrets.lastAccessedAt,
        accessCount: vaultSecrets.accessCount,
      })
      .from(vaultSecrets)
      .leftJoin(teams, eq(teams.id, vaultSecrets.teamId))
      .orderBy(asc(vaultSecrets.category), asc(vaultSecrets.path), asc(vaultSecrets.id)),
  );
}
