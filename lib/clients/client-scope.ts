import 'server-only';
import { and, eq, inArray, notInArray, sql } from 'drizzle-orm';
import { appendAuditEvent } from '@/lib/audit/append';
import type { Actor } from '@/lib/auth/actor';
import type { SettingValues } from '@/lib/catalogue/schema';
import { effectiveSettings, settingsInScope, slotsInScope, stepsInScope } from '@/lib/catalogue/scope';
import type { ClientRow } from '@/lib/clients/client-row';
import { refreshFacts } from '@/lib/clients/facts';
import { type ClientScope, readScope } from '@/lib/clients/scope';
import type { Executor, Transaction } from '@/lib/db/database';
import {
  clientComponents,
  clientCredentials,
  clientSettings,
  clientVaultReferences,
} from '@/lib/db/schema/clients';

export interface WantedScope {
  componentIds: readonly string[];
  /** Every answer that counts; what is missing here is taken away. */
  settings: SettingValues;
}

/** What fell out of a client's scope when it changed. Values stay until `destroyOrphanedValues`. */
export interface ScopeChange {
  before: ClientScope;
  after: ClientScope;
  droppedSettings: string[];
  /** Slots whose vault reference was removed. */
  droppedReferences: string[];
}

/**
 * Writes which components a client gets and how the questions were answered. The caller holds the client's lock.
 * Answers of questions that are no longer asked go, and so do references of slots that are no longer there.
 */
export async function writeScope(
  tx: Transaction,
  actor: Actor,
  client: ClientRow,
  wanted: WantedScope,
): Promise<ScopeChange> {
  const before = await readScope(tx, client.id);
  const { catalogue } = before;
  const asked = settingsInScope(catalogue, wanted.componentIds, { ...before.settings, ...wanted.settings });
  const settings = Object.fromEntries(
    asked.flatMap(({ key, captured }) => {
      // What was recorded during a run is no answer of the wizard and survives it.
      const value = wanted.settings[key] ?? (captured === 'run' ? before.settings[key] : undefined);
      return value ? [[key, value]] : [];
    }),
  );
  await writeComponents(tx, client.id, wanted.componentIds);
  await writeSettings(tx, actor, client.id, settings);
  const slots = slotsInScope(catalogue, wanted.componentIds, settings);
  const droppedReferences = await dropReferences(
    tx,
    actor,
    client.id,
    slots.map((slot) => slot.id),
  );
  await refreshFacts(tx, client.id);
  const after = { catalogue, componentIds: [...wanted.componentIds], settings, slots };
  await recordChange(tx, actor, client.id, before, after);
  const droppedSettings = Object.keys(before.settings).filter((key) => settings[key] === undefined);
  return { before, after, droppedSettings, droppedReferences };
}

/** Slots with a stored value that are not in the client's scope any more. */
export async function orphanedSlotIds(
  executor: Executor,
  clientId: string,
  slotIdsInScope: readonly string[],
): Promise<string[]> {
  const rows = await executor
    .select({ slotId: clientCredentials.slotId })
    .from(clientCredentials)
    .where(and(eq(clientCredentials.clientId, clientId), outside(clientCredentials.slotId, slotIdsInScope)))
    .orderBy(clientCredentials.slotId);
  return rows.map((row) => row.slotId);
}

/** Destroys the stored values of the given slots, with an audit event for each. */
export async function destroyValues(
  tx: Transaction,
  actor: Actor,
  clientId: string,
  slotIds: readonly string[],
  cause: 'out-of-scope' | 'draft-discarded',
): Promise<void> {
  if (slotIds.length === 0) return;
  const gone = await tx
    .delete(clientCredentials)
    .where(and(eq(clientCredentials.clientId, clientId), inArray(clientCredentials.slotId, [...slotIds])))
    .returning({ slotId: clientCredentials.slotId, valueVersion: clientCredentials.valueVersion });
  for (const { slotId, valueVersion } of gone) {
    await appendAuditEvent(tx, actor, {
      action: 'credential.destroyed',
      clientId,
      slotId,
      valueVersion,
      detail: { cause },
    });
  }
}

async function writeComponents(tx: Transaction, clientId: string, ids: readonly string[]): Promise<void> {
  await tx
    .delete(clientComponents)
    .where(and(eq(clientComponents.clientId, clientId), outside(clientComponents.componentId, ids)));
  if (ids.length === 0) return;
  await tx
    .insert(clientComponents)
    .values(ids.map((componentId) => ({ clientId, componentId })))
    .onConflictDoNothing();
}

async function writeSettings(
  tx: Transaction,
  actor: Actor,
  clientId: string,
  settings: Record<string, string>,
): Promise<void> {
  const keys = Object.keys(settings);
  await tx
    .delete(clientSettings)
    .where(and(eq(clientSettings.clientId, clientId), outside(clientSettings.settingKey, keys)));
  if (keys.length === 0) return;
  await tx
    .insert(clientSettings)
    .values(
      Object.entries(settings).map(([settingKey, value]) => ({
        clientId,
        settingKey,
        value,
        updatedBy: actor.id,
      })),
    )
    .onConflictDoUpdate({
      target: [clientSettings.clientId, clientSettings.settingKey],
      set: { value: sql`excluded.value`, updatedBy: actor.id, updatedAt: sql`now()` },
      setWhere: sql`${clientSettings.value} is distinct from excluded.value`,
    });
}

async function dropReferences(
  tx: Transaction,
  actor: Actor,
  clientId: string,
  slotIds: readonly string[],
): Promise<string[]> {
  const gone = await tx
    .delete(clientVaultReferences)
    .where(and(eq(clientVaultReferences.clientId, clientId), outside(clientVaultReferences.slotId, slotIds)))
    .returning({ slotId: clientVaultReferences.slotId });
  for (const { slotId } of gone) {
    await appendAuditEvent(tx, actor, { action: 'reference.removed', clientId, slotId });
  }
  return gone.map((row) => row.slotId);
}

function outside(
  column: Parameters<typeof notInArray>[0],
  ids: readonly string[],
): ReturnType<typeof notInArray> | undefined {
  return ids.length === 0 ? undefined : notInArray(column, [...ids]);
}

/** Another scope is one event, other answers within the same scope are another, and a save of the same is none. */
async function recordChange(
  tx: Transaction,
  actor: Actor,
  clientId: string,
  before: ClientScope,
  after: ClientScope,
): Promise<void> {
  if (shapeOf(before) !== shapeOf(after)) {
    const detail = { components: after.componentIds.length, slots: after.slots.length };
    await appendAuditEvent(tx, actor, { action: 'client.scope-changed', clientId, detail });
    return;
  }
  const counted = effectiveSettings(after.catalogue, after.componentIds, after.settings);
  const keys = new Set([...Object.keys(before.settings), ...Object.keys(counted)]);
  const answers = [...keys].filter((key) => before.settings[key] !== counted[key]).length;
  if (answers === 0) return;
  const detail = { what: 'settings', answers };
  await appendAuditEvent(tx, actor, { action: 'client.changed', clientId, detail });
}

/** What a client gets, as a text that differs when it does: components, and the slots and steps the answers decide. */
function shapeOf({ catalogue, componentIds, settings, slots }: ClientScope): string {
  const steps = stepsInScope(catalogue, componentIds, settings);
  return JSON.stringify([
    [...componentIds].sort(),
    slots.map((slot) => slot.id).sort(),
    steps.map((step) => step.id).sort(),
  ]);
}
