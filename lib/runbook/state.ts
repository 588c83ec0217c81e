import type { EventDetail, RunEvent } from '@/lib/runbook/run-events';
import type { StepState } from '@/lib/runbook/schema';
import { SILENCE_MINUTES } from '@/lib/runbook/silence';
import { stateAfter } from '@/lib/runbook/state-after';

/** What became of one step. */
export interface StepStatus {
  state: StepState;
  /** 0 until somebody acts; each change of state adds one. */
  revision: number;
  /** Who brought it there, when, and why. */
  by: string | null;
  at: Date | null;
  reason: string | null;
  verified: 'matched' | 'confirmed' | null;
  version: string | null;
  /** Whether the last pasted output fitted; null after an undo and before any. */
  check: { matched: boolean; version: string | null; by: string; at: Date } | null;
  notes: { text: string; by: string; at: Date; addendum: boolean }[];
}

export interface RunStatus {
  steps: ReadonlyMap<string, StepStatus>;
  lastAt: Date | null;
  lastBy: string | null;
}

const untouched: StepStatus = {
  state: 'todo',
  revision: 0,
  by: null,
  at: null,
  reason: null,
  verified: null,
  version: null,
  check: null,
  notes: [],
};

/** A step that nobody has to come back to. */
export function isSettled(state: StepState): boolean {
  return state === 'done' || state === 'skipped' || state === 'waived';
}

/** Reads the log from its beginning, in order, and says where every step stands. */
export function foldRun(events: readonly RunEvent[]): RunStatus {
  const steps = new Map<string, StepStatus>();
  for (const event of events) {
    if (event.stepId === null) continue;
    steps.set(event.stepId, applyEvent(steps.get(event.stepId) ?? untouched, event));
  }
  const last = events.at(-1);
  return { steps, lastAt: last?.at ?? null, lastBy: last?.actorId ?? null };
}

/** Where a step stands; one that the log does not mention is to do. */
export function statusOf(run: RunStatus, stepId: string): StepStatus {
  return run.steps.get(stepId) ?? untouched;
}

function applyEvent(before: StepStatus, event: RunEvent): StepStatus {
  const noted = withNote(before, event);
  const check = checkAfter(noted, event);
  const state = stateAfter(event);
  if (state === null || event.revision === null) return { ...noted, check };
  return {
    ...noted,
    check,
    state,
    revision: event.revision,
    by: event.actorId,
    at: event.at,
    reason: event.reason,
    ...provenBy(state, event.detail),
  };
}

function withNote(before: StepStatus, event: RunEvent): StepStatus {
  const addendum = event.kind === 'addendum';
  if ((event.kind !== 'noted' && !addendum) || event.reason === null) return before;
  const note = { text: event.reason, by: event.actorId, at: event.at, addendum };
  return { ...before, notes: [...before.notes, note] };
}

function checkAfter(before: StepStatus, event: RunEvent): StepStatus['check'] {
  if (event.kind === 'undone' && event.revision !== null) return null;
  if (event.kind !== 'checked') return before.check;
  const { matched, version } = event.detail;
  return { matched: matched === true, version: version ?? null, by: event.actorId, at: event.at };
}

function provenBy(state: StepState, detail: EventDetail): Pick<StepStatus, 'verified' | 'version'> {
  if (state !== 'done') return { verified: null, version: null };
  return { verified: detail.verified ?? 'confirmed', version: detail.version ?? null };
}

/** Minutes that somebody was at it: the time between acts, without the gaps in which nothing happened. */
export function activeMinutes(moments: readonly Date[], now: Date | null): number {
  const all = now === null ? moments : [...moments, now];
  let millis = 0;
  for (const [index, moment] of all.entries()) {
    const gap = moment.getTime() - (all[index - 1] ?? moment).getTime();
    if (gap > 0 && gap < SILENCE_MINUTES * 60_000) millis += gap;
  }
  return millis / 60_000;
}

/**
 * Whether a visit is a resumption: the run was silent, or this person on this device has not been in the present
 * stretch of work yet.
 */
export function isResumption(
  events: readonly RunEvent[],
  visitor: { actorId: string; sessionId: string | undefined },
  now: Date,
): boolean {
  const last = events.at(-1);
  if (last === undefined) return false;
  if (isSilence(last.at, now)) return true;
  for (let at = events.length - 1; at >= 0; at -= 1) {
    const event = events[at];
    if (event === undefined) break;
    const arrived = event.kind === 'started' || event.kind === 'resumed';
    if (arrived && event.actorId === visitor.actorId && event.detail.sessionId === visitor.sessionId)
      return false;
    const earlier = events[at - 1];
    if (earlier !== undefined && isSilence(earlier.at, event.at)) break;
  }
  return true;
}

function isSilence(from: Date, to: Date): boolean {
  return to.getTime() - from.getTime() >= SILENCE_MINUTES * 60_000;
}
