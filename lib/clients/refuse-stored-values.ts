import 'server-only';
import { and, eq, isNotNull } from 'drizzle-orm';
import { recordAuditEvent } from '@/lib/audit/append';
import type { Actor } from '@/lib/auth/actor';
import { credentialContext } from '@/lib/clients/credential-context';
import { database } from '@/lib/db/database';
import { componentCredentialSlots } from '@/lib/db/schema/catalogue';
import { clientCredentials, clients } from '@/lib/db/schema/clients';
import { invalidInput } from '@/lib/errors';
import { appVault } from '@/lib/keys/app-vault';
import { withoutTerminalCodes } from '@/lib/terminal-codes';

/** Where a text was about to be kept or compared. */
export interface TextPlace {
  clientId: string;
  runbookId: string;
  stepId?: string;
}

/**
 * Refuses a text in which one of the client's stored values stands, under its field's name. No value is opened for it:
 * they are known by their marks. That it happened is an event which names slot and person, so that guessing at values
 * this way is seen. Authorising is the caller's.
 */
export async function refuseStoredValues(
  actor: Actor,
  place: TextPlace,
  text: string,
  field: string,
): Promise<void> {
  const values = await markedValues(place.clientId);
  if (values.length === 0) return;
  const { found, complete } = (await appVault()).findMarked(withoutTerminalCodes(text), values);
  if (found !== null) {
    const { slot: slotId, valueVersion } = found.context;
    await recordAuditEvent(actor, {
      action: 'credential.text-refused',
      outcome: 'refused',
      ...place,
      slotId,
      valueVersion,
    });
    throw refusal(
      field,
      `That holds the value stored for ${found.key}. Nothing was kept. Take it out first.`,
    );
  }
  if (!complete) {
    throw refusal(
      field,
      'That has too many parts to look for stored values in all of them. Nothing was kept. Take only the lines that matter.',
    );
  }
}

function refusal(field: string, sentence: string) {
  return invalidInput({ [field]: [sentence] }, 'Nothing was kept.');
}

async function markedValues(clientId: string) {
  const rows = await database()
    .select({
      clientId: clientCredentials.clientId,
      slotId: clientCredentials.slotId,
      key: componentCredentialSlots.slotKey,
      valueVersion: clientCredentials.valueVersion,
      keyVersion: clientCredentials.keyVersion,
      characters: clientCredentials.characters,
      mark: clientCredentials.mark,
      salt: clients.kdfSalt,
    })
    .from(clientCredentials)
    .innerJoin(clients, eq(clients.id, clientCredentials.clientId))
    .innerJoin(componentCredentialSlots, eq(componentCredentialSlots.id, clientCredentials.slotId))
    .where(and(eq(clientCredentials.clientId, clientId), isNotNull(clientCredentials.mark)));
  return rows.flatMap(({ mark, ...row }) =>
    mark === null ? [] : [{ ...row, mark, context: credentialContext(row) }],
  );
}
