import 'server-only';
import { inArray } from 'drizzle-orm';
import { readCatalogue } from '@/lib/catalogue/queries';
import { settingsInScope, slotsInScope } from '@/lib/catalogue/scope';
import { listMissing, type MissingItem } from '@/lib/clients/missing';
import { database } from '@/lib/db/database';
import {
  clientComponents,
  clientCredentials,
  clientSettings,
  clientVaultReferences,
} from '@/lib/db/schema/clients';

/** What is missing of each of these clients, in four statements however many they are. Callers have authorised. */
export async function missingOfClients(clientIds: readonly string[]): Promise<Map<string, MissingItem[]>> {
  if (clientIds.length === 0) return new Map();
  const ids = [...clientIds];
  const [catalogue, components, settings, stored, referenced] = await Promise.all([
    readCatalogue(),
    database()
      .select({ clientId: clientComponents.clientId, id: clientComponents.componentId })
      .from(clientComponents)
      .where(inArray(clientComponents.clientId, ids)),
    database()
      .select({
        clientId: clientSettings.clientId,
        key: clientSettings.settingKey,
        value: clientSettings.value,
      })
      .from(clientSettings)
      .where(inArray(clientSettings.clientId, ids)),
    database()
      .select({ clientId: clientCredentials.clientId, slotId: clientCredentials.slotId })
      .from(clientCredentials)
      .where(inArray(clientCredentials.clientId, ids)),
    database()
      .select({ clientId: clientVaultReferences.clientId, slotId: clientVaultReferences.slotId })
      .from(clientVaultReferences)
      .where(inArray(clientVaultReferences.clientId, ids)),
  ]);
  const componentsOf = byClient(components);
  const settingsOf = byClient(settings);
  const filledOf = byClient([...stored, ...referenced]);
  return new Map(
    ids.map((id) => {
      const scope = (componentsOf.get(id) ?? []).map((row) => row.id);
      const answers = Object.fromEntries((settingsOf.get(id) ?? []).map((row) => [row.key, row.value]));
      const missing = listMissing(
        slotsInScope(catalogue, scope, answers),
        settingsInScope(catalogue, scope, answers),
        { filledSlotIds: new Set((filledOf.get(id) ?? []).map((row) => row.slotId)), answers },
      );
      return [id, missing];
    }),
  );
}

function byClient<Row extends { clientId: string }>(rows: readonly Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = groups.get(row.clientId);
    if (group === undefined) groups.set(row.clientId, [row]);
    else group.push(row);
  }
  return groups;
}
