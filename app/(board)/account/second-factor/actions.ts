'use server';

import { revalidatePath } from 'next/cache';
import { runAction } from '@/lib/action-result';
import type { ActionResult } from '@/lib/action-state';
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
