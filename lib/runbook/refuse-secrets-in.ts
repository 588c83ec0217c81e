import 'server-only';
import type { Actor } from '@/lib/auth/actor';
import { authorise } from '@/lib/auth/permissions';
import { refuseStoredValues } from '@/lib/clients/refuse-stored-values';
import { database } from '@/lib/db/database';
import { refuseSecretText } from '@/lib/runbook/free-text';
import { readRunRow } from '@/lib/runbook/run-rows';

/**
 * Refuses a text for a run that looks like a secret, or in which a value stands that is stored for the run's client.
 * Before anything is locked: it may take a while. Throws `invalid` under the field's name, `not-found`, `forbidden`.
 */
export async function refuseSecretsIn(
  actor: Actor,
  act: { runbookId: string; stepId?: string },
  text: string,
  field: string,
): Promise<void> {
  authorise(actor, 'run.work');
  refuseSecretText(text, field);
  const { clientId } = await readRunRow(database(), act.runbookId);
  const { runbookId, stepId } = act;
  await refuseStoredValues(
    actor,
    { clientId, runbookId, ...(stepId === undefined ? {} : { stepId }) },
    text,
    field,
  );
}
