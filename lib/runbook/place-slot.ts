import 'server-only';
import { and, eq } from 'drizzle-orm';
import { appendAuditEvent } from '@/lib/audit/append';
import type { Actor } from '@/lib/auth/actor';
import { holdSlotsToFill } from '@/lib/catalogue/slot-locks';
import { placements } from '@/lib/db/schema/clients';
import { AppError, invalidInput, notFound } from '@/lib/errors';
import { clockTime, personName } from '@/lib/runbook/conflict';
import { refuseSecretsIn } from '@/lib/runbook/refuse-secrets-in';
import { actOnRun, appendEvent, type RunContext } from '@/lib/runbook/run-act';
import { type RunSlot, readRunSlots, slotIdsOf } from '@/lib/runbook/run-slots';
import { placementSchema } from '@/lib/runbook/schema';
import { noteWhenPasted, writePlacement } from '@/lib/runbook/write-placement';
import { parseInput } from '@/lib/validate';

/**
 * Ticks a client-supplied slot as pasted, or notes whom the machine is signed in as. Throws `conflict` for a slot that
 * has left the catalogue.
 */
export async function placeSlot(actor: Actor, input: unknown): Promise<void> {
  const act = parseInput(placementSchema, input);
  await refuseSecretsIn(actor, act, { signedInAs: act.signedInAs });
  await actOnRun(
    actor,
    act,
    async (context) => {
      await holdSlotsToFill(context.tx, [act.slotId]);
      const found = await slotOfStep(context, act);
      await refuseWhenPlacedByOther(context, found, act.timeZone);
      await writePlacement(context, act.stepId, {
        slotId: act.slotId,
        valueVersion: null,
        ...placementAnswers(found, act),
      });
      await appendEvent(context, {
        kind: 'placed',
        stepId: act.stepId,
        actId: act.actId,
        detail: { slotId: act.slotId },
      });
    },
    () => undefined,
  );
}

/** Takes the tick away again. The log keeps both. */
export async function unplaceSlot(actor: Actor, input: unknown): Promise<void> {
  const act = parseInput(placementSchema, input);
  await actOnRun(
    actor,
    act,
    async (context) => {
      await slotOfStep(context, act);
      const { tx, client, run } = context;
      const removed = await tx
        .delete(placements)
        .where(and(eq(placements.machineId, run.machineId), eq(placements.slotId, act.slotId)))
        .returning({ id: placements.id });
      if (removed.length === 0)
        throw new AppError('conflict', 'The tick is gone already. Nothing was recorded.');
      await noteWhenPasted(tx, client.id, act.slotId);
      await appendEvent(context, {
        kind: 'undone',
        stepId: act.stepId,
        actId: act.actId,
        detail: { slotId: act.slotId },
      });
      await appendAuditEvent(tx, actor, {
        action: 'placement.unmarked',
        clientId: client.id,
        slotId: act.slotId,
        runbookId: run.id,
        stepId: act.stepId,
      });
    },
    () => undefined,
  );
}

async function slotOfStep(context: RunContext, place: { stepId: string; slotId: string }): Promise<RunSlot> {
  const step = context.steps.find((candidate) => candidate.stepId === place.stepId);
  if (step === undefined || !slotIdsOf(step).includes(place.slotId)) throw notFound('credential slot');
  const found = (await readRunSlots(context.tx, context.run, [step])).get(place.slotId);
  if (found === undefined) throw notFound('credential slot');
  if (found.slot.tag === 'client-supplied') return found;
  throw new AppError('invalid', 'This value is ours: it counts as pasted when its step is done.');
}

async function refuseWhenPlacedByOther(
  { tx, actor }: RunContext,
  { placement }: RunSlot,
  timeZone: string,
): Promise<void> {
  if (placement === null || placement.placedBy === actor.id) return;
  const who = await personName(tx, placement.placedBy);
  const at = clockTime(placement.placedAt, timeZone);
  throw new AppError(
    'conflict',
    `${who} ticked this already, at ${at}. Your tick was not recorded. Take theirs away first if it is wrong.`,
  );
}

function placementAnswers(
  { slot }: RunSlot,
  act: { signedInAs: string; validUntil: string | null },
): { signedInAs: string | null; validUntil: string | null } {
  const signIn = slot.class === 'device_sign_in';
  if (signIn && act.signedInAs === '') {
    throw invalidInput({
      signedInAs: ['Enter whom the machine is signed in as, such as an e-mail address.'],
    });
  }
  return {
    signedInAs: signIn ? act.signedInAs : null,
    validUntil:
      act.validUntil ?? (slot.expiresAfterDays === undefined ? null : inDays(slot.expiresAfterDays)),
  };
}

function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}
