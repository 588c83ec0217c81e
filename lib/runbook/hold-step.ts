import 'server-only';
import { appendAuditEvent } from '@/lib/audit/append';
import type { Actor } from '@/lib/auth/actor';
import { authorise } from '@/lib/auth/permissions';
import { AppError } from '@/lib/errors';
import { stepConflict } from '@/lib/runbook/conflict';
import { refuseSecretsIn } from '@/lib/runbook/refuse-secrets-in';
import { actOnStep, changeState, refuseWhenOthers, type StepContext } from '@/lib/runbook/run-act';
import { type Hold, holdSchema, stepActSchema } from '@/lib/runbook/schema';
import { isSettled } from '@/lib/runbook/state';
import { parseInput } from '@/lib/validate';

/**
 * Marks a step failed, blocked, skipped or waived, with the reason. A required step cannot be skipped; an admin may
 * waive it.
 */
export async function holdStep(actor: Actor, input: unknown): Promise<void> {
  const act = parseInput(holdSchema, input);
  if (act.hold === 'waived') authorise(actor, 'step.waive');
  await refuseSecretsIn(actor, act, { reason: act.reason });
  await actOnStep(
    actor,
    act,
    async (context) => {
      if (isSettled(context.current.state)) {
        throw await stepConflict(context.tx, context.current, actor.id, act.timeZone);
      }
      await refuseWhenOthers(context);
      refuseHold(context, act.hold);
      await changeState(context, { kind: act.hold, reason: act.reason });
      if (act.hold === 'waived') await auditWaiver(context, act.reason);
    },
    () => undefined,
  );
}

function refuseHold({ step }: StepContext, hold: Hold): void {
  if (hold === 'skipped' && step.required) {
    throw new AppError(
      'forbidden',
      'This step is required, so it cannot be skipped. Mark it blocked, or ask an admin to waive it.',
    );
  }
  if (hold === 'waived' && !step.required) {
    throw new AppError('invalid', 'This step is optional: skip it instead.');
  }
}

async function auditWaiver({ tx, actor, client, run, step }: StepContext, reason: string): Promise<void> {
  await appendAuditEvent(
    tx,
    { ...actor, reason },
    {
      action: 'step.waived',
      clientId: client.id,
      runbookId: run.id,
      stepId: step.stepId,
    },
  );
}

/** Opens a step again. What happened stays in the log: an undo is an event, not an erasure. */
export async function undoStep(actor: Actor, input: unknown): Promise<void> {
  const act = parseInput(stepActSchema, input);
  await actOnStep(
    actor,
    act,
    async (context) => {
      if (context.current.state === 'todo' || context.current.state === 'claimed') {
        throw new AppError('conflict', 'This step is open already. Nothing was recorded.');
      }
      if (context.current.state === 'waived') authorise(actor, 'step.waive');
      await changeState(context, { kind: 'undone' });
    },
    () => undefined,
  );
}
