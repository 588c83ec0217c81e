import 'server-only';
import type { Actor } from '@/lib/auth/actor';
import { AppError } from '@/lib/errors';
import { stepConflict } from '@/lib/runbook/conflict';
import { actOnStep, changeState } from '@/lib/runbook/run-act';
import { stepActSchema } from '@/lib/runbook/schema';
import { isSettled } from '@/lib/runbook/state';
import { parseInput } from '@/lib/validate';

/** Puts the actor's name on a step, or takes it over from another; then the log says from whom. */
export async function claimStep(actor: Actor, input: unknown): Promise<void> {
  const act = parseInput(stepActSchema, input);
  await actOnStep(
    actor,
    act,
    async (context) => {
      const { current } = context;
      if (isSettled(current.state)) throw await stepConflict(context.tx, current, actor.id, act.timeZone);
      if (current.state === 'claimed' && current.by === actor.id) return;
      const from = current.state === 'claimed' ? current.by : null;
      await changeState(context, { kind: 'claimed', detail: from === null ? {} : { from } });
    },
    () => undefined,
  );
}

/** Takes the actor's name off a step again. */
export async function releaseStep(actor: Actor, input: unknown): Promise<void> {
  const act = parseInput(stepActSchema, input);
  await actOnStep(
    actor,
    act,
    async (context) => {
      if (context.current.state !== 'claimed' || context.current.by !== actor.id) {
        throw new AppError('conflict', 'This step does not carry your name. Nothing was recorded.');
      }
      await changeState(context, { kind: 'released' });
    },
    () => undefined,
  );
}
