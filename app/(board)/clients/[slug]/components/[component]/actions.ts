'use server';

import { revalidatePath } from 'next/cache';
import { runAction } from '@/lib/action-result';
import type { ActionResult } from '@/lib/action-state';
import { requireActor } from '@/lib/auth/session';
import { changeSettings } from '@/lib/clients/setting-commands';
import { formFields } from '@/lib/validate';

export async function changeSettingsAction(
  place: { clientId: string; componentId: string },
  _: unknown,
  form: FormData,
): Promise<ActionResult<null>> {
  return runAction(async () => {
    const { basis, ...fields } = formFields(form);
    await changeSettings(await requireActor(), {
      clientId: String(place?.clientId),
      componentId: String(place?.componentId),
      basis,
      fields,
    });
    revalidatePath('/clients/[slug]', 'layout');
    return null;
  });
}
