import type { ActionResult } from '@/lib/action-state';
import { secretShape } from '@/lib/catalogue/secret-shapes';
import type { FieldErrors } from '@/lib/errors';
import type { LiveStep } from '@/lib/runbook/live-run';
import { machineFieldOf, machineFieldProblem } from '@/lib/runbook/machine-facts';
import type { WaitingAct } from '@/lib/runbook/offline-acts';

type Refusal = Extract<ActionResult<never>, { status: 'invalid' | 'failed' }>;

const MAX_CHARACTERS = 500;
const MAX_NOTE_CHARACTERS = 2000;

/**
 * Why an act must not wait on this device; null when it may. What looks like a secret is not written there, and what
 * the board would certainly refuse is refused while the person is still at the step. The board checks all of it again.
 */
export function offlineRefusal(
  act: WaitingAct,
  step: Pick<LiveStep, 'waitsFor' | 'mismatched'> | undefined,
): Refusal | null {
  const errors: FieldErrors = {};
  for (const [name, text] of Object.entries(act.fields)) {
    const wrong = name === 'hold' ? null : (wrongText(name, text) ?? wrongFact(act, name, text));
    if (wrong !== null) errors[name] = [wrong];
  }
  const missing = missingText(act, step);
  if (missing !== null) errors[missing[0]] ??= [missing[1]];
  if (Object.keys(errors).length > 0) return { status: 'invalid', fieldErrors: errors };
  const first = act.kind === 'finish' ? (step?.waitsFor ?? []) : [];
  if (first.length === 0) return null;
  const open = first.map(({ position, title }) => `${position} “${title}”`).join(' and ');
  const verb = first.length === 1 ? 'comes first and is' : 'come first and are';
  return { status: 'failed', code: 'conflict', message: `Not done yet: step ${open} ${verb} still open.` };
}

function wrongText(name: string, text: string): string | null {
  const max = name === 'note' ? MAX_NOTE_CHARACTERS : MAX_CHARACTERS;
  if (text.trim().length > max) return `Keep it under ${max} characters.`;
  const suspicion = secretShape(text);
  if (suspicion === null) return null;
  return `That contains something that looks like ${suspicion.says}. Nothing was kept. Take it out first.`;
}

/** A fact of the machine that the board would not take: an hour later nobody is at the machine to read it. */
function wrongFact({ kind }: WaitingAct, name: string, text: string): string | null {
  const field = kind === 'finish' ? machineFieldOf(name) : null;
  return field === null ? null : machineFieldProblem(field, text.trim());
}

function missingText(
  { kind, fields }: WaitingAct,
  step: Pick<LiveStep, 'mismatched'> | undefined,
): [string, string] | null {
  if (kind === 'note' && !fields.note?.trim()) return ['note', 'Write the note first.'];
  if (fields.reason?.trim()) return null;
  if (kind === 'hold') return ['reason', 'Give the reason: the next person needs it.'];
  if (kind !== 'finish' || step?.mismatched !== true) return null;
  return ['reason', 'The last output did not match. Say why the step counts as done all the same.'];
}
