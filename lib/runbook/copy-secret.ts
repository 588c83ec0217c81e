import 'server-only';
import { recordAuditEvent } from '@/lib/audit/append';
import type { Actor } from '@/lib/auth/actor';
import { authorise } from '@/lib/auth/permissions';
import { revealCredential } from '@/lib/clients/reveal-credential';
import { AppError } from '@/lib/errors';
import { exportLine } from '@/lib/runbook/export-line';
import { copyRequestSchema } from '@/lib/runbook/schema';
import { lookAtStepSlot, type StepSlot } from '@/lib/runbook/step-slot';
import { parseInput } from '@/lib/validate';

/**
 * One decryption for one click on a step's copy button: the value, or the whole line that exports it. The answer
 * goes into the response and nowhere else. Throws what `revealCredential` throws, `not-found` for a slot that the step
 * does not mention, and `conflict` for a run that is over.
 */
export async function copySecret(actor: Actor, input: unknown): Promise<string> {
  authorise(actor, 'run.read');
  const request = parseInput(copyRequestSchema, input);
  const { slot, seen } = await lookAtStepSlot(actor, request);
  if (slot.tag !== 'our-managed') {
    throw new AppError('forbidden', 'This value is the client’s. Copy it from their vault.');
  }
  if (request.form === 'line' && !slot.exported) {
    throw new AppError('invalid', 'This value is typed at a prompt, never exported. Copy the value alone.');
  }
  await refuseWhenOver(actor, slot, request.stepId);
  const { clientId, slotId, runbookId } = slot;
  const value = await revealCredential(actor, { clientId, slotId, runbookId, stepId: request.stepId }, seen);
  return request.form === 'line' ? exportLine(slot.key, value.reveal()) : value.reveal();
}

/** A run that is over is no reason to decrypt any more; whoever has another says so on the client's record. */
async function refuseWhenOver(actor: Actor, slot: StepSlot, stepId: string): Promise<void> {
  if (!slot.over) return;
  const { clientId, slotId, runbookId } = slot;
  await recordAuditEvent(actor, {
    action: 'credential.reveal-refused',
    outcome: 'refused',
    clientId,
    slotId,
    runbookId,
    stepId,
  });
  authorise(actor, 'credential.reveal');
  throw new AppError(
    'conflict',
    'Not copied: this run is over. Copy the value from the client’s credentials page.',
  );
}
