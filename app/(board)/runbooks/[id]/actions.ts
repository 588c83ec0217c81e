'use server';

import { revalidatePath } from 'next/cache';
import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { actInput, finishInput, holdsAnswers } from '@/app/(board)/runbooks/[id]/act-input';
import { runAction } from '@/lib/action-result';
import type { ActionResult } from '@/lib/action-state';
import { confirmCopied } from '@/lib/audit/confirm-copied';
import type { Actor } from '@/lib/auth/actor';
import { requireActor } from '@/lib/auth/session';
import { addAddendum } from '@/lib/runbook/addendum';
import { captureSlotValue, noteSlotReference } from '@/lib/runbook/capture-slot';
import { checkOutput } from '@/lib/runbook/check-output';
import { claimStep, releaseStep } from '@/lib/runbook/claim-step';
import { closeMirrorRun } from '@/lib/runbook/close-mirror-run';
import { copySecret } from '@/lib/runbook/copy-secret';
import { removeEvidence } from '@/lib/runbook/evidence-commands';
import { finishStep } from '@/lib/runbook/finish-step';
import { holdStep, undoStep } from '@/lib/runbook/hold-step';
import { markInstalled } from '@/lib/runbook/mark-installed';
import { noteStep } from '@/lib/runbook/note-step';
import { placeSlot, unplaceSlot } from '@/lib/runbook/place-slot';
import { parseCursor, type RunChange } from '@/lib/runbook/run-change';
import { changesSince } from '@/lib/runbook/run-stream';
import type { CheckOutcome, CopyRequest } from '@/lib/runbook/schema';
import { recomposeRun, resumeRun, startRun } from '@/lib/runbook/start-run';

type Previous = ActionResult<unknown>;

/** Reads the form and does the act as the signed-in person. */
async function asPerson<T>(
  form: FormData,
  work: (actor: Actor, input: Record<string, unknown>) => Promise<T>,
): Promise<ActionResult<T>> {
  return runAction(async () => {
    const actor = await requireActor();
    return work(actor, actInput(form, (await cookies()).get('tz')?.value));
  });
}

/** The same, and shows the page as it is then. */
async function act<T>(
  form: FormData,
  work: (actor: Actor, input: Record<string, unknown>) => Promise<T>,
): Promise<ActionResult<T>> {
  const result = await asPerson(form, work);
  revalidatePath('/', 'layout');
  return result;
}

/** As `act`, for what answers nothing. */
async function deed(
  form: FormData,
  work: (actor: Actor, input: Record<string, unknown>) => Promise<unknown>,
): Promise<ActionResult<undefined>> {
  return act(form, async (actor, input) => {
    await work(actor, input);
    return undefined;
  });
}

/**
 * As `deed`, for what a page shows by itself once it hears of it: whoever says how far they have read gets what is
 * new since, and not the whole page.
 */
async function heardDeed(
  form: FormData,
  work: (actor: Actor, input: Record<string, unknown>) => Promise<unknown>,
): Promise<ActionResult<RunChange[] | undefined>> {
  const after = parseCursor(String(form.get('after')));
  if (after === null || holdsAnswers(form)) return deed(form, work);
  const result = await asPerson(form, async (actor, input) => {
    await work(actor, input);
    const { changes } = await changesSince(actor, String(form.get('runbookId')), after, null);
    return changes ?? undefined;
  });
  if (result.status !== 'ok' || result.data === undefined) revalidatePath('/', 'layout');
  return result;
}

export async function startAction(_: Previous, form: FormData) {
  return deed(form, startRun);
}

export async function recomposeAction(_: Previous, form: FormData): Promise<ActionResult<undefined>> {
  const result = await act(form, recomposeRun);
  if (result.status === 'ok') redirect(`/runbooks/${result.data}`);
  return result;
}

export async function claimAction(_: Previous, form: FormData) {
  return heardDeed(form, claimStep);
}

export async function releaseAction(_: Previous, form: FormData) {
  return heardDeed(form, releaseStep);
}

export async function finishAction(_: Previous, form: FormData) {
  return heardDeed(form, (actor, input) => finishStep(actor, finishInput(input)));
}

export async function holdAction(_: Previous, form: FormData) {
  return heardDeed(form, holdStep);
}

export async function undoAction(_: Previous, form: FormData) {
  return heardDeed(form, undoStep);
}

export async function noteAction(_: Previous, form: FormData) {
  return heardDeed(form, noteStep);
}

export async function addendumAction(_: Previous, form: FormData) {
  return deed(form, addAddendum);
}

export async function removeEvidenceAction(_: Previous, form: FormData) {
  return deed(form, removeEvidence);
}

/** What was refused as it was typed is thrown away, and changed nothing that the page would have to show. */
export async function checkAction(_: Previous, form: FormData): Promise<ActionResult<CheckOutcome>> {
  const result = await asPerson(form, checkOutput);
  if (result.status !== 'invalid') revalidatePath('/', 'layout');
  return result;
}

export async function placeAction(_: Previous, form: FormData) {
  return deed(form, placeSlot);
}

export async function unplaceAction(_: Previous, form: FormData) {
  return deed(form, unplaceSlot);
}

/** The value leaves the input before anything else looks at it. */
export async function captureAction(_: Previous, form: FormData) {
  const value = form.get('value');
  form.delete('value');
  return deed(form, (actor, input) => captureSlotValue(actor, input, value));
}

export async function referenceAction(_: Previous, form: FormData) {
  return deed(form, noteSlotReference);
}

export async function markInstalledAction(_: Previous, form: FormData): Promise<ActionResult<undefined>> {
  const result = await deed(form, markInstalled);
  const runbookId = form.get('runbookId');
  if (result.status === 'ok') redirect(`/runbooks/${String(runbookId)}/report`);
  return result;
}

export async function closeMirrorAction(_: Previous, form: FormData): Promise<ActionResult<undefined>> {
  const result = await deed(form, closeMirrorRun);
  const runbookId = form.get('runbookId');
  if (result.status === 'ok') redirect(`/runbooks/${String(runbookId)}/report`);
  return result;
}

/** The one response that holds a value. Nothing is revalidated, so that nothing else is in it. */
export async function copySecretAction(request: CopyRequest): Promise<ActionResult<string>> {
  return runAction(async () => copySecret(await requireActor(), request));
}

export async function confirmCopiedAction(place: unknown): Promise<ActionResult<undefined>> {
  return runAction(async () => {
    await confirmCopied(await requireActor(), place);
    return undefined;
  });
}

export async function resumeAction(runbookId: string, actId: string): Promise<ActionResult<boolean>> {
  const result: ActionResult<boolean> = await runAction(async () =>
    resumeRun(await requireActor(), { runbookId, actId }),
  );
  if (result.status === 'ok' && result.data === true) revalidatePath('/', 'layout');
  return result;
}
