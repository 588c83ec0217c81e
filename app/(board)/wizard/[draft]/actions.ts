'use server';

import { redirect } from 'next/navigation';
import { runAction } from '@/lib/action-result';
import type { ActionResult } from '@/lib/action-state';
import type { Actor } from '@/lib/auth/actor';
import { requireActor } from '@/lib/auth/session';
import { continueClient } from '@/lib/wizard/continue-client';
import { continueMachine } from '@/lib/wizard/continue-machine';
import { continueComponents, continuePackage, hasOpenQuestions } from '@/lib/wizard/continue-scope';
import { createFromDraft } from '@/lib/wizard/create-from-draft';
import { discardDraft } from '@/lib/wizard/discard-draft';
import { postedStep } from '@/lib/wizard/posted-form';
import { saveAnswer } from '@/lib/wizard/save-answer';
import type { SaveOutcome, WizardStep } from '@/lib/wizard/schema';
import { nextStep, stepHref } from '@/lib/wizard/steps';

type Outcome = ActionResult<never>;

export async function saveAnswerAction(draftId: string, input: unknown): Promise<ActionResult<SaveOutcome>> {
  return runAction(async () => saveAnswer(await requireActor(), String(draftId), input));
}

export async function continueClientAction(draftId: string, _: Outcome, form: FormData): Promise<Outcome> {
  return runAction(async () => {
    await continueClient(await requireActor(), String(draftId), postedStep(form, 'client'));
    redirect(afterStep(draftId, 'client', form));
  });
}

export async function continuePackageAction(draftId: string, _: Outcome, form: FormData): Promise<Outcome> {
  return runAction(async () => {
    const actor = await requireActor();
    await continuePackage(actor, String(draftId), postedStep(form, 'package'));
    redirect(await afterScope(actor, draftId, 'package', form));
  });
}

export async function continueComponentsAction(
  draftId: string,
  _: Outcome,
  form: FormData,
): Promise<Outcome> {
  return runAction(async () => {
    const actor = await requireActor();
    await continueComponents(actor, String(draftId), postedStep(form, 'components'));
    redirect(await afterScope(actor, draftId, 'components', form));
  });
}

export async function continueMachineAction(draftId: string, _: Outcome, form: FormData): Promise<Outcome> {
  return runAction(async () => {
    await continueMachine(await requireActor(), String(draftId), postedStep(form, 'machine'));
    redirect(afterStep(draftId, 'machine', form));
  });
}

export async function createAction(draftId: string, _: Outcome, form: FormData): Promise<Outcome> {
  return runAction(async () => {
    const input = { seen: form.get('seen'), destroys: form.getAll('destroys') };
    await createFromDraft(await requireActor(), String(draftId), input);
    redirect(`/wizard/${draftId}/created`);
  });
}

export async function discardAction(draftId: string, _: Outcome): Promise<Outcome> {
  return runAction(async () => {
    await discardDraft(await requireActor(), String(draftId));
    redirect('/');
  });
}

/** To the next question, or back to the answers when one of them was changed from there. */
function afterStep(draftId: string, step: WizardStep, form: FormData): string {
  return form.get('return') === 'check' ? stepHref(draftId, 'check') : stepHref(draftId, nextStep(step));
}

/** As `afterStep`; questions that the change has brought up are asked before the answers are checked again. */
async function afterScope(actor: Actor, draftId: string, step: WizardStep, form: FormData): Promise<string> {
  const returning = form.get('return') === 'check';
  if (returning && (await hasOpenQuestions(actor, draftId))) return stepHref(draftId, 'settings', 'check');
  return afterStep(draftId, step, form);
}
