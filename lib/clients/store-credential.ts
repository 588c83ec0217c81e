import 'server-only';
import { and, eq, sql } from 'drizzle-orm';
import { appendAuditEvent } from '@/lib/audit/append';
import type { Actor } from '@/lib/auth/actor';
import { authorise } from '@/lib/auth/permissions';
import { checkFormat } from '@/lib/catalogue/format';
import type { Slot } from '@/lib/catalogue/schema';
import { holdSlotsToFill } from '@/lib/catalogue/slot-locks';
import { lockClient, refuseWhenGone } from '@/lib/clients/client-row';
import { credentialContext } from '@/lib/clients/credential-context';
import { refreshFacts } from '@/lib/clients/facts';
import { readScope, slotOfClient } from '@/lib/clients/scope';
import { database, type Transaction } from '@/lib/db/database';
import { clientCredentials } from '@/lib/db/schema/clients';
import { AppError, type FieldErrors, invalidInput } from '@/lib/errors';
import { encryptingVault } from '@/lib/keys/app-vault';
import { SecretTextError, SecretValue } from '@/lib/vault/vault';

export interface StoreCredentialInput {
  clientId: string;
  slotId: string;
  value: SecretValue;
  source: 'typed' | 'captured' | 'imported';
  /** The person saw the warning about the format and keeps the value all the same; never lifts a firm format. */
  keepAnyway?: boolean;
  runbookId?: string;
  stepId?: string;
}

/** What is known of a stored value. Never the value. */
export interface StoredCredential {
  slotId: string;
  characters: number;
  valueVersion: number;
  storedAt: Date;
}

/**
 * Wraps what was typed, at once, without the white space at its ends when the person asked for that; a text that
 * cannot be a secret is an error on the field `value`.
 */
export function secretFromInput(typed: unknown, trims = false): SecretValue {
  const text = typeof typed === 'string' ? typed : '';
  try {
    const value = new SecretValue(trims ? text.trim() : text);
    if (value.length === 0) throw invalidInput({ value: ['Paste the value first.'] });
    return value;
  } catch (error) {
    if (error instanceof SecretTextError) throw invalidInput({ value: [error.message] });
    throw error;
  }
}

/**
 * Door one: the only way in for a client's value. Checks tag and format, encrypts, and writes row, audit event and
 * facts in one transaction. A value that replaces another gets the next value version. Throws `conflict` for a slot that
 * has left the catalogue.
 */
export async function storeCredential(actor: Actor, input: StoreCredentialInput): Promise<StoredCredential> {
  authorise(actor, 'credential.store');
  return database().transaction(async (tx) => {
    const client = await lockClient(tx, input.clientId);
    refuseWhenGone(client);
    await holdSlotsToFill(tx, [input.slotId]);
    const slot = slotOfClient(await readScope(tx, client.id), input.slotId);
    refuseUnfit(slot, input);
    const stored = await writeEncrypted(tx, actor, client, slot, input);
    await appendAuditEvent(tx, actor, {
      action: 'credential.stored',
      clientId: client.id,
      slotId: slot.id,
      valueVersion: stored.valueVersion,
      detail: { source: input.source },
      ...(input.runbookId === undefined ? {} : { runbookId: input.runbookId }),
      ...(input.stepId === undefined ? {} : { stepId: input.stepId }),
    });
    await refreshFacts(tx, client.id);
    return stored;
  });
}

function refuseUnfit(slot: Slot, input: StoreCredentialInput): void {
  if (slot.tag !== 'our-managed') {
    throw new AppError(
      'invalid',
      'This value belongs to the client. The board keeps only where it is: enter its vault reference.',
      { fieldErrors: { value: ['This slot takes a vault reference, never a value.'] } },
    );
  }
  if (slot.class === 'infrastructure') {
    throw new AppError('forbidden', 'Organisation keys are not stored with a client.');
  }
  const check = checkFormat(slot.format, input.value.reveal());
  if (check.ok) return;
  if (input.keepAnyway === true && check.strength !== 'firm') return;
  const fieldErrors: FieldErrors = { value: [check.message] };
  if (check.problem === 'white-space') fieldErrors.trim = ['Tick this to remove it.'];
  if (check.strength !== 'firm') fieldErrors.keepAnyway = ['Tick this to keep the value as it is.'];
  throw invalidInput(fieldErrors);
}

async function writeEncrypted(
  tx: Transaction,
  actor: Actor,
  client: { id: string; kdfSalt: Buffer | null },
  slot: Slot,
  input: StoreCredentialInput,
): Promise<StoredCredential> {
  const [current] = await tx
    .select({ valueVersion: clientCredentials.valueVersion })
    .from(clientCredentials)
    .where(and(eq(clientCredentials.clientId, client.id), eq(clientCredentials.slotId, slot.id)));
  const valueVersion = (current?.valueVersion ?? 0) + 1;
  const vault = await encryptingVault(tx);
  const context = credentialContext({
    clientId: client.id,
    slotId: slot.id,
    valueVersion,
    salt: client.kdfSalt,
  });
  const row = {
    envelope: await vault.encrypt(input.value, context),
    mark: vault.mark(input.value, context),
    keyVersion: vault.activeKeyVersion,
    valueVersion,
    characters: input.value.length,
    source: input.source,
    storedBy: actor.id,
    expiresAt:
      slot.expiresAfterDays === undefined
        ? null
        : sql`now() + make_interval(days => ${slot.expiresAfterDays})`,
    spentAt: null,
  };
  const [stored] = await tx
    .insert(clientCredentials)
    .values({ clientId: client.id, slotId: slot.id, ...row })
    .onConflictDoUpdate({
      target: [clientCredentials.clientId, clientCredentials.slotId],
      set: { ...row, storedAt: sql`now()` },
    })
    .returning({ storedAt: clientCredentials.storedAt });
  if (stored === undefined) throw new AppError('unexpected', 'The value was not stored.');
  return { slotId: slot.id, characters: row.characters, valueVersion, storedAt: stored.storedAt };
}
