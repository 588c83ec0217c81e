import 'server-only';
import { and, eq, isNull, type SQL, sql } from 'drizzle-orm';
import type { Actor } from '@/lib/auth/actor';
import { authorise } from '@/lib/auth/permissions';
import { database, type Transaction } from '@/lib/db/database';
import { vaultSecrets } from '@/lib/db/schema/vault-secrets';
import type { OwnSecretPlace } from '@/lib/secrets/schema';
import type { VaultContext } from '@/lib/vault/vault';

/**
 * The one way to our own values: a transaction that tells the database who asks, which then gives a person's rows to
 * that person, a team's to its members and the organisation's to admins. What is set ends with the transaction, so
 * that the next one on the same connection begins with nobody and gets nothing. Throws `forbidden` for support.
 */
export async function withOwnVault<T>(actor: Actor, work: (tx: Transaction) => Promise<T>): Promise<T> {
  authorise(actor, 'own-secret.use');
  return database().transaction(async (tx) => {
    await tx.execute(
      sql`select set_config('jed.user_id', ${actor.id}, true), set_config('jed.role', ${actor.role}, true)`,
    );
    return work(tx);
  });
}

type Row = typeof vaultSecrets.$inferSelect;
export type OwnSecretOwner = Pick<Row, 'scope' | 'teamId' | 'userId' | 'path'>;

/** Whose the value at this path is. Only an admin has the organisation's: `forbidden` for everybody else. */
export function ownerOf(actor: Actor, { path, teamId }: OwnSecretPlace): OwnSecretOwner {
  if (teamId !== undefined) return { scope: 'team', teamId, userId: null, path };
  if (path.startsWith('user/')) return { scope: 'user', teamId: null, userId: actor.id, path };
  authorise(actor, 'org-secret.use');
  return { scope: 'org', teamId: null, userId: null, path };
}

/** The row at this place. Row-level security would do; this says it a second time, and finds the index. */
export function isAt({ scope, teamId, userId, path }: OwnSecretOwner): SQL | undefined {
  return and(
    eq(vaultSecrets.scope, scope),
    teamId === null ? isNull(vaultSecrets.teamId) : eq(vaultSecrets.teamId, teamId),
    userId === null ? isNull(vaultSecrets.userId) : eq(vaultSecrets.userId, userId),
    eq(vaultSecrets.path, path),
  );
}

/** The organisation has no row and so no id: the nil uuid, which no team and no person can have. */
const ORGANISATION_ID = '00000000-0000-0000-0000-000000000000';

const PURPOSES = { org: 'org-secret', team: 'team-secret', user: 'user-secret' } as const;

/** Where a value of ours lives, for the vault: everything here is bound to the ciphertext. */
export function ownSecretContext(row: OwnSecretOwner & Pick<Row, 'valueVersion' | 'kdfSalt'>): VaultContext {
  return {
    purpose: PURPOSES[row.scope],
    ownerId: row.teamId ?? row.userId ?? ORGANISATION_ID,
    slot: row.path,
    valueVersion: row.valueVersion,
    salt: row.kdfSalt,
  };
}
