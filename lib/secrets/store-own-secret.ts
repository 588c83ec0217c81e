import 'server-only';
import { and, eq, sql } from 'drizzle-orm';
import { appendAuditEvent } from '@/lib/audit/append';
import type { Actor } from '@/lib/auth/actor';
import { looksLikeSecret } from '@/lib/catalogue/looks-like-secret';
import { readCatalogue } from '@/lib/catalogue/queries';
import type { Catalogue } from '@/lib/catalogue/schema';
import type { Transaction } from '@/lib/db/database';
import { teamMembers, vaultSecrets } from '@/lib/db/schema/vault-secrets';
import { AppError, invalidInput, notFound } from '@/lib/errors';
import { encryptingVault } from '@/lib/keys/app-vault';
import { isAt, type OwnSecretOwner, ownerOf, ownSecretContext, withOwnVault } from '@/lib/secrets/own-vault';
import { ownSecretSchema } from '@/lib/secrets/schema';
import { parseInput } from '@/lib/validate';
import { makeOwnerSalt, type SecretValue } from '@/lib/vault/vault';

/**
 * Encrypts a value of ours and writes row and audit event in one transaction. One that replaces another gets the next
 * value version and a new salt, so that what was there before does not open again. Throws `invalid`, `forbidden`,
 * `not-found` for a team that the actor is not in, and `conflict` when somebody else stored it at the same moment.
 */
export async function storeOwnSecret(
  actor: Actor,
  input: unknown,
  value: SecretValue,
): Promise<{ id: string; valueVersion: number }> {
  const { path, teamId, ...about } = parseInput(ownSecretSchema, input);
  refuseUnfit(await readCatalogue(), about.description, value);
  return withOwnVault(actor, async (tx) => {
    const owner = ownerOf(actor, { path, teamId });
    if (owner.teamId !== null) await requireMember(tx, actor, owner.teamId);
    const previous = await lockVersion(tx, owner);
    const vault = await encryptingVault(tx);
    const place = { ...owner, valueVersion: previous + 1, kdfSalt: makeOwnerSalt() };
    const row = {
      ...about,
      envelope: await vault.encrypt(value, ownSecretContext(place)),
      keyVersion: vault.activeKeyVersion,
      valueVersion: place.valueVersion,
      kdfSalt: place.kdfSalt,
      updatedBy: actor.id,
    };
    const [stored] = await tx
      .insert(vaultSecrets)
      .values({ ...owner, ...row, createdBy: actor.id })
      .onConflictDoUpdate({
        target: [vaultSecrets.scope, vaultSecrets.teamId, vaultSecrets.userId, vaultSecrets.path],
        set: { ...row, updatedAt: sql`now()` },
        setWhere: eq(vaultSecrets.valueVersion, previous),
      })
      .returning({ id: vaultSecrets.id, valueVersion: vaultSecrets.valueVersion });
    if (stored === undefined) {
      throw new AppError(
        'conflict',
        'Not stored: somebody stored this value a moment ago. Look at it first.',
      );
    }
    await appendAuditEvent(tx, actor, {
      action: 'own-secret.stored',
      valueVersion: stored.valueVersion,
      detail: { secretId: stored.id, scope: owner.scope },
    });
    return stored;
  });
}

/** A description is kept in the clear, so no key belongs in it. */
function refuseUnfit(catalogue: Catalogue, description: string, value: SecretValue): void {
  if (value.length === 0) throw invalidInput({ value: ['Paste the value first.'] });
  const suspicion = looksLikeSecret(description, catalogue);
  if (suspicion === null) return;
  throw invalidInput({
    description: [
      `This looks like ${suspicion.says}. Nothing was kept. Describe the key, and paste it as the value.`,
    ],
  });
}

async function requireMember(tx: Transaction, actor: Actor, teamId: string): Promise<void> {
  const found = await tx
    .select({ teamId: teamMembers.teamId })
    .from(teamMembers)
    .where(and(eq(teamMembers.teamId, teamId), eq(teamMembers.userId, actor.id)));
  if (found.length === 0) throw notFound('team');
}

/** The value version that is there, locked; 0 where there is none yet. */
async function lockVersion(tx: Transaction, owner: OwnSecretOwner): Promise<number> {
  const [current] = await tx
    .select({ valueVersion: vaultSecrets.valueVersion })
    .from(vaultSecrets)
    .where(isAt(owner))
    .for('update');
  return current?.valueVersion ?? 0;
}
