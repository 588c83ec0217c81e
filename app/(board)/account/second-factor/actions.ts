'use server';

import type { PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/server';
import { revalidatePath } from 'next/cache';
import { headers } from 'next/headers';
import { runAction } from '@/lib/action-result';
import type { ActionResult } from '@/lib/action-state';
import { addPasskey, startAddingPasskey } from '@/lib/auth/add-passkey';
import { boardOrigin } from '@/lib/auth/board-origin';
import { showSecondFactor } from '@/lib/auth/factor-proof';
import { proveOwn } from '@/lib/auth/needed-proof';
import { renewRecoveryCodes, turnOffSecondFactor } from '@/lib/auth/second-factor-commands';
import { confirmSecondFactor, startSecondFactor } from '@/lib/auth/second-factor-enrolment';
import { requireActor, requireOwnAccount } from '@/lib/auth/session';
import { formFields } from '@/lib/validate';

type Done = ActionResult<undefined>;

export async function startSecondFactorAction(_previous: unknown, form: FormData): Promise<Done> {
  return runAction(async () => {
    await startSecondFactor(await requireOwnAccount(), formFields(form));
    revalidatePath('/account/second-factor');
    return undefined;
  });
}

/** Nothing is shown anew: the codes in the answer are on the page this once. */
export async function recoveryCodesAction(
  _previous: unknown,
  form: FormData,
): Promise<ActionResult<string[]>> {
  return runAction(async () => {
    const { purpose, ...input } = formFields(form);
    if (purpose === 'confirm') return confirmSecondFactor(await requireOwnAccount(), input);
    return renewRecoveryCodes(await requireActor(), input);
  });
}

export async function turnOffSecondFactorAction(_previous: unknown, form: FormData): Promise<Done> {
  return runAction(async () => {
    await turnOffSecondFactor(await requireActor(), formFields(form));
    revalidatePath('/', 'layout');
    return undefined;
  });
}

export async function startAddingPasskeyAction(
  input: unknown,
): Promise<ActionResult<PublicKeyCredentialCreationOptionsJSON>> {
  return runAction(async () =>
    startAddingPasskey(await requireOwnAccount(), input, boardOrigin(await headers())),
  );
}

/** Recovery codes in the answer are on the page this once, which stays as it is; else the list shows the new one. */
export async function addPasskeyAction(input: unknown): Promise<ActionResult<string[] | null>> {
  return runAction(async () => {
    const codes = await addPasskey(await requireOwnAccount(), input, boardOrigin(await headers()));
    if (codes === null) revalidatePath('/', 'layout');
    return codes;
  });
}

/** Takes the password where it was entered a while ago, of whoever has no second factor yet. */
export async function proveForFactorAction(_previous: unknown, form: FormData): Promise<Done> {
  return runAction(async () => {
    await proveOwn(await requireOwnAccount(), formFields(form).password ?? '');
    revalidatePath('/', 'layout');
    return undefined;
  });
}

/** Takes a code, so that the second factor can be changed. */
export async function showSecondFactorAction(_previous: unknown, form: FormData): Promise<Done> {
  return runAction(async () => {
    await showSecondFactor(await requireActor(), formFields(form));
    revalidatePath('/', 'layout');
    return undefined;
  });
}
