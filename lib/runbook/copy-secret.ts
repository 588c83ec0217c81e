import 'server-only';
import type { Actor } from '@/lib/auth/actor';
import { authorise } from '@/lib/auth/permissions';
import { revealCredential } from '@/lib/clients/reveal-credential';
import { database } from '@/lib/db/database';
import { AppError } from '@/lib/errors';
import { exportLine } from '@/lib/runbook/export-line';
import { readStepSlot } from '@/lib/runbook/run-slots';
import { copyRequestSchema } from '@/lib/runbook/schema';
import { parseInput } from '@/lib/validate';

/**
 * One decryption for one click on a step's copy button: the value, or the whole line that exports it. The answer
 * goes into the response and nowhere else. Throws what `revealCredential` throws, and `not-found` for a slot that
 * the step does not mention.
 */
export async function copySecret(actor: Actor, input: unknown): Promise<string> {
  authorise(actor, 'run.read');
  const request = parseInput(copyRequestSchema, input);
  const { run, slot } = await readStepSlot(database(), request);
  if (slot.tag !== 'our-managed') {
    throw new AppError('forbidden', 'This value is the client’s. Copy it from their vault.');
  }
  if (request.form === 'line' && !slot.exported) {
    throw new AppError('invalid', 'This value is typed at a prompt, never exported. Copy the value alone.');
  }
  const value = await revealCredential(actor, {
    clientId: run.clientId,
    slotId: slot.id,
    runbookId: run.id,
    stepId: request.stepId,
  });
  return request.form === 'line' ? exportLine(slot.key, value.reveal()) : value.reveal();
}
