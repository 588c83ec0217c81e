'use server';

import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { runAction } from '@/lib/action-result';
import type { ActionResult } from '@/lib/action-state';
import { endSession } from '@/lib/auth/account';
import { setPasswordThroughLink } from '@/lib/auth/new-password-link';
import { signOut } from '@/lib/auth/next-auth';
import { joinThroughLink, requireUsableLink } from '@/lib/auth/one-time-link';
import { openSession } from '@/lib/auth/open-session';
import { requestOrigin } from '@/lib/auth/request-origin';
import { currentPerson, requireOwnAccount } from '@/lib/auth/session';
import { startSession } from '@/lib/auth/sign-in';
import { keepKnownDevice } from '@/lib/auth/sign-in-cookies';
import { SIGNED_OUT_PATH } from '@/lib/auth/signed-out-path';
import { formFields } from '@/lib/validate';

export async function joinAction(
  _previous: ActionResult<never>,
  form: FormData,
): Promise<ActionResult<never>> {
  return runAction(async () => {
    const { token, ...input } = formFields(form);
    const link = await requireUsableLink(token);
    const actor = await joinThroughLink(link, input, requestOrigin(await headers()));
    await openSession(await startSession(actor));
    redirect('/');
  });
}

/** Leads to the sign-in and not past it: whatever that asks for is asked. */
export async function setNewPasswordAction(
  _previous: ActionResult<never>,
  form: FormData,
): Promise<ActionResult<never>> {
  return runAction(async () => {
    const { token, ...input } = formFields(form);
    const { userId } = await setPasswordThroughLink(token, input, requestOrigin(await headers()));
    // Known anew: what was guessed in this browser at the forgotten password does not delay the sign-in.
    await keepKnownDevice(userId);
    redirect('/new-password/done');
  });
}

/** Ends the session in the database first: a copy of the cookie is worthless from then on. */
export async function signOutAction(): Promise<void> {
  if ((await currentPerson()) !== null) await endSession(await requireOwnAccount());
  await signOut({ redirect: false });
  redirect(SIGNED_OUT_PATH);
}
