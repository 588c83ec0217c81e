import 'server-only';
import type { Actor } from '@/lib/auth/actor';
import { notFound } from '@/lib/errors';
import { refuseSecretsIn } from '@/lib/runbook/refuse-secrets-in';
import { actOnRun, appendEvent, waited } from '@/lib/runbook/run-act';
import { noteSchema } from '@/lib/runbook/schema';
import { parseInput } from '@/lib/validate';

/** Adds a note to a step, whatever state it is in: notes stand side by side, so there is nothing to conflict with. */
export async function noteStep(actor: Actor, input: unknown): Promise<void> {
  const act = parseInput(noteSchema, input);
  await refuseSecretsIn(actor, act, { note: act.note });
  await actOnRun(
    actor,
    act,
    async (context) => {
      if (!context.steps.some((step) => step.stepId === act.stepId)) throw notFound('step');
      await appendEvent(context, {
        kind: 'noted',
        stepId: act.stepId,
        actId: act.actId,
        reason: act.note,
        detail: waited(act),
      });
    },
    () => undefined,
  );
}
