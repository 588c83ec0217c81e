'use server';

import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server';
import { revalidatePath } from 'next/cache';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { runAction } from '@/lib/action-result';
import type { ActionResult } from '@/lib/action-state';
import { changePassword, signOutEverywhere } from '@/lib/auth/account';
import { boardOrigin } from '@/lib/auth/board-origin';
import { endOneSession, endOtherSessions } from '@/lib/auth/end-sessions';
import { freshen } from '@/lib/auth/fresh-sign-in';
import { proveOwn } from '@/lib/auth/needed-proof';
import { signOut } from '@/lib/auth/next-auth';
import { unlinkFromIssuer } from '@/lib/auth/openid-link';
import { removePasskey } from '@/lib/auth/own-passkeys';
import { askForFreshPasskey, freshenWithPasskey } from '@/lib/auth/passkey-fresh';
import { requireActor } from '@/lib/auth/session';
import { SIGNED_OUT_PATH } from '@/lib/auth/signed-out-path';
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

/** Takes the password where it was entered a while ago; the page then has the link to the provider. */
export async function proveOwnAction(_previous: unknown, form: FormData): Promise<ActionResult<undefined>> {
  return runAction(async () => {
    await proveOwn(await requireActor(), formFields(form).password ?? '');
    revalidatePath('/account');
    return undefined;
  });
}

export async function unlinkProviderAction(
  _previous: unknown,
  form: FormData,
): Promise<ActionResult<undefined>> {
  return runAction(async () => {
    const actor = await requireActor();
    await proveOwn(actor, formFields(form).password ?? '');
    await unlinkFromIssuer(actor);
    revalidatePath('/account');
    return undefined;
  });
}

export async function signOutEverywhereAction(): Promise<ActionResult<never>> {
  return runAction(async () => {
    await signOutEverywhere(await requireActor());
    await signOut({ redirect: false });
    redirect(SIGNED_OUT_PATH);
  });
}

export async function endSessionAction(_previous: unknown, form: FormData): Promise<ActionResult<undefined>> {
  return runAction(async () => {
    await endOneSession(await requireActor(), formFields(form).sessionId ?? '');
    revalidatePath('/account');
    return undefined;
  });
}

export async function endOtherSessionsAction(): Promise<ActionResult<undefined>> {
  return runAction(async () => {
    await endOtherSessions(await requireActor());
    revalidatePath('/account');
    return undefined;
  });
}

/** Takes the password again, in place. No page is made anew: the place where somebody worked stays as it is. */
export async function freshenAction(_previous: unknown, form: FormData): Promise<ActionResult<undefined>> {
  return runAction(async () => {
    await freshen(await requireActor(), formFields(form));
    return undefined;
  });
}

export async function askForFreshPasskeyAction(): Promise<
  ActionResult<PublicKeyCredentialRequestOptionsJSON>
> {
  return runAction(async () => askForFreshPasskey(await requireActor(), boardOrigin(await headers())));
}

/** As `freshenAction`, with a passkey. */
export async function freshenWithPasskeyAction(answer: unknown): Promise<ActionResult<undefined>> {
  return runAction(async () => {
    await freshenWithPasskey(await requireActor(), answer, boardOrigin(await headers()));
    return undefined;
  });
}

export async function removePasskeyAction(
  _previous: unknown,
  form: FormData,
): Promise<ActionResult<undefined>> {
  return runAction(async () => {
    await removePasskey(await requireActor(), formFields(form).passkeyId ?? '');
    revalidatePath('/', 'layout');
    return undefined;
  });
}
