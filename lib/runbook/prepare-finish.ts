import 'server-only';
import { eq } from 'drizzle-orm';
import { checkSetting } from '@/lib/catalogue/format';
import { looksLikeSecret } from '@/lib/catalogue/looks-like-secret';
import { readCatalogue } from '@/lib/catalogue/queries';
import type { Catalogue, MachineField } from '@/lib/catalogue/schema';
import { holdSlots } from '@/lib/catalogue/slot-locks';
import { clientSettings, machines } from '@/lib/db/schema/clients';
import { AppError, type FieldErrors, invalidInput } from '@/lib/errors';
import { refuseSecretText } from '@/lib/runbook/free-text';
import { machineFieldProblem } from '@/lib/runbook/machine-facts';
import { openDependencies } from '@/lib/runbook/progress';
import type { StepContext } from '@/lib/runbook/run-act';
import { type RunSlot, readRunSlots } from '@/lib/runbook/run-slots';

/** What a person answered when finishing a step: `machine.<field>`, `setting.<key>` and `version`. */
export type FinishAnswers = Readonly<Record<string, string | undefined>>;

export interface PreparedFinish {
  machine: Partial<Record<MachineField, string>>;
  settings: { key: string; value: string }[];
  slots: RunSlot[];
  version: string | null;
}

/** Everything a step needs before it is done, checked without writing. Refuses saying which part is missing. */
export async function prepareFinish(context: StepContext, answers: FinishAnswers): Promise<PreparedFinish> {
  refuseOpenDependencies(context);
  refuseBeforeOffboarding(context);
  const fieldErrors: FieldErrors = {};
  const catalogue = await readCatalogue(context.tx);
  const machine = await machineAnswers(context, catalogue, answers, fieldErrors);
  const settings = await settingAnswers(context, catalogue, answers, fieldErrors);
  const version = versionAnswer(catalogue, answers, fieldErrors);
  if (Object.keys(fieldErrors).length > 0) throw invalidInput(fieldErrors);
  return { machine, settings, slots: await capturedSlots(context), version };
}

function refuseOpenDependencies(context: StepContext): void {
  const open = openDependencies(context.step, context.steps, context.status).map(
    (step) => `${step.position} “${step.content.title}”`,
  );
  if (open.length === 0) return;
  const verb = open.length === 1 ? 'comes first and is' : 'come first and are';
  throw new AppError('conflict', `Not done yet: step ${open.join(' and ')} ${verb} still open.`);
}

function refuseBeforeOffboarding({ client, step }: StepContext): void {
  if (step.content.offboards !== true || client.offboardedAt !== null) return;
  throw new AppError('conflict', 'Not done yet: offboard the client first, on its Offboarding page.');
}

async function machineAnswers(
  context: StepContext,
  catalogue: Catalogue,
  answers: FinishAnswers,
  errors: FieldErrors,
) {
  const wanted = context.step.content.captures.flatMap((capture) =>
    capture.kind === 'machine-field' ? [capture.field] : [],
  );
  const facts: Partial<Record<MachineField, string>> = {};
  if (wanted.length === 0) return facts;
  const [record] = await context.tx.select().from(machines).where(eq(machines.id, context.run.machineId));
  for (const field of wanted) {
    const answer = answers[`machine.${field}`]?.trim() ?? '';
    refuseSecretText(catalogue, answer, `machine.${field}`);
    const value = answer || record?.[field] || '';
    const problem = machineFieldProblem(field, value);
    if (problem === null) facts[field] = value;
    else errors[`machine.${field}`] = [problem];
  }
  return facts;
}

async function settingAnswers(
  context: StepContext,
  catalogue: Catalogue,
  answers: FinishAnswers,
  errors: FieldErrors,
) {
  const keys = context.step.content.captures.flatMap((capture) =>
    capture.kind === 'setting' ? [capture.key] : [],
  );
  if (keys.length === 0) return [];
  const known = await context.tx
    .select()
    .from(clientSettings)
    .where(eq(clientSettings.clientId, context.client.id));
  const settings = catalogue.components.flatMap((component) => component.settings);
  return keys.flatMap((key) => {
    const setting = settings.find((candidate) => candidate.key === key);
    if (setting === undefined) return [];
    const before = known.find((row) => row.settingKey === key)?.value;
    const value = answers[`setting.${key}`]?.trim() || before || '';
    if (value === '' && setting.required) errors[`setting.${key}`] = [`Answer this: ${setting.label}`];
    if (value === '') return [];
    const check = checkSetting(setting, value);
    if (!check.ok && check.strength === 'firm') errors[`setting.${key}`] = [check.message];
    refuseSecretText(catalogue, value, `setting.${key}`);
    return [{ key, value }];
  });
}

const VERSION = /^[0-9A-Za-z][0-9A-Za-z ._+()-]{0,59}$/;
const COMMIT = /^[0-9a-f]{7,40}$/;

function versionAnswer(catalogue: Catalogue, answers: FinishAnswers, errors: FieldErrors): string | null {
  const version = answers.version?.trim() ?? '';
  if (version === '') return null;
  if (!VERSION.test(version) || (!COMMIT.test(version) && looksLikeSecret(version, catalogue) !== null)) {
    errors.version = ['Enter the version alone, as the command printed it, such as 2.1.14.'];
  }
  return version;
}

/** The slots that this step puts on the machine. Ours have to be stored by now, the client's ticked. */
async function capturedSlots(context: StepContext): Promise<RunSlot[]> {
  const ids = context.step.content.captures.flatMap((capture) =>
    capture.kind === 'slot' ? [capture.slot] : [],
  );
  // Held before they are read: what the step puts on the machine is noted for slots that stay. One that left is passed over.
  await holdSlots(context.tx, ids);
  const slots = [...(await readRunSlots(context.tx, context.run, [context.step])).values()].filter(
    ({ slot }) => ids.includes(slot.id),
  );
  for (const { slot, stored, placement } of slots) {
    if (!slot.required) continue;
    if (slot.tag === 'our-managed' && stored === null) {
      throw new AppError('conflict', `Not done yet: there is no value for ${slot.key}. Store it first.`);
    }
    if (slot.tag === 'client-supplied' && placement === null) {
      const act = slot.class === 'device_sign_in' ? 'note whom it is signed in as' : 'tick “Mark pasted”';
      throw new AppError('conflict', `Not done yet: ${act} for the ${slot.name} first.`);
    }
  }
  return slots;
}
