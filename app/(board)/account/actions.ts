'use server';

import { revalidatePath } from 'next/cache';
import { redirect } from 'next/navigation';
import { runAction } from '@/lib/action-result';
import type { ActionResult } from '@/lib/action-state';
import { changePassword, signOutEverywhere } from '@/lib/auth/account';
import { signOut } from '@/lib/auth/next-auth';
import { requireActor } from '@/lib/auth/session';
import { formFields } from '@/lib/validate';

export async function changePasswordAction(
  _previous: unknown,
  form: FormData,
): Promise<ActionResult<undefined>> {
  return runAction(async () => {
    await changePassword(await requireActor(), formFields(form));
    revalidatePath('/account');
    return undefined;
  });
}

export async function signOutEverywhereAction(): Promise<ActionResult<never>> {
  return runAction(async () => {
    await signOutEverywhere(await requireActor());
    await signOut({ redirect: false });
    redirect('/sign-in');
  });
}
