import 'server-only';
import { eq } from 'drizzle-orm';
import { readCatalogue } from '@/lib/catalogue/queries';
import type { Catalogue, SettingValues, Slot } from '@/lib/catalogue/schema';
import { effectiveSettings, slotsInScope } from '@/lib/catalogue/scope';
import type { Executor } from '@/lib/db/database';
import { clientComponents, clientSettings } from '@/lib/db/schema/clients';
import { notFound } from '@/lib/errors';

/** What a client gets and what was answered: everything slots and steps follow from. */
export interface ClientScope {
  catalogue: Catalogue;
  componentIds: string[];
  /** The answers that count: given ones and defaults, without those of questions that are not asked. */
  settings: SettingValues;
  slots: Slot[];
}

/** Components, settings and the credential slots that follow from them. */
export async function readScope(executor: Executor, clientId: string): Promise<ClientScope> {
  const catalogue = await readCatalogue(executor);
  const componentRows = await executor
    .select({ id: clientComponents.componentId })
    .from(clientComponents)
    .where(eq(clientComponents.clientId, clientId));
  const settingRows = await executor
    .select({ key: clientSettings.settingKey, value: clientSettings.value })
    .from(clientSettings)
    .where(eq(clientSettings.clientId, clientId));
  const componentIds = componentRows.map((row) => row.id);
  const given = Object.fromEntries(settingRows.map((row) => [row.key, row.value]));
  const settings = effectiveSettings(catalogue, componentIds, given);
  return { catalogue, componentIds, settings, slots: slotsInScope(catalogue, componentIds, settings) };
}

/** A slot of this client, or `not-found`: a slot id that belongs to another client's scope is not there. */
export function slotOfClient(scope: ClientScope, slotId: string): Slot {
  const slot = scope.slots.find((candidate) => candidate.id === slotId);
  if (slot === undefined) throw notFound('credential slot');
  return slot;
}
