import 'server-only';
import { z } from 'zod';
import type { Actor } from '@/lib/auth/actor';
import { authorise } from '@/lib/auth/permissions';
import { type StoredCredential, secretFromInput, storeCredential } from '@/lib/clients/store-credential';
import { setVaultReference } from '@/lib/clients/vault-reference';
import { database } from '@/lib/db/database';
import { copyRequestSchema } from '@/lib/runbook/schema';
import { readStepSlot } from '@/lib/runbook/step-slot';
import { parseInput } from '@/lib/validate';

const placeSchema = copyRequestSchema.omit({ form: true });
const captureSchema = placeSchema.extend({ keepAnyway: z.string().optional(), trim: z.string().optional() });

/** Stores a value that came to exist during the run, such as a recovery key. It is wrapped at once. */
export async function captureSlotValue(
  actor: Actor,
  input: unknown,
  value: unknown,
): Promise<StoredCredential> {
  authorise(actor, 'credential.store');
  const place = parseInput(captureSchema, input);
  const secret = secretFromInput(value, place.trim !== undefined);
  const { clientId, slotId, runbookId } = await readStepSlot(database(), place);
  return storeCredential(actor, {
    clientId,
    slotId,
    value: secret,
    source: 'captured',
    keepAnyway: place.keepAnyway !== undefined,
    runbookId,
    stepId: place.stepId,
  });
}

/** Notes during the run where the client keeps a value of theirs. */
export async function noteSlotReference(actor: Actor, input: unknown): Promise<void> {
  authorise(actor, 'credential.store');
  const place = parseInput(placeSchema, input);
  const { clientId, slotId } = await readStepSlot(database(), place);
  await setVaultReference(actor, { clientId, slotId }, input);
}
