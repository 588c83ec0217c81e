import 'server-only';
import { and, eq, isNull } from 'drizzle-orm';
import { v7 as uuidV7 } from 'uuid';
import type { Actor } from '@/lib/auth/actor';
import { storeCredential } from '@/lib/clients/store-credential';
import { database } from '@/lib/db/database';
import { runbooks } from '@/lib/db/schema/runbook';
import type { DemoClient } from '@/lib/demo/clients';
import { writePlayedResults } from '@/lib/demo/past-runs';
import { demoValue } from '@/lib/demo/values';
import { checkOutput } from '@/lib/runbook/check-output';
import { claimStep } from '@/lib/runbook/claim-step';
import { copySecret } from '@/lib/runbook/copy-secret';
import { finishStep } from '@/lib/runbook/finish-step';
import { markInstalled } from '@/lib/runbook/mark-installed';
import { noteStep } from '@/lib/runbook/note-step';
import { placeSlot } from '@/lib/runbook/place-slot';
import { readRun } from '@/lib/runbook/queries';
import type { CaptureField, SlotView, StepView } from '@/lib/runbook/run-view';
import { startMirrorRun } from '@/lib/runbook/start-mirror-run';

interface Visit {
  actor: Actor;
  demo: DemoClient;
  clientId: string;
  runbookId: string;
  /** Slots that are on the machine by now, or stored during this visit. */
  settled: Set<string>;
}

/** Works a share (0 to 1) of the client's run, step by step, as a consultant on site would. */
export async function playRun(actor: Actor, clientId: string, demo: DemoClient): Promise<void> {
  const { id: runbookId } = await runOf(clientId);
  // Read once: nobody else is at work, so every step is at its first revision when its turn comes.
  const { steps } = await readRun(actor, runbookId);
  const visit: Visit = { actor, demo, clientId, runbookId, settled: new Set() };
  const until = Math.round(steps.length * (demo.run ?? 0));
  for (const step of steps.slice(0, until)) await workStep(visit, step);
  const next = steps[until];
  if (next === undefined) {
    await writePlayedResults(runbookId);
    await markInstalled(actor, { runbookId, actId: uuidV7() });
    return;
  }
  await claimStep(actor, actOn(runbookId, next));
  await noteStep(actor, {
    ...actOn(runbookId, next),
    note: 'Waiting for the router restart before this one.',
  });
}

/** Begins what undoes the client's machine, and works a share of it. */
export async function playMirrorRun(actor: Actor, clientId: string, demo: DemoClient): Promise<void> {
  if (demo.mirror === undefined) return;
  const { kind, share } = demo.mirror;
  const { machineId } = await runOf(clientId);
  const runbookId = await startMirrorRun(actor, { clientId, machineId, kind });
  const { steps } = await readRun(actor, runbookId);
  for (const step of steps.slice(0, Math.round(steps.length * share))) {
    await finishStep(actor, actOn(runbookId, step));
  }
}

async function runOf(clientId: string): Promise<{ id: string; machineId: string }> {
  const [run] = await database()
    .select({ id: runbooks.id, machineId: runbooks.machineId })
    .from(runbooks)
    .where(and(eq(runbooks.clientId, clientId), isNull(runbooks.supersededAt)));
  if (run === undefined) throw new Error('the client has no runbook');
  return run;
}

const actOn = (runbookId: string, step: Pick<StepView, 'stepId' | 'revision'>) => ({
  runbookId,
  stepId: step.stepId,
  revision: step.revision,
  actId: uuidV7(),
});

async function workStep(visit: Visit, step: StepView): Promise<void> {
  for (const slot of step.slots) await fillSlot(visit, step, slot);
  const { actor, runbookId, demo } = visit;
  const output = step.fields.length === 0 ? outputOf(step) : null;
  if (output !== null) {
    const outcome = await checkOutput(actor, { ...actOn(runbookId, step), output });
    if (outcome.matched && outcome.finished) return;
  }
  const answers = Object.fromEntries(step.fields.map((field) => [field.name, fieldAnswer(field, demo)]));
  await finishStep(actor, { ...actOn(runbookId, step), answers });
}

/** What a step asks of a slot: a tick, a sign-in, a copy, or a value that comes to exist now. */
async function fillSlot(visit: Visit, step: StepView, slot: SlotView): Promise<void> {
  const { actor, runbookId, demo, settled } = visit;
  const place = { runbookId, stepId: step.stepId, slotId: slot.slotId };
  const isNew = !settled.has(slot.slotId);
  settled.add(slot.slotId);
  if (slot.tag === 'client-supplied') {
    const signedInAs = slot.secretClass === 'device_sign_in' ? `assistant@${demo.slug}.example` : '';
    if (isNew) await placeSlot(actor, { ...actOn(runbookId, step), slotId: slot.slotId, signedInAs });
    return;
  }
  if (slot.stored !== null) {
    if (isNew) await copySecret(actor, { ...place, form: 'value' });
    return;
  }
  const value = isNew ? demoValue({ id: slot.slotId }) : null;
  if (value === null) return;
  await storeCredential(actor, { ...place, clientId: visit.clientId, value, source: 'captured' });
}

/** Output that fits the step's expectation, where it can be told from the expectation alone. */
function outputOf({ content, slots }: StepView): string | null {
  const { match } = content.expect;
  if (match === undefined || match.kind === 'regex' || match.kind === 'json-path') return null;
  if (match.kind !== 'slot-length') return match.value;
  const length = slots.find((slot) => slot.slotId === match.slot)?.stored?.characters;
  return length == null ? null : String(length);
}

const MACHINE: Readonly<Record<string, (demo: DemoClient) => string>> = {
  'machine.model': () => 'Mac16,10',
  'machine.chip': () => 'Apple M4',
  'machine.serial': (demo) => demo.serial,
  'machine.macosBuild': () => '26.1 (25B78)',
  'machine.macAddress': () => '5c:e9:1e:40:27:b3',
  'machine.hostname': (demo) => `${demo.slug}-mini-01`,
  'machine.tailscaleName': (demo) => `${demo.slug}-mini-01`,
  'machine.tailscaleIp': () => '100.84.20.17',
  'updates-gatekeeper.owner': () => 'Tom Okafor',
  version: () => '2.1.14',
};

function fieldAnswer(field: CaptureField, demo: DemoClient): string {
  const known = MACHINE[field.name.replace(/^setting\./, '')]?.(demo);
  if (known !== undefined) return known;
  if (field.value !== '') return field.value;
  if (field.kind === 'date') return '2027-01-15';
  return field.choices[0]?.value ?? (field.optional ? '' : 'as agreed on site');
}
