'use server';

import { revalidatePath } from 'next/cache';
import { runAction } from '@/lib/action-result';
import type { ActionResult } from '@/lib/action-state';
import { requireActor } from '@/lib/auth/session';
import { offboardClient, restoreClient } from '@/lib/retention/commands';
import { purgeClientEarly } from '@/lib/retention/purge';
import { formFields } from '@/lib/validate';

type Done = ActionResult<undefined>;

export async function offboardAction(_previous: unknown, form: FormData): Promise<Done> {
  return runAction(async () => {
    const { clientId, ...input } = formFields(form);
    await offboardClient(await requireActor(), clientId ?? '', input);
    revalidatePath('/', 'layout');
    return undefined;
  });
}

export async function restoreAction(_previous: unknown, form: FormData): Promise<Done> {
  return runAction(async () => {
    await restoreClient(await requireActor(), formFields(form).clientId ?? '');
    revalidatePath('/', 'layout');
    return undefined;
  });
}

export async function purgeAction(_previous: unknown, form: FormData): Promise<Done> {
  return runAction(async () => {
    const { clientId, slug } = formFields(form);
    await purgeClientEarly(await requireActor(), clientId ?? '', { slug });
    revalidatePath('/', 'layout');
    return undefined;
  });
}
