'use server';

import { revalidatePath } from 'next/cache';
import { redirect } from 'next/navigation';
import { runAction } from '@/lib/action-result';
import type { ActionResult } from '@/lib/action-state';
import type { Actor } from '@/lib/auth/actor';
import { requireActor } from '@/lib/auth/session';
import { secretFromInput, storeCredential } from '@/lib/clients/store-credential';
import { removeVaultReference, setVaultReference } from '@/lib/clients/vault-reference';
import { formFields } from '@/lib/validate';
import { continueCredentials, setWaiting } from '@/lib/wizard/continue-settings';
import { draftClientId } from '@/lib/wizard/queries';
import { stepHref } from '@/lib/wizard/steps';

/** Door one, from the wizard: what was typed is wrapped before anything else, and the answer says nothing of it. */
export async function storeValueAction(
  draftId: string,
  _: ActionResult<unknown>,
  form: FormData,
): Promise<ActionResult<null>> {
  return runAction(async () => {
    const typed = form.get('value');
    const trims = form.get('trim') === 'yes' && typeof typed === 'string';
    const value = secretFromInput(trims ? typed.trim() : typed);
    const actor = await requireActor();
    await storeCredential(actor, {
      ...(await placeOf(actor, draftId, form)),
      value,
      source: 'typed',
      keepAnyway: form.get('keepAnyway') === 'yes',
    });
    revalidatePath(stepHref(draftId, 'credentials'));
    return null;
  });
}

export async function setReferenceAction(
  draftId: string,
  _: ActionResult<unknown>,
  form: FormData,
): Promise<ActionResult<null>> {
  return runAction(async () => {
    const actor = await requireActor();
    await setVaultReference(actor, await placeOf(actor, draftId, form), formFields(form));
    revalidatePath(stepHref(draftId, 'credentials'));
    return null;
  });
}

export async function removeReferenceAction(
  draftId: string,
  _: ActionResult<unknown>,
  form: FormData,
): Promise<ActionResult<null>> {
  return runAction(async () => {
    const actor = await requireActor();
    await removeVaultReference(actor, await placeOf(actor, draftId, form));
    revalidatePath(stepHref(draftId, 'credentials'));
    return null;
  });
}

export async function setWaitingAction(
  draftId: string,
  _: ActionResult<unknown>,
  form: FormData,
): Promise<ActionResult<null>> {
  return runAction(async () => {
    const { componentId = '', waiting } = formFields(form);
    await setWaiting(await requireActor(), String(draftId), { componentId, waiting: waiting === 'yes' });
    revalidatePath(stepHref(draftId, 'credentials'));
    return null;
  });
}

export async function continueCredentialsAction(
  draftId: string,
  _: ActionResult<never>,
  form: FormData,
): Promise<ActionResult<never>> {
  return runAction(async () => {
    await continueCredentials(await requireActor(), String(draftId));
    redirect(stepHref(draftId, form.get('return') === 'check' ? 'check' : 'machine'));
  });
}

async function placeOf(actor: Actor, draftId: string, form: FormData) {
  return {
    clientId: await draftClientId(actor, String(draftId)),
    slotId: formFields(form).slotId ?? '',
  };
}
