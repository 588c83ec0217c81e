import { randomBytes } from 'node:crypto';
import { asc, eq } from 'drizzle-orm';
import { v7 as uuidV7 } from 'uuid';
import { credentialContext } from '@/lib/clients/credential-context';
import type { Database } from '@/lib/db/database';
import { componentCredentialSlots } from '@/lib/db/schema/catalogue';
import { clientCredentials, clients } from '@/lib/db/schema/clients';
import { appVault, encryptingVault } from '@/lib/keys/app-vault';
import { makeOwnerSalt, SecretValue } from '@/lib/vault/vault';

/** Clients with values in every slot of ours, by the vault itself. Gives each value's text by its row's id. */
export async function seedValues(db: Database, clientCount: number): Promise<Map<string, string>> {
  const slots = await db
    .select({ id: componentCredentialSlots.id })
    .from(componentCredentialSlots)
    .where(eq(componentCredentialSlots.tag, 'our-managed'));
  const values = new Map<string, string>();
  for (let number = 0; number < clientCount; number += 1) {
    const [clientId, salt] = [uuidV7(), makeOwnerSalt()];
    const slug = `values-${randomBytes(6).toString('hex')}`;
    await db.transaction(async (tx) => {
      await tx.insert(clients).values({
        id: clientId,
        slug,
        name: slug,
        submittedAt: new Date(),
        kdfSalt: salt,
        createdBy: clientId,
      });
      const vault = await encryptingVault(tx);
      for (const { id: slotId } of slots) {
        const [id, text] = [uuidV7(), randomBytes(20).toString('hex')];
        const context = credentialContext({ clientId, slotId, valueVersion: 1, salt });
        await tx.insert(clientCredentials).values({
          id,
          clientId,
          slotId,
          envelope: await vault.encrypt(new SecretValue(text), context),
          keyVersion: vault.activeKeyVersion,
          valueVersion: 1,
          characters: text.length,
          source: 'typed',
          storedBy: clientId,
        });
        values.set(id, text);
      }
    });
  }
  return values;
}

/** Opens every stored value with the process's vault; rejects when one does not open. */
export async function openAll(db: Database): Promise<Map<string, string>> {
  const vault = await appVault();
  const rows = await db
    .select({ row: clientCredentials, salt: clients.kdfSalt })
    .from(clientCredentials)
    .innerJoin(clients, eq(clients.id, clientCredentials.clientId))
    .orderBy(asc(clientCredentials.id));
  const opened = new Map<string, string>();
  for (const { row, salt } of rows) {
    const secret = await vault.decrypt(row.envelope, credentialContext({ ...row, salt }));
    opened.set(row.id, secret.reveal());
  }
  return opened;
}
