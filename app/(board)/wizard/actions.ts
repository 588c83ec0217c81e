'use server';

import { redirect } from 'next/navigation';
import { runAction } from '@/lib/action-result';
import type { ActionResult } from '@/lib/action-state';
import { requireActor } from '@/lib/auth/session';
import { startDraft } from '@/lib/wizard/start-draft';
import { stepHref } from '@/lib/wizard/steps';

/** "New client": opens a draft and goes to its first question. */
export async function startWizardAction(_previous: ActionResult<never>): Promise<ActionResult<never>> {
  return runAction(async () => redirect(stepHref(await startDraft(await requireActor()), 'client')));
}
