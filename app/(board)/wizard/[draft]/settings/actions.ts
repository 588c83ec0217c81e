'use server';

import { redirect } from 'next/navigation';
import { runAction } from '@/lib/action-result';
import type { ActionResult } from '@/lib/action-state';
import { requireActor } from '@/lib/auth/session';
import { readCatalogue } from '@/lib/catalogue/queries';
import { continueComponentSettings, continueSettings } from '@/lib/wizard/continue-settings';
import { postedForm } from '@/lib/wizard/posted-form';
import { stepHref } from '@/lib/wizard/steps';
import { settingFieldsOf } from '@/lib/wizard/whole-draft';

const KEEP = 'keep:';

/** Saves one component's settings; the second button leaves open what the client still has to say. */
export async function saveSettingsAction(
  draftId: string,
  componentId: string,
  _: ActionResult<never>,
  form: FormData,
): Promise<ActionResult<never>> {
  return runAction(async () => {
    const fields = settingFieldsOf(await readCatalogue(), String(componentId));
    await continueComponentSettings(
      await requireActor(),
      String(draftId),
      String(componentId),
      postedForm(form, fields),
      {
        waiting: form.get('then') === 'waiting',
        kept: [...form.keys()].flatMap((name) => (name.startsWith(KEEP) ? [name.slice(KEEP.length)] : [])),
      },
    );
    const list = `${stepHref(draftId, 'settings')}#task-${componentId}`;
    redirect(returnTo(form) === 'check' ? stepHref(draftId, 'check') : list);
  });
}

export async function continueSettingsAction(
  draftId: string,
  _: ActionResult<never>,
  form: FormData,
): Promise<ActionResult<never>> {
  return runAction(async () => {
    await continueSettings(await requireActor(), String(draftId));
    redirect(stepHref(draftId, returnTo(form) ?? 'credentials'));
  });
}

function returnTo(form: FormData): 'check' | undefined {
  return form.get('return') === 'check' ? 'check' : undefined;
}
