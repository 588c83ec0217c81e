import 'server-only';
import type { Actor } from '@/lib/auth/actor';
import type { MachineField } from '@/lib/catalogue/schema';
import { AppError } from '@/lib/errors';
import { machineFactsIn } from '@/lib/runbook/machine-facts';
import { type FinishAnswers, type PreparedFinish, prepareFinish } from '@/lib/runbook/prepare-finish';
import { refuseSecretsIn } from '@/lib/runbook/refuse-secrets-in';
import { actOnStep, appendEvent, refuseWhenOthers, type StepContext } from '@/lib/runbook/run-act';
import { readRunSlots } from '@/lib/runbook/run-slots';
import { type CheckOutcome, outputSchema } from '@/lib/runbook/schema';
import { isSettled } from '@/lib/runbook/state';
import { type LengthDemand, outputLines, type Verification, verifyOutput } from '@/lib/runbook/verify';
import { recordMachine, writeFinish } from '@/lib/runbook/write-finish';
import { parseInput } from '@/lib/validate';

/**
 * Compares pasted output with the step's expectation and keeps the result, never the text. A match finishes the
 * step when nothing else is missing; a mismatch marks it failed, and what depends on it waits.
 */
export async function checkOutput(actor: Actor, input: unknown): Promise<CheckOutcome> {
  const act = parseInput(outputSchema, input);
  await refuseSecretsIn(actor, act, { output: act.output });
  return actOnStep(
    actor,
    act,
    async (context): Promise<CheckOutcome> => {
      await refuseWhenOthers(context);
      const result = await verify(context, act.output);
      return result.matched ? keepMatch(context, act.output, result.version) : keepMismatch(context, result);
    },
    (): CheckOutcome => ({ matched: true, finished: false, open: 'This output was checked already.' }),
  );
}

async function verify(context: StepContext, output: string): Promise<Verification> {
  const { match } = context.step.content.expect;
  if (match === undefined) {
    throw new AppError('invalid', 'This step has no output to compare. Look, and confirm it with Done.');
  }
  return verifyOutput(match, output, { commands: commandsOf(context), length: await lengthDemand(context) });
}

function commandsOf({ step }: StepContext): string[] {
  return step.content.actions.flatMap((action) => (action.kind === 'command' ? [action.command] : []));
}

async function lengthDemand({ tx, run, step }: StepContext): Promise<LengthDemand> {
  const { match } = step.content.expect;
  if (match?.kind !== 'slot-length') return 'any';
  const found = (await readRunSlots(tx, run, [step])).get(match.slot);
  const length = found?.slot.tag === 'our-managed' ? found.stored?.characters : found?.slot.format?.length;
  return length === undefined ? 'any' : { exactly: length };
}

async function keepMismatch(
  context: StepContext,
  { difference, comparison }: Extract<Verification, { matched: false }>,
): Promise<CheckOutcome> {
  await appendEvent(context, {
    kind: 'checked',
    stepId: context.step.stepId,
    actId: context.act.actId,
    revision: context.current.revision + 1,
    reason: 'The pasted output did not match.',
    detail: { matched: false },
  });
  return { matched: false, difference, comparison };
}

async function keepMatch(
  context: StepContext,
  output: string,
  version: string | null,
): Promise<CheckOutcome> {
  const { current, step, act } = context;
  const settled = isSettled(current.state);
  const reopens = current.state === 'failed' || current.state === 'blocked';
  await appendEvent(context, {
    kind: 'checked',
    stepId: step.stepId,
    actId: act.actId,
    ...(reopens ? { revision: current.revision + 1 } : {}),
    detail: { matched: true, ...(version === null ? {} : { version }) },
  });
  if (settled) return { matched: true, finished: true };
  const facts = factsIn(context, output);
  const ready = await finishable(context, answersFrom(facts, context, version));
  if (typeof ready === 'string') {
    await recordMachine(context, facts);
    return { matched: true, finished: false, open: ready };
  }
  await writeFinish(context, ready);
  await appendEvent(context, {
    kind: 'done',
    stepId: step.stepId,
    revision: current.revision + (reopens ? 2 : 1),
    detail: { verified: 'matched', ...(ready.version === null ? {} : { version: ready.version }) },
  });
  return { matched: true, finished: true };
}

function factsIn({ step, ...context }: StepContext, output: string): Partial<Record<MachineField, string>> {
  const wanted = step.content.captures.flatMap((capture) =>
    capture.kind === 'machine-field' ? [capture.field] : [],
  );
  return machineFactsIn(outputLines(output, commandsOf({ step, ...context })), wanted);
}

function answersFrom(
  facts: Partial<Record<MachineField, string>>,
  { step }: StepContext,
  version: string | null,
): FinishAnswers {
  const wantsVersion = step.content.captures.some((capture) => capture.kind === 'version');
  return {
    ...Object.fromEntries(Object.entries(facts).map(([field, value]) => [`machine.${field}`, value])),
    ...(wantsVersion && version !== null ? { version } : {}),
  };
}

/** What finishing would write, or the sentence that says what is still missing. Checks only, writes nothing. */
async function finishable(context: StepContext, answers: FinishAnswers): Promise<PreparedFinish | string> {
  try {
    return await prepareFinish(context, answers);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const [first] = Object.values(error.fieldErrors ?? {}).flat();
    return first ?? error.message;
  }
}
