import type { StepDrift } from '@/lib/runbook/drift';
import type { ComposedStep } from '@/lib/runbook/schema';
import { isSettled, type StepStatus } from '@/lib/runbook/state';

/** What an upgrade does to a step that somebody has touched. */
export interface StepFate {
  stepId: string;
  fate: 'kept' | 'reopened' | 'gone';
  /** Why it opens again, or what its people have to read anew; null when nothing of it changed. */
  reason: string | null;
}

/**
 * What an upgrade does to each touched step of the old runbook and to those that come back. Finished steps stay
 * finished, unless what they did is not what is to be done now; a check of an old expectation proves nothing either.
 * `number` is that of the new runbook.
 */
export function upgradePlan(
  before: readonly Pick<ComposedStep, 'stepId'>[],
  drift: readonly StepDrift[],
  statuses: ReadonlyMap<string, StepStatus>,
  number: number,
): StepFate[] {
  const changes = new Map(drift.map((change) => [change.stepId, change]));
  const known = new Set([...before, ...drift].map(({ stepId }) => stepId));
  return [...statuses]
    .filter(([stepId, status]) => known.has(stepId) && isTouched(status))
    .map(([stepId, status]) => ({ stepId, ...fateOf(changes.get(stepId), status, number) }));
}

function isTouched({ state, check }: StepStatus): boolean {
  return state !== 'todo' || check !== null;
}

function fateOf(change: StepDrift | undefined, status: StepStatus, number: number): Omit<StepFate, 'stepId'> {
  if (change === undefined) return { fate: 'kept', reason: null };
  if (change.kind === 'removed') return { fate: 'gone', reason: null };
  const reason = reasonOf(change, status, number);
  const proven = isSettled(status.state) || status.state === 'failed' || status.check !== null;
  return { fate: reason !== null && proven ? 'reopened' : 'kept', reason };
}

const PART_WORDS = {
  where: 'where it is done',
  command: 'the command',
  expectation: 'what is expected',
  records: 'what is noted down',
} as const;

function reasonOf(change: StepDrift, status: StepStatus, number: number): string | null {
  if (change.kind === 'added') return `it was taken out before v${number}`;
  if (change.redo) {
    const words = change.parts.flatMap(({ part }) => (part in PART_WORDS ? [part] : []));
    const named = words.map((part) => PART_WORDS[part as keyof typeof PART_WORDS]);
    const list = named.length < 2 ? named.join('') : `${named.slice(0, -1).join(', ')} and ${named.at(-1)}`;
    return `${list} changed in v${number}`;
  }
  return change.requiredNow && status.state === 'skipped' ? `it is required from v${number} on` : null;
}
