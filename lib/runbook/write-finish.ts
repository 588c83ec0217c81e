import 'server-only';
import { and, eq, isNull, sql } from 'drizzle-orm';
import { appendAuditEvent } from '@/lib/audit/append';
import type { MachineField } from '@/lib/catalogue/schema';
import { refreshFacts } from '@/lib/clients/facts';
import { clientCredentials, clientSettings, machines } from '@/lib/db/schema/clients';
import type { PreparedFinish } from '@/lib/runbook/prepare-finish';
import { appendEvent, type StepContext } from '@/lib/runbook/run-act';
import { writePlacement } from '@/lib/runbook/write-placement';

/** Writes what a finished step leaves behind: facts, answers, placements, spent keys. The state is the caller's. */
export async function writeFinish(context: StepContext, prepared: PreparedFinish): Promise<void> {
  await recordMachine(context, prepared.machine);
  await recordSettings(context, prepared.settings);
  for (const { slot, stored } of prepared.slots) {
    if (slot.tag !== 'our-managed' || stored === null) continue;
    await writePlacement(context, context.step.stepId, {
      slotId: slot.id,
      valueVersion: stored.valueVersion,
      signedInAs: null,
      validUntil: null,
    });
    if (slot.spentAfterUse === true) await spend(context, slot.id, stored.valueVersion);
  }
}

/** Puts facts into the machine record; the log gets the names of the fields, not what they hold. */
export async function recordMachine(
  context: StepContext,
  facts: Partial<Record<MachineField, string>>,
): Promise<void> {
  const fields = Object.keys(facts);
  if (fields.length === 0) return;
  await context.tx.update(machines).set(facts).where(eq(machines.id, context.run.machineId));
  await appendEvent(context, { kind: 'recorded', stepId: context.step.stepId, detail: { fields } });
}

async function recordSettings(context: StepContext, settings: PreparedFinish['settings']): Promise<void> {
  if (settings.length === 0) return;
  const { tx, actor, client, step } = context;
  for (const { key, value } of settings) {
    await tx
      .insert(clientSettings)
      .values({ clientId: client.id, settingKey: key, value, updatedBy: actor.id })
      .onConflictDoUpdate({
        target: [clientSettings.clientId, clientSettings.settingKey],
        set: { value, updatedBy: actor.id, updatedAt: sql`now()` },
      });
  }
  const fields = settings.map(({ key }) => key);
  await appendEvent(context, { kind: 'recorded', stepId: step.stepId, detail: { fields } });
  await refreshFacts(tx, client.id);
}

async function spend({ tx, actor, client, run, step }: StepContext, slotId: string, valueVersion: number) {
  const spent = await tx
    .update(clientCredentials)
    .set({ spentAt: sql`now()` })
    .where(
      and(
        eq(clientCredentials.clientId, client.id),
        eq(clientCredentials.slotId, slotId),
        isNull(clientCredentials.spentAt),
      ),
    )
    .returning({ id: clientCredentials.id });
  if (spent.length === 0) return;
  await appendAuditEvent(tx, actor, {
    action: 'credential.spent',
    clientId: client.id,
    slotId,
    valueVersion,
    runbookId: run.id,
    stepId: step.stepId,
  });
}
