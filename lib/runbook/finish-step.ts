import 'server-only';
import { z } from 'zod';
import type { Actor } from '@/lib/auth/actor';
import { invalidInput } from '@/lib/errors';
import { stepConflict } from '@/lib/runbook/conflict';
import { prepareFinish } from '@/lib/runbook/prepare-finish';
import { refuseSecretsIn, refuseStoredIn } from '@/lib/runbook/refuse-secrets-in';
import { actOnStep, changeState, refuseWhenOthers, type StepContext } from '@/lib/runbook/run-act';
import { stepActSchema } from '@/lib/runbook/schema';
import { isSettled } from '@/lib/runbook/state';
import { writeFinish } from '@/lib/runbook/write-finish';
import { parseInput } from '@/lib/validate';

const finishSchema = stepActSchema.extend({
  /** Why a step counts as done although its last check did not match. */
  reason: z.string().trim().max(500, 'Keep it under 500 characters.').default(''),
  answers: z.record(z.string().max(120), z.string().max(500, 'Keep it under 500 characters.')).default({}),
});

/**
 * Marks a step done. Refuses while something it depends on is open, while a slot it puts on the machine is empty or
 * unticked, and, without a reason, after a check that did not match.
 */
export async function finishStep(actor: Actor, input: unknown): Promise<void> {
  const act = parseInput(finishSchema, input);
  await refuseSecretsIn(actor, act, { reason: act.reason });
  await refuseStoredIn(actor, act, act.answers);
  await actOnStep(
    actor,
    act,
    async (context) => {
      if (isSettled(context.current.state)) {
        throw await stepConflict(context.tx, context.current, actor.id, act.timeZone);
      }
      await refuseWhenOthers(context);
      refuseAgainstCheck(context, act.reason);
      const prepared = await prepareFinish(context, act.answers);
      await writeFinish(context, prepared);
      await changeState(context, {
        kind: 'done',
        ...(act.reason === '' ? {} : { reason: act.reason }),
        detail: {
          verified: context.current.check?.matched === true ? 'matched' : 'confirmed',
          ...(prepared.version === null ? {} : { version: prepared.version }),
        },
      });
    },
    () => undefined,
  );
}

function refuseAgainstCheck({ current }: StepContext, reason: string): void {
  if (current.check?.matched !== false || reason !== '') return;
  throw invalidInput({
    reason: ['The last output did not match. Check again, or say why the step counts as done all the same.'],
  });
}
