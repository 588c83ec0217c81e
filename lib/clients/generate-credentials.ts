import 'server-only';
import { eq } from 'drizzle-orm';
import { appendAuditEvent } from '@/lib/audit/append';
import type { Actor } from '@/lib/auth/actor';
import { authorise } from '@/lib/auth/permissions';
import type { Slot } from '@/lib/catalogue/schema';
import { holdSlotsToFill } from '@/lib/catalogue/slot-locks';
import { type ClientRow, lockClient, refuseWhenGone } from '@/lib/clients/client-row';
import { credentialContext } from '@/lib/clients/credential-context';
import { refreshFacts } from '@/lib/clients/facts';
import { readScope } from '@/lib/clients/scope';
import { database, type Transaction } from '@/lib/db/database';
import { clientCredentials } from '@/lib/db/schema/clients';
import { encryptingVault } from '@/lib/keys/app-vault';
import { generateSecret } from '@/lib/secrets/generate';

/** Makes every value that is generated and not there yet. Never overwrites one. Returns how many were made. */
export async function generateCredentials(actor: Actor, clientId: string): Promise<number> {
  authorise(actor, 'credential.store');
  return database().transaction(async (tx) => {
    const client = await lockClient(tx, clientId);
    refuseWhenGone(client);
    return generateMissing(tx, actor, client);
  });
}

/**
 * The same inside a transaction that holds the client's lock already. Throws `conflict` when one of the slots left the
 * catalogue just now.
 */
export async function generateMissing(tx: Transaction, actor: Actor, client: ClientRow): Promise<number> {
  const seen = (await missingGenerated(tx, client.id)).map(({ id }) => id);
  await holdSlotsToFill(tx, seen);
  // Asked again: whoever published while this waited may have changed how a value is made.
  const wanted = (await missingGenerated(tx, client.id)).filter(({ id }) => seen.includes(id));
  for (const slot of wanted) await generateOne(tx, actor, client, slot);
  if (wanted.length > 0) await refreshFacts(tx, client.id);
  return wanted.length;
}

async function missingGenerated(tx: Transaction, clientId: string): Promise<Slot[]> {
  const { slots } = await readScope(tx, clientId);
  const stored = await tx
    .select({ slotId: clientCredentials.slotId })
    .from(clientCredentials)
    .where(eq(clientCredentials.clientId, clientId));
  const filled = new Set(stored.map((row) => row.slotId));
  return slots.filter((slot) => slot.generator !== undefined && !filled.has(slot.id));
}

async function generateOne(tx: Transaction, actor: Actor, client: ClientRow, slot: Slot): Promise<void> {
  if (slot.generator === undefined) return;
  const vault = await encryptingVault(tx);
  const value = generateSecret(slot.generator);
  const context = credentialContext({
    clientId: client.id,
    slotId: slot.id,
    valueVersion: 1,
    salt: client.kdfSalt,
  });
  await tx
    .insert(clientCredentials)
    .values({
      clientId: client.id,
      slotId: slot.id,
      envelope: await vault.encrypt(value, context),
      mark: vault.mark(value, context),
      keyVersion: vault.activeKeyVersion,
      valueVersion: 1,
      characters: value.length,
      source: 'generated',
      storedBy: actor.id,
    })
    .onConflictDoNothing();
  await appendAuditEvent(tx, actor, {
    action: 'credential.generated',
    clientId: client.id,
    slotId: slot.id,
    valueVersion: 1,
  });
}
