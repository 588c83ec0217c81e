import { v7 as uuidV7 } from 'uuid';
import type { Actor } from '@/lib/auth/actor';
import { listPlacements } from '@/lib/clients/placement-queries';
import { listRedactedSlots } from '@/lib/clients/slot-queries';
import { closeMirrorRun } from '@/lib/runbook/close-mirror-run';
import { finishStep } from '@/lib/runbook/finish-step';
import { holdStep } from '@/lib/runbook/hold-step';
import { markInstalled } from '@/lib/runbook/mark-installed';
import { readRun } from '@/lib/runbook/queries';
import { startMirrorRun } from '@/lib/runbook/start-mirror-run';
import { actOn, clientWithRun, openRouterKey, type RunFixture, store } from './runbook-fixture';

export const KEY = 'openrouter.api-key';
export const scope = { componentIds: ['mac-identity', 'mac-accounts', 'openrouter', 'agent-runtime'] };

/** A client whose OpenRouter key is on its installed machine. Steps beside are waived, so it takes an admin. */
export async function installed(admin: Actor, slug: string): Promise<RunFixture> {
  const fixture = await clientWithRun(admin, slug, scope);
  const { clientId, runbookId } = fixture;
  await store(admin, clientId, KEY, openRouterKey());
  for (const { stepId, required } of (await readRun(admin, runbookId)).steps) {
    const act = await actOn(admin, runbookId, stepId);
    if (stepId === 'openrouter.store-openrouter-api-key') await finishStep(admin, act);
    else {
      const hold = required ? 'waived' : 'skipped';
      await holdStep(admin, { ...act, hold, reason: 'Not part of this test' });
    }
  }
  await markInstalled(admin, { runbookId, actId: uuidV7() });
  return fixture;
}

export async function start(
  actor: Actor,
  { clientId, machineId }: RunFixture,
  kind: 'hand-over' | 'offboarding',
): Promise<string> {
  return startMirrorRun(actor, { clientId, machineId, kind });
}

export async function done(actor: Actor, runbookId: string, stepId: string): Promise<void> {
  await finishStep(actor, await actOn(actor, runbookId, stepId));
}

/** Does every step in its order; throws at the first that is refused. */
export async function finishAll(actor: Actor, runbookId: string): Promise<void> {
  for (const { stepId } of (await readRun(actor, runbookId)).steps) await done(actor, runbookId, stepId);
}

export async function close(actor: Actor, runbookId: string): Promise<void> {
  await closeMirrorRun(actor, { runbookId, actId: uuidV7() });
}

export async function slotOf(actor: Actor, clientId: string, slotId: string) {
  return (await listRedactedSlots(actor, clientId)).find((slot) => slot.slotId === slotId);
}

export async function placementOf(actor: Actor, clientId: string, slotId: string) {
  return (await listPlacements(actor, clientId)).find((row) => row.slotId === slotId);
}
