'use server';

import { revalidatePath } from 'next/cache';
import { redirect } from 'next/navigation';
import { runAction } from '@/lib/action-result';
import type { ActionResult } from '@/lib/action-state';
import { requireActor } from '@/lib/auth/session';
import { addMachine, changeMachine } from '@/lib/clients/machine-commands';
import { database } from '@/lib/db/database';
import { composeRunbookForMachine } from '@/lib/runbook/compose-command';
import { formFields } from '@/lib/validate';

export async function addMachineAction(
  clientId: string,
  _: unknown,
  form: FormData,
): Promise<ActionResult<null>> {
  return runAction(async () => {
    await addMachine(await requireActor(), String(clientId), formFields(form));
    revalidatePath('/clients/[slug]', 'layout');
    return null;
  });
}

export async function changeMachineAction(
  clientId: string,
  _: unknown,
  form: FormData,
): Promise<ActionResult<null>> {
  return runAction(async () => {
    const { basis, machineId = '', ...fields } = formFields(form);
    await changeMachine(await requireActor(), { clientId: String(clientId), machineId, basis, fields });
    revalidatePath('/clients/[slug]', 'layout');
    return null;
  });
}

/** Makes the first runbook of a machine that was added later, and goes to it. */
export async function makeRunbookAction(clientId: string, machineId: string): Promise<ActionResult<never>> {
  return runAction(async () => {
    const actor = await requireActor();
    const { runbookId } = await database().transaction((tx) =>
      composeRunbookForMachine(tx, actor, String(clientId), String(machineId)),
    );
    redirect(`/runbooks/${runbookId}`);
  });
}
