import 'server-only';
import type { Actor } from '@/lib/auth/actor';
import { authorise } from '@/lib/auth/permissions';
import { readCatalogue } from '@/lib/catalogue/queries';
import { refuseStoredValues } from '@/lib/clients/refuse-stored-values';
import { database } from '@/lib/db/database';
import { refuseSecretText } from '@/lib/runbook/free-text';
import { readRunRow } from '@/lib/runbook/run-rows';

/**
 * Refuses texts for a run, by field name, that look like a secret, or in which a value stands that is stored for the
 * run's client. Before anything is locked: it may take a while. Throws `invalid` under the field's name, `not-found`,
 * `forbidden`.
 */
export async function refuseSecretsIn(
  actor: Actor,
  act: { runbookId: string; stepId?: string },
  texts: Readonly<Record<string, string>>,
): Promise<void> {
  authorise(actor, 'run.work');
  const catalogue = await readCatalogue();
  for (const [field, text] of Object.entries(texts)) refuseSecretText(catalogue, text, field);
  await refuseStoredIn(actor, act, texts);
}

/**
 * Refuses texts, by field name, in which a value stands that is stored for the run's client; for those that have other
 * rules for what looks like a secret. Empty ones are nothing to look at. Throws as above.
 */
export async function refuseStoredIn(
  actor: Actor,
  act: { runbookId: string; stepId?: string },
  texts: Readonly<Record<string, string>>,
): Promise<void> {
  authorise(actor, 'run.work');
  const written = Object.entries(texts).filter(([, text]) => text.trim() !== '');
  if (written.length === 0) return;
  const { clientId } = await readRunRow(database(), act.runbookId);
  const { runbookId, stepId } = act;
  const place = { clientId, runbookId, ...(stepId === undefined ? {} : { stepId }) };
  for (const [field, text] of written) await refuseStoredValues(actor, place, text, field);
}
