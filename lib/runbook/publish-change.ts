import 'server-only';
import { and, asc, eq, gt, isNull } from 'drizzle-orm';
import type { Actor } from '@/lib/auth/actor';
import { shippedCatalogue } from '@/lib/catalogue/catalogue';
import { diffComponent } from '@/lib/catalogue/component-diff';
import { publishDraft, restoreShipped } from '@/lib/catalogue/publish';
import { readCatalogue } from '@/lib/catalogue/queries';
import type { Catalogue, Component } from '@/lib/catalogue/schema';
import { lockClient } from '@/lib/clients/client-row';
import { refreshFacts } from '@/lib/clients/facts';
import { database } from '@/lib/db/database';
import { clientComponents, clients } from '@/lib/db/schema/clients';
import { AppError } from '@/lib/errors';
import { answerSuggestion } from '@/lib/runbook/suggest-fix';

interface Publication {
  componentId: string;
  revision: unknown;
  note: unknown;
  /** Suggested fixes that are answered with the version's number. */
  takes: readonly string[];
}

/**
 * Publishes a component's draft and does what follows from it: answers the suggestions it takes up, and counts anew what
 * its clients lack. Returns the version. Throws like `publishDraft`; nothing follows then.
 */
export async function publishChange(actor: Actor, { takes, ...input }: Publication): Promise<number> {
  return recounting(async () => {
    const version = await publishDraft(actor, input);
    for (const suggestionId of takes) await take(actor, suggestionId, version);
    return version;
  });
}

/**
 * Puts the shipped text of a component in force again, and counts anew what its clients lack. Returns the version.
 * Throws like `restoreShipped`; nothing follows then.
 */
export async function takeShippedBack(
  actor: Actor,
  input: unknown,
  shipped: Catalogue = shippedCatalogue,
): Promise<number> {
  return recounting(() => restoreShipped(actor, input, shipped));
}

/**
 * Counts anew for every component of which clients lack other things afterwards. One published text can bring the edit
 * of another component back in force that had been set aside, so the whole catalogue is compared.
 */
async function recounting(publish: () => Promise<number>): Promise<number> {
  const { components: before } = await readCatalogue();
  const version = await publish();
  const { components: after } = await readCatalogue();
  for (const component of after) {
    const old = before.find(({ id }) => id === component.id);
    if (old !== undefined && changesWhatIsMissing(old, component)) await recountClients(component.id);
  }
  return version;
}

async function take(actor: Actor, suggestionId: string, version: number): Promise<void> {
  try {
    const words = `Published in version ${version} of the catalogue.`;
    await answerSuggestion(actor, { suggestionId, verdict: 'taken', words });
  } catch (error) {
    // Somebody answered it meanwhile: their words stand.
    if (!(error instanceof AppError) || error.code !== 'conflict') throw error;
  }
}

function changesWhatIsMissing(before: Component, after: Component): boolean {
  return diffComponent(before, after).some(({ part }) => part === 'setting' || part === 'slot');
}

const CLIENTS_AT_ONCE = 100;

/** One client after another, each under its own lock, so that nobody at work waits for all of them. */
async function recountClients(componentId: string): Promise<void> {
  let last = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const rows = await database()
      .select({ id: clients.id })
      .from(clients)
      .innerJoin(clientComponents, eq(clientComponents.clientId, clients.id))
      .where(
        and(
          eq(clientComponents.componentId, componentId),
          isNull(clients.offboardedAt),
          gt(clients.id, last),
        ),
      )
      .orderBy(asc(clients.id))
      .limit(CLIENTS_AT_ONCE);
    for (const { id } of rows) {
      await database().transaction(async (tx) => {
        const client = await lockClient(tx, id);
        if (client.offboardedAt === null) await refreshFacts(tx, id);
      });
    }
    last = rows.at(-1)?.id ?? last;
    if (rows.length < CLIENTS_AT_ONCE) return;
  }
}
