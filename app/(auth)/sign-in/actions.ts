'use server';

import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { runAction } from '@/lib/action-result';
import type { ActionResult } from '@/lib/action-state';
import { boardOrigin } from '@/lib/auth/board-origin';
import { askForSignInPasskey, finishSignIn, finishSignInWithPasskey } from '@/lib/auth/finish-sign-in';
import { openSession } from '@/lib/auth/open-session';
import { requestOrigin } from '@/lib/auth/request-origin';
import { returnPath } from '@/lib/auth/return-path';
import { type SigningInOrigin, signInWithPassword } from '@/lib/auth/sign-in';
import {
  forgetPendingToken,
  keepPendingToken,
  knownDeviceWord,
  pendingToken,
} from '@/lib/auth/sign-in-cookies';
import { formFields } from '@/lib/validate';

async function signingInOrigin(): Promise<SigningInOrigin> {
  return { ...requestOrigin(await headers()), knownDevice: await knownDeviceWord() };
}

/** The password. With a second factor it opens nothing but the page that asks for the code. */
export async function signInAction(
  _previous: ActionResult<never>,
  form: FormData,
): Promise<ActionResult<never>> {
  return runAction(async () => {
    const { return: returnTo, ...input } = formFields(form);
    const outcome = await signInWithPassword(input, await signingInOrigin());
    if (outcome.step === 'code') {
      await keepPendingToken(outcome.token);
      redirect(`/sign-in/code?return=${encodeURIComponent(returnPath(returnTo))}`);
    }
    await openSession(outcome.session);
    redirect(returnPath(returnTo));
  });
}

export async function signInCodeAction(
  _previous: ActionResult<never>,
  form: FormData,
): Promise<ActionResult<never>> {
  return runAction(async () => {
    const { return: returnTo, ...input } = formFields(form);
    const session = await finishSignIn(await pendingToken(), input, await signingInOrigin());
    await forgetPendingToken();
    await openSession(session);
    redirect(returnPath(returnTo));
  });
}

export async function askForSignInPasskeyAction(): Promise<
  ActionResult<PublicKeyCredentialRequestOptionsJSON>
> {
  return runAction(async () => askForSignInPasskey(await pendingToken(), boardOrigin(await headers())));
}

/** A passkey in place of the code. */
export async function signInPasskeyAction(returnTo: string, answer: unknown): Promise<ActionResult<never>> {
  return runAction(async () => {
    const board = boardOrigin(await headers());
    const token = await pendingToken();
    const session = await finishSignInWithPasskey(token, answer, board, await signingInOrigin());
    await forgetPendingToken();
    await openSession(session);
    redirect(returnPath(returnTo));
  });
}
