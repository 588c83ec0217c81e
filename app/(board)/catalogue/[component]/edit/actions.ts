'use server';

import { revalidatePath } from 'next/cache';
import { redirect } from 'next/navigation';
import { runAction } from '@/lib/action-result';
import type { ActionResult } from '@/lib/action-state';
import type { Actor } from '@/lib/auth/actor';
import { requireActor } from '@/lib/auth/session';
import { addEntry } from '@/lib/catalogue/add-entry';
import { arrangeEntry } from '@/lib/catalogue/arrange-entry';
import { saveEntry, withdrawDraft } from '@/lib/catalogue/edit-draft';
import { keepEdited } from '@/lib/catalogue/publish';
import { publishChange, takeShippedBack } from '@/lib/runbook/publish-change';
import { formFields } from '@/lib/validate';

type Done = ActionResult<undefined>;

export async function saveEntryAction(
  componentId: string,
  ref: { part: string; id: string },
  _previous: unknown,
  form: FormData,
): Promise<Done> {
  const { basis, ...fields } = formFields(form);
  return change((actor) => saveEntry(actor, { componentId, ref, basis, fields }));
}

export async function addEntryAction(
  componentId: string,
  kind: string,
  slotId: string,
  _previous: unknown,
  form: FormData,
): Promise<Done> {
  const { after, ...fields } = formFields(form);
  return change(
    (actor) => addEntry(actor, { componentId, kind, slotId, after, fields }),
    `${pageOf(componentId)}/edit`,
  );
}

export async function arrangeEntryAction(
  componentId: string,
  part: string,
  _previous: unknown,
  form: FormData,
): Promise<Done> {
  return change((actor) => arrangeEntry(actor, { ...formFields(form), componentId, part }));
}

export async function publishAction(componentId: string, _previous: unknown, form: FormData): Promise<Done> {
  return runAction(async () => {
    const actor = await requireActor();
    const { revision, note, ...ticks } = formFields(form);
    const takes = Object.keys(ticks).flatMap((name) => (name.startsWith('takes:') ? [name.slice(6)] : []));
    const version = await publishChange(actor, { componentId: String(componentId), revision, note, takes });
    revalidatePath('/', 'layout');
    redirect(`${pageOf(componentId)}?published=${version}`);
  });
}

export async function withdrawAction(componentId: string, _previous: unknown, form: FormData): Promise<Done> {
  return change((actor) => withdrawDraft(actor, { componentId, ...formFields(form) }), pageOf(componentId));
}

export async function restoreShippedAction(
  componentId: string,
  _previous: unknown,
  form: FormData,
): Promise<Done> {
  return runAction(async () => {
    await takeShippedBack(await requireActor(), { componentId, ...formFields(form) });
    // What clients lack stands on the board and on their records as well.
    revalidatePath('/', 'layout');
    return undefined;
  });
}

export async function keepEditedAction(
  componentId: string,
  _previous: unknown,
  form: FormData,
): Promise<Done> {
  return change((actor) => keepEdited(actor, { componentId, ...formFields(form) }));
}

function pageOf(componentId: string): string {
  return `/catalogue/${encodeURIComponent(String(componentId))}`;
}

async function change(command: (actor: Actor) => Promise<unknown>, leadsTo?: string): Promise<Done> {
  return runAction(async () => {
    await command(await requireActor());
    revalidatePath('/catalogue', 'layout');
    if (leadsTo !== undefined) redirect(leadsTo);
    return undefined;
  });
}
