'use server';

import { revalidatePath } from 'next/cache';
import { runAction } from '@/lib/action-result';
import type { ActionResult } from '@/lib/action-state';
import { confirmCopied } from '@/lib/audit/confirm-copied';
import { requireActor } from '@/lib/auth/session';
import { copyFromRecord } from '@/lib/clients/copy-from-record';
import { generateCredentials } from '@/lib/clients/generate-credentials';
import { secretFromInput, storeCredential } from '@/lib/clients/store-credential';
import { removeVaultReference, setVaultReference } from '@/lib/clients/vault-reference';
import { formFields } from '@/lib/validate';

const showChange = () => revalidatePath('/clients/[slug]', 'layout');

/** Door one, from the record: what was typed is wrapped before anything else, and the answer says nothing of it. */
export async function storeValueAction(
  clientId: string,
  _: unknown,
  form: FormData,
): Promise<ActionResult<null>> {
  return runAction(async () => {
    const typed = form.get('value');
    const value = secretFromInput(typed, form.get('trim') === 'yes');
    await storeCredential(await requireActor(), {
      ...placeOf(clientId, form),
      value,
      source: 'typed',
      keepAnyway: form.get('keepAnyway') === 'yes',
    });
    showChange();
    return null;
  });
}

export async function setReferenceAction(
  clientId: string,
  _: unknown,
  form: FormData,
): Promise<ActionResult<null>> {
  return runAction(async () => {
    await setVaultReference(await requireActor(), placeOf(clientId, form), formFields(form));
    showChange();
    return null;
  });
}

export async function removeReferenceAction(
  clientId: string,
  _: unknown,
  form: FormData,
): Promise<ActionResult<null>> {
  return runAction(async () => {
    await removeVaultReference(await requireActor(), placeOf(clientId, form));
    showChange();
    return null;
  });
}

export async function generateAction(clientId: string): Promise<ActionResult<number>> {
  return runAction(async () => {
    const made = await generateCredentials(await requireActor(), String(clientId));
    showChange();
    return made;
  });
}

/** Door two, from the record. The answer is the value and goes to the clipboard; no page is made again for it. */
export async function copyFromRecordAction(clientId: string, slotId: string): Promise<ActionResult<string>> {
  return runAction(async () => copyFromRecord(await requireActor(), { clientId, slotId }));
}

export async function confirmCopiedAction(
  clientId: string,
  slotId: string,
): Promise<ActionResult<undefined>> {
  return runAction(async () => {
    await confirmCopied(await requireActor(), { clientId, slotId });
    return undefined;
  });
}

function placeOf(clientId: string, form: FormData) {
  return { clientId: String(clientId), slotId: formFields(form).slotId ?? '' };
}
