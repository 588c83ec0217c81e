'use server';

import { revalidatePath } from 'next/cache';
import { runAction } from '@/lib/action-result';
import type { ActionResult } from '@/lib/action-state';
import { requireActor } from '@/lib/auth/session';
import { answerSuggestion, suggestFix } from '@/lib/runbook/suggest-fix';
import { formFields } from '@/lib/validate';

export async function suggestFixAction(_previous: unknown, form: FormData): Promise<ActionResult<undefined>> {
  return runAction(async () => {
    await suggestFix(await requireActor(), formFields(form));
    return undefined;
  });
}

export async function answerSuggestionAction(
  _previous: unknown,
  form: FormData,
): Promise<ActionResult<undefined>> {
  return runAction(async () => {
    await answerSuggestion(await requireActor(), formFields(form));
    revalidatePath('/catalogue', 'layout');
    return undefined;
  });
}
