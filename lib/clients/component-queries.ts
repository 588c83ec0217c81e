import 'server-only';
import { and, asc, eq, not, sql } from 'drizzle-orm';
import type { Actor } from '@/lib/auth/actor';
import { namesOf } from '@/lib/auth/people-queries';
import { authorise } from '@/lib/auth/permissions';
import type { Component, Setting } from '@/lib/catalogue/schema';
import { effectiveSettings, settingsInScope } from '@/lib/catalogue/scope';
import { readClientRow } from '@/lib/clients/client-row';
import type { MissingItem } from '@/lib/clients/missing';
import { missingOfClients } from '@/lib/clients/missing-queries';
import { readScope } from '@/lib/clients/scope';
import { database } from '@/lib/db/database';
import { clientSettings, installedComponents, machines } from '@/lib/db/schema/clients';
import { runbooks, stepEvents } from '@/lib/db/schema/runbook';
import { notFound } from '@/lib/errors';

/** Where and how a component was installed. */
export interface Installation {
  machineName: string;
  version: string;
  /** A closed word of the run: `matched` or `confirmed`. */
  verifiedHow: string;
  verifiedBy: string;
  installedAt: Date;
  runbookId: string;
}

/** A component of a client with what is missing of it and where it runs. */
export interface ClientComponent {
  id: string;
  name: string;
  summary: string;
  group: Component['group'];
  missing: MissingItem[];
  installations: Installation[];
}

/** A question of the catalogue with its answer. */
export interface AnsweredSetting {
  setting: Setting;
  /** As it is stored; empty when nobody answered. */
  value: string;
  updatedBy: string | null;
  updatedAt: Date | null;
}

/** What a client gets, in the order of the catalogue. */
export async function listClientComponents(actor: Actor, clientId: string): Promise<ClientComponent[]> {
  authorise(actor, 'client.read');
  const client = await readClientRow(database(), clientId);
  const [scope, missing, installations] = await Promise.all([
    readScope(database(), client.id),
    missingOfClients([client.id]),
    readInstallations(client.id),
  ]);
  const wanted = new Set(scope.componentIds);
  return scope.catalogue.components
    .filter((component) => wanted.has(component.id))
    .map(({ id, name, summary, group }) => ({
      id,
      name,
      summary,
      group,
      missing: (missing.get(client.id) ?? []).filter((item) => item.componentId === id),
      installations: installations.get(id) ?? [],
    }));
}

/** One component's questions and their answers, or `not-found` when the client does not have it. */
export async function readComponentSettings(
  actor: Actor,
  clientId: string,
  componentId: string,
): Promise<AnsweredSetting[]> {
  authorise(actor, 'client.read');
  const client = await readClientRow(database(), clientId);
  const scope = await readScope(database(), client.id);
  if (!scope.componentIds.includes(componentId)) throw notFound('component');
  const counted = effectiveSettings(scope.catalogue, scope.componentIds, scope.settings);
  const stored = await database().select().from(clientSettings).where(eq(clientSettings.clientId, client.id));
  const names = await namesOf(stored.map((row) => row.updatedBy));
  return settingsInScope(scope.catalogue, scope.componentIds, scope.settings)
    .filter((setting) => setting.key.startsWith(`${componentId}.`))
    .map((setting) => {
      const row = stored.find((candidate) => candidate.settingKey === setting.key);
      return {
        setting,
        value: counted[setting.key] ?? '',
        updatedBy: row === undefined ? null : (names.get(row.updatedBy) ?? 'somebody'),
        updatedAt: row?.updatedAt ?? null,
      };
    });
}

/** Whether the machine was taken out of service after the component was installed there. */
const takenOutSince = sql`exists (select from ${runbooks} r join ${stepEvents} e on e.runbook_id = r.id
  where r.machine_id = ${installedComponents.machineId} and r.kind = 'offboarding'
    and e.kind = 'closed' and e.reason is null and e.at > ${installedComponents.installedAt})`;

async function readInstallations(clientId: string): Promise<Map<string, Installation[]>> {
  const rows = await database()
    .select({
      componentId: installedComponents.componentId,
      machineName: machines.name,
      version: installedComponents.version,
      verifiedHow: installedComponents.verifiedHow,
      verifiedById: installedComponents.verifiedBy,
      installedAt: installedComponents.installedAt,
      runbookId: installedComponents.runbookId,
    })
    .from(installedComponents)
    .innerJoin(machines, eq(machines.id, installedComponents.machineId))
    .where(and(eq(installedComponents.clientId, clientId), not(takenOutSince)))
    .orderBy(asc(machines.name));
  const names = await namesOf(rows.map((row) => row.verifiedById));
  const byComponent = new Map<string, Installation[]>();
  for (const { componentId, verifiedById, ...row } of rows) {
    const installation = { ...row, verifiedBy: names.get(verifiedById) ?? 'somebody' };
    byComponent.set(componentId, [...(byComponent.get(componentId) ?? []), installation]);
  }
  return byComponent;
}
