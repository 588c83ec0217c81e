import 'server-only';
import { eq, sql } from 'drizzle-orm';
import { appendAuditEvent, recordAuditEvent } from '@/lib/audit/append';
import type { AuditEvent } from '@/lib/audit/events';
import type { Actor } from '@/lib/auth/actor';
import { freshSignInRequired, isFreshEnough } from '@/lib/auth/fresh-sign-in';
import { authorise, may } from '@/lib/auth/permissions';
import { vaultSecrets } from '@/lib/db/schema/vault-secrets';
import { AppError } from '@/lib/errors';
import { appVault } from '@/lib/keys/app-vault';
import { isAt, ownerOf, ownSecretContext, withOwnVault } from '@/lib/secrets/own-vault';
import { type OwnSecretPlace, ownSecretPlaceSchema } from '@/lib/secrets/schema';
import { parseInput } from '@/lib/validate';
import { type SecretValue, VaultError } from '@/lib/vault/vault';

/**
 * The only way out for a value of ours, in the order of `revealCredential`: authorises, asks that whoever is in a
 * browser proved lately who they are, locks the row and commits the audit event, and only then decrypts. Throws
 * `forbidden`, `fresh-sign-in-required`, `not-found`, `conflict` for an expired value, `audit-unavailable` or
 * `cannot-open`.
 */
export async function readOwnSecret(actor: Actor, input: unknown): Promise<SecretValue> {
  const place = parseInput(ownSecretPlaceSchema, input);
  if (!may(actor, 'own-secret.use') || !(await isFreshEnough(actor))) {
    await recordAuditEvent(actor, { action: 'own-secret.reveal-refused', outcome: 'refused' });
    authorise(actor, 'own-secret.use');
    throw freshSignInRequired();
  }
  const row = await lockAndRecord(actor, place);
  if (row.expired) {
    const day = row.expiresAt?.toISOString().slice(0, 10);
    throw new AppError('conflict', `Not opened: this value expired on ${day}. Store a new one.`);
  }
  try {
    return await (await appVault()).decrypt(row.envelope, ownSecretContext(row));
  } catch (error) {
    if (!(error instanceof VaultError)) throw error;
    await recordAuditEvent(actor, { ...eventOf(row), action: 'own-secret.reveal-failed', outcome: 'failed' });
    throw new AppError(
      'cannot-open',
      'Not opened: this stored value cannot be opened. Store it again; if that fails too, tell your admin.',
    );
  }
}

type LockedRow = typeof vaultSecrets.$inferSelect & { expired: boolean };

function lockAndRecord(actor: Actor, place: OwnSecretPlace): Promise<LockedRow> {
  return withOwnVault(actor, async (tx) => {
    const [found] = await tx
      .select({
        row: vaultSecrets,
        expired: sql<boolean>`coalesce(${vaultSecrets.expiresAt} <= now(), false)`,
      })
      .from(vaultSecrets)
      .where(isAt(ownerOf(actor, place)))
      .for('update');
    if (found === undefined) {
      throw new AppError(
        'not-found',
        'There is nothing at this path. Check its spelling, or store a value there.',
      );
    }
    const locked = { ...found.row, expired: found.expired };
    if (locked.expired) {
      const refused = { action: 'own-secret.reveal-refused', outcome: 'refused' } as const;
      await appendAuditEvent(tx, actor, { ...eventOf(locked), ...refused });
      return locked;
    }
    await tx
      .update(vaultSecrets)
      .set({ accessCount: sql`${vaultSecrets.accessCount} + 1`, lastAccessedAt: sql`now()` })
      .where(eq(vaultSecrets.id, locked.id));
    await appendAuditEvent(tx, actor, { ...eventOf(locked), action: 'own-secret.revealed' });
    return locked;
  });
}

/** What the log says of a value of ours. Its path was typed in, so it is not in it. */
function eventOf(row: LockedRow): Pick<AuditEvent, 'valueVersion' | 'detail'> {
  return { valueVersion: row.valueVersion, detail: { secretId: row.id, scope: row.scope } };
}
