import 'server-only';
import { and, count, eq, inArray, isNull, sql } from 'drizzle-orm';
import { v7 as uuidV7 } from 'uuid';
import { z } from 'zod';
import { appendAuditEvent } from '@/lib/audit/append';
import type { Actor } from '@/lib/auth/actor';
import { authorise } from '@/lib/auth/permissions';
import { readClientRow } from '@/lib/clients/client-row';
import { database, type Transaction } from '@/lib/db/database';
import { stepEvidence } from '@/lib/db/schema/evidence';
import { stepEvents } from '@/lib/db/schema/runbook';
import { AppError, notFound } from '@/lib/errors';
import type { EvidenceImage } from '@/lib/runbook/evidence-image';
import { refuseSecretsIn } from '@/lib/runbook/refuse-secrets-in';
import { refuseWhenLeft } from '@/lib/runbook/refuse-when-left';
import { addToRun, appendEvent, type RunContext, takeFromRun } from '@/lib/runbook/run-act';
import { readRunStep } from '@/lib/runbook/run-rows';
import { runActSchema, shortText, stepActSchema } from '@/lib/runbook/schema';
import { parseInput } from '@/lib/validate';

/** More on one step proves nothing more, and fills a disk. */
const MAX_IMAGES = 20;

const addSchema = stepActSchema.pick({ runbookId: true, stepId: true, actId: true });
const removeSchema = runActSchema.extend({
  evidenceId: z.uuid('Reload the page, then try again.'),
  reason: shortText('Give the reason: it stays where the image was.'),
});

/**
 * Says no before an upload is read: to whoever may not work on runs, for a step that is not there, for a client that
 * has left and for a runbook that another one replaced. `addEvidence` asks all of it again.
 */
export async function expectEvidence(actor: Actor, input: unknown): Promise<void> {
  authorise(actor, 'run.work');
  const { runbookId, stepId } = parseInput(addSchema, input);
  const { run, step } = await readRunStep(database(), { runbookId, stepId });
  if (step === null) throw notFound('step');
  refuseWhenLeft(await readClientRow(database(), run.clientId), run.kind);
  if (run.supersededAt !== null) {
    throw new AppError(
      'conflict',
      'A newer runbook has taken the place of this one. Open that, then add the image.',
    );
  }
}

/** Keeps an image with a step, of a closed run as an addendum. Gives its id; the same act again gives the same one. */
export async function addEvidence(actor: Actor, input: unknown, image: EvidenceImage): Promise<string> {
  const act = { ...parseInput(addSchema, input), timeZone: 'UTC' };
  return addToRun(
    actor,
    act,
    async (context, addendum) => {
      if (!context.steps.some((step) => step.stepId === act.stepId)) throw notFound('step');
      await refuseWhenFull(context, act.stepId);
      const { tx, run, client } = context;
      const id = uuidV7();
      const place = { clientId: client.id, runbookId: run.id, stepId: act.stepId };
      const { mime, content, preview, width, height, sha256 } = image;
      const kept = { mime, content, preview, width, height, sha256, bytes: content.length };
      await tx.insert(stepEvidence).values({ id, ...place, ...kept, addendum, addedBy: actor.id });
      await appendEvent(context, {
        kind: 'evidence-added',
        stepId: act.stepId,
        actId: act.actId,
        detail: { evidenceId: id, ...(addendum ? { addendum } : {}) },
      });
      await appendAuditEvent(tx, actor, {
        action: 'evidence.added',
        ...place,
        detail: { evidence: id, bytes: content.length, addendum },
      });
      return id;
    },
    ({ tx }) => addedBefore(tx, act.actId),
  );
}

async function addedBefore(tx: Transaction, actId: string): Promise<string> {
  const [event] = await tx
    .select({ id: sql<string | null>`${stepEvents.detail}->>'evidenceId'` })
    .from(stepEvents)
    .where(eq(stepEvents.actId, actId));
  return event?.id ?? '';
}

async function refuseWhenFull({ tx, run }: RunContext, stepId: string): Promise<void> {
  const runbookIds = [...run.continuedIds, run.id];
  const [found] = await tx
    .select({ images: count() })
    .from(stepEvidence)
    .where(
      and(
        inArray(stepEvidence.runbookId, runbookIds),
        eq(stepEvidence.stepId, stepId),
        isNull(stepEvidence.removedAt),
      ),
    );
  if ((found?.images ?? 0) < MAX_IMAGES) return;
  throw new AppError('conflict', `This step has ${MAX_IMAGES} images already. Remove one first.`);
}

/**
 * Drops an image's bytes for good, with the reason; that it was there stays. Also from a closed run and from a client
 * that has left: an image in which a secret turned up must go whenever it is noticed.
 */
export async function removeEvidence(actor: Actor, input: unknown): Promise<void> {
  const act = parseInput(removeSchema, input);
  await refuseSecretsIn(actor, { runbookId: act.runbookId }, { reason: act.reason });
  await takeFromRun(actor, act, async (context) => {
    const { tx, run, client } = context;
    const [image] = await tx
      .update(stepEvidence)
      .set({
        content: null,
        preview: null,
        removedBy: actor.id,
        removedAt: sql`clock_timestamp()`,
        removedReason: act.reason,
      })
      .where(
        and(
          eq(stepEvidence.id, act.evidenceId),
          inArray(stepEvidence.runbookId, [...run.continuedIds, run.id]),
          isNull(stepEvidence.removedAt),
        ),
      )
      .returning({ stepId: stepEvidence.stepId, runbookId: stepEvidence.runbookId });
    if (image === undefined) throw notFound('image');
    await appendEvent(context, {
      kind: 'evidence-removed',
      stepId: image.stepId,
      actId: act.actId,
      reason: act.reason,
      detail: { evidenceId: act.evidenceId, ...(run.closedAt === null ? {} : { addendum: true }) },
    });
    await appendAuditEvent(tx, actor, {
      action: 'evidence.removed',
      clientId: client.id,
      runbookId: run.id,
      stepId: image.stepId,
      detail: { evidence: act.evidenceId },
    });
  });
}
