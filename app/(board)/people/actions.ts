'use server';

import { revalidatePath } from 'next/cache';
import { runAction } from '@/lib/action-result';
import type { ActionResult } from '@/lib/action-state';
import { makeNewPasswordLink, withdrawNewPasswordLink } from '@/lib/auth/new-password-link';
import { changeRole, invitePerson, setDisabled, withdrawInvitation } from '@/lib/auth/people-commands';
import { removeSecondFactor, setSecondFactorRule } from '@/lib/auth/second-factor-commands';
import { requireActor } from '@/lib/auth/session';
import { formFields } from '@/lib/validate';

type Done = ActionResult<undefined>;

export async function inviteAction(
  _previous: unknown,
  form: FormData,
): Promise<ActionResult<{ name: string; path: string }>> {
  return runAction(async () => {
    const input = formFields(form);
    const { path } = await invitePerson(await requireActor(), input);
    revalidatePath('/people');
    return { name: input.name ?? '', path };
  });
}

export async function withdrawAction(_previous: unknown, form: FormData): Promise<Done> {
  return runAction(async () => {
    await withdrawInvitation(await requireActor(), formFields(form).linkId ?? '');
    revalidatePath('/people');
    return undefined;
  });
}

export async function changeRoleAction(_previous: unknown, form: FormData): Promise<Done> {
  return runAction(async () => {
    const { userId, role } = formFields(form);
    await changeRole(await requireActor(), userId ?? '', role);
    revalidatePath('/people');
    return undefined;
  });
}

export async function newPasswordLinkAction(
  _previous: unknown,
  form: FormData,
): Promise<ActionResult<{ name: string; path: string }>> {
  return runAction(async () => {
    const made = await makeNewPasswordLink(await requireActor(), formFields(form).userId ?? '');
    revalidatePath('/people');
    return made;
  });
}

export async function withdrawPasswordLinkAction(_previous: unknown, form: FormData): Promise<Done> {
  return runAction(async () => {
    await withdrawNewPasswordLink(await requireActor(), formFields(form).linkId ?? '');
    revalidatePath('/people');
    return undefined;
  });
}

export async function removeSecondFactorAction(_previous: unknown, form: FormData): Promise<Done> {
  return runAction(async () => {
    await removeSecondFactor(await requireActor(), formFields(form).userId ?? '');
    revalidatePath('/people');
    return undefined;
  });
}

/** The whole layout is made anew: whoever set the rule may be the first to owe a second factor. */
export async function secondFactorRuleAction(_previous: unknown, form: FormData): Promise<Done> {
  return runAction(async () => {
    await setSecondFactorRule(await requireActor(), { roles: form.getAll('roles') });
    revalidatePath('/', 'layout');
    return undefined;
  });
}

export async function disableAction(_previous: unknown, form: FormData): Promise<Done> {
  return runAction(() => setDisabledFrom(form, true));
}

export async function enableAction(_previous: unknown, form: FormData): Promise<Done> {
  return runAction(() => setDisabledFrom(form, false));
}

async function setDisabledFrom(form: FormData, disabled: boolean): Promise<undefined> {
  await setDisabled(await requireActor(), formFields(form).userId ?? '', disabled);
  revalidatePath('/people');
}
