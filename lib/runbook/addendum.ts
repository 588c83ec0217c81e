import 'server-only';
import { appendAuditEvent } from '@/lib/audit/append';
import type { Actor } from '@/lib/auth/actor';
import { AppError, notFound } from '@/lib/errors';
import { refuseSecretsIn } from '@/lib/runbook/refuse-secrets-in';
import { addToRun, appendEvent } from '@/lib/runbook/run-act';
import { noteSchema } from '@/lib/runbook/schema';
import { parseInput } from '@/lib/validate';

/**
 * Adds a note to a step of a closed run, marked as added afterwards. It changes nothing else: neither a state nor what
 * is installed nor the time at work. Throws `conflict` while the run is open: then it is a note.
 */
export async function addAddendum(actor: Actor, input: unknown): Promise<void> {
  const act = parseInput(noteSchema, input);
  await refuseSecretsIn(actor, act, { note: act.note });
  await addToRun(
    actor,
    act,
    async (context, addendum) => {
      const { tx, run, client } = context;
      if (!context.steps.some((step) => step.stepId === act.stepId)) throw notFound('step');
      if (!addendum)
        throw new AppError('conflict', 'This run is open. Reload the page, then add a note instead.');
      const { stepId, actId } = act;
      await appendEvent(context, { kind: 'addendum', stepId, actId, reason: act.note });
      await appendAuditEvent(tx, actor, {
        action: 'runbook.addendum-added',
        clientId: client.id,
        runbookId: run.id,
        stepId,
      });
    },
    () => undefined,
  );
}
