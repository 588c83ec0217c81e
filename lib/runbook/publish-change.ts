import 'server-only';
import type { Actor } from '@/lib/auth/actor';
import { shippedCatalogue } from '@/lib/catalogue/catalogue';
import { publishDraft, restoreShipped } from '@/lib/catalogue/publish';
import type { Catalogue } from '@/lib/catalogue/schema';
import { recounting } from '@/lib/clients/recounting';
import { database } from '@/lib/db/database';
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
  return recounting(database(), async () => {
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
  return recounting(database(), () => restoreShipped(actor, input, shipped));
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
