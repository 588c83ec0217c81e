'use server';

import { revalidatePath } from 'next/cache';
import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { actInput } from '@/app/(board)/runbooks/[id]/act-input';
import { runAction } from '@/lib/action-result';
import type { ActionResult } from '@/lib/action-state';
import { requireActor } from '@/lib/auth/session';
import { upgradeRun } from '@/lib/runbook/upgrade';

/** Upgrades the run and goes to where it goes on. */
export async function upgradeAction(_: unknown, form: FormData): Promise<ActionResult<undefined>> {
  const result = await runAction(async () =>
    upgradeRun(await requireActor(), actInput(form, (await cookies()).get('tz')?.value)),
  );
  revalidatePath('/', 'layout');
  if (result.status !== 'ok') return result;
  redirect(`/runbooks/${result.data}`);
}
