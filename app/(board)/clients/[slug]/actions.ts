'use server';

import { revalidatePath } from 'next/cache';
import { redirect } from 'next/navigation';
import { runAction } from '@/lib/action-result';
import type { ActionResult } from '@/lib/action-state';
import { requireActor } from '@/lib/auth/session';
import { changeContact, changeNotes, changeRetentionDays } from '@/lib/clients/client-commands';
import { startMirrorRun } from '@/lib/runbook/start-mirror-run';
import { formFields } from '@/lib/validate';

type Change = typeof changeContact;

export async function changeContactAction(clientId: string, _: unknown, form: FormData) {
  return change(changeContact, clientId, form);
}

export async function changeNotesAction(clientId: string, _: unknown, form: FormData) {
  return change(changeNotes, clientId, form);
}

export async function changeRetentionDaysAction(clientId: string, _: unknown, form: FormData) {
  return change(changeRetentionDays, clientId, form);
}

async function change(command: Change, clientId: string, form: FormData): Promise<ActionResult<null>> {
  return runAction(async () => {
    const { basis, ...fields } = formFields(form);
    await command(await requireActor(), { clientId: String(clientId), basis, fields });
    revalidatePath('/clients/[slug]', 'layout');
    return null;
  });
}

/** Begins the hand-over or the offboarding of a machine, and goes to its run. */
export async function startMirrorRunAction(_: unknown, form: FormData): Promise<ActionResult<never>> {
  return runAction(async () => {
    const runbookId = await startMirrorRun(await requireActor(), formFields(form));
    revalidatePath('/', 'layout');
    redirect(`/runbooks/${runbookId}`);
  });
}
