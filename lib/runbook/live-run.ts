import {
  type OutlineStep,
  openDependencies,
  openRequired,
  progressOf,
  type RunProgress,
} from '@/lib/runbook/progress';
import { type Cursor, isNewTo, type RunChange } from '@/lib/runbook/run-change';
import type { Deed, StepView, TimelineEntry } from '@/lib/runbook/run-view';
import { stateAfter } from '@/lib/runbook/state-after';

/** A step as far as others can change it while the page is open. */
export interface LiveStep extends OutlineStep, Pick<StepView, LiveField> {
  /** Its last output did not match. */
  mismatched: boolean;
  /** Something on the page depends on the step that only the server can tell: its slots, its answers. */
  deep: boolean;
}
type LiveField =
  | 'state'
  | 'revision'
  | 'deed'
  | 'byId'
  | 'mine'
  | 'reason'
  | 'notes'
  | 'waitsFor'
  | 'carriedFrom';

export interface LiveLine
  extends Pick<TimelineEntry, 'by' | 'at' | 'doneAt' | 'words' | 'stepId' | 'position'> {
  key: string;
}

/** What the page was made from; every change that came later goes on top. */
export interface LiveBase {
  viewerId: string;
  cursor: Cursor;
  steps: LiveStep[];
  /** Newest first, and not all of it. */
  lines: LiveLine[];
  last: Deed | null;
}

export interface LiveRun {
  steps: readonly LiveStep[];
  step: ReadonlyMap<string, LiveStep>;
  progress: RunProgress;
  openRequired: OutlineStep[];
  lines: LiveLine[];
  last: Deed | null;
  /** Something the page shows can only be told by the server, or something was missed: read the page again. */
  outOfDate: boolean;
}

/** Adds what came in, in any order and any number of times: each change once, each log in its own order. */
export function mergeChanges(known: readonly RunChange[], incoming: readonly RunChange[]): RunChange[] {
  const all = [...new Map([...known, ...incoming].map((change) => [keyOf(change), change])).values()];
  const of = (source: RunChange['source']) =>
    all.filter((change) => change.source === source).toSorted((one, other) => one.seq - other.seq);
  const secrets = of('secrets');
  const merged = of('log').flatMap((change) => {
    const later = secrets.findIndex(({ at }) => at > change.at);
    return [...secrets.splice(0, later === -1 ? secrets.length : later), change];
  });
  return [...merged, ...secrets];
}

/** The run as it is now: what the page was made from, and what came since. Changes that the page knows are left out. */
export function liveRun(base: LiveBase, changes: readonly RunChange[]): LiveRun {
  const fresh = changes.filter((change) => isNewTo(base.cursor, change));
  const steps = new Map(base.steps.map((step) => [step.stepId, step]));
  let outOfDate = false;
  for (const change of fresh) {
    const before = change.stepId === null ? undefined : steps.get(change.stepId);
    outOfDate ||= needsServer(change, before);
    if (before === undefined) continue;
    steps.set(before.stepId, knownAfter(before, change, base.viewerId));
  }
  const outline = base.steps.map((step) => steps.get(step.stepId) ?? step);
  const progress = progressOf(outline, { steps });
  const live = fresh.length === 0 ? outline : outline.map((step) => withWaits(step, outline, steps));
  return {
    steps: live,
    step: new Map(live.map((step) => [step.stepId, step])),
    progress,
    openRequired: openRequired(outline, { steps }),
    lines: [...fresh.map((change) => lineOf(change, steps)).toReversed(), ...base.lines],
    last: lastDeed(fresh) ?? base.last,
    outOfDate,
  };
}

/**
 * What came of a step by a change, once worked out: a step that is as it was stays the same object, so that a page
 * draws only what is new.
 */
const outcomes = new WeakMap<LiveStep, WeakMap<RunChange, LiveStep>>();

function knownAfter(before: LiveStep, change: RunChange, viewerId: string): LiveStep {
  const known = outcomes.get(before) ?? new WeakMap<RunChange, LiveStep>();
  outcomes.set(before, known);
  const after = known.get(change) ?? stepAfter(before, change, viewerId);
  known.set(change, after);
  return after;
}

function stepAfter(before: LiveStep, change: RunChange, viewerId: string): LiveStep {
  const deed = { by: change.by, at: new Date(change.at) };
  const addendum = change.kind === 'addendum';
  if (change.kind === 'noted' || addendum) {
    return change.text === null
      ? before
      : { ...before, notes: [...before.notes, { ...deed, text: change.text, addendum }] };
  }
  const step = { ...before, mismatched: mismatchedAfter(before, change) };
  const state = stateOf(change);
  if (state === null || change.revision === null) return step;
  const { byId, text: reason, revision } = change;
  return { ...step, state, revision, deed, byId, mine: byId === viewerId, reason, carriedFrom: undefined };
}

function stateOf({ kind, revision, matched }: RunChange) {
  if (kind === 'copied' || kind === 'stored') return null;
  return stateAfter({ kind, revision, detail: matched === null ? {} : { matched } });
}

function mismatchedAfter(before: LiveStep, { kind, matched, revision }: RunChange): boolean {
  if (kind === 'checked') return matched === false;
  return kind === 'undone' && revision !== null ? false : before.mismatched;
}

/** What only the server can tell after a change; and whether one before it never arrived. */
function needsServer({ kind, revision }: RunChange, before: LiveStep | undefined): boolean {
  if (before === undefined) return kind !== 'resumed';
  if (revision !== null && revision > before.revision + 1) return true;
  switch (kind) {
    case 'claimed':
    case 'released':
    case 'noted':
    case 'addendum':
    case 'copied':
      return false;
    case 'placed':
    case 'recorded':
    case 'stored':
    case 'evidence-added':
    case 'evidence-removed':
      return true;
    default:
      return before.deep;
  }
}

/** The same for what a step waits for, which other steps change. */
const waits = new WeakMap<LiveStep, LiveStep>();

function withWaits(
  step: LiveStep,
  outline: readonly LiveStep[],
  steps: ReadonlyMap<string, LiveStep>,
): LiveStep {
  const open = openDependencies(step, outline, { steps });
  const known = [step, waits.get(step)].find((one) => one !== undefined && waitsForJust(one, open));
  if (known !== undefined) return known;
  const waitsFor = open.map(({ stepId, position, content }) => ({ stepId, position, title: content.title }));
  const made = { ...step, waitsFor };
  waits.set(step, made);
  return made;
}

function waitsForJust({ waitsFor }: LiveStep, open: readonly OutlineStep[]): boolean {
  return waitsFor.length === open.length && waitsFor.every(({ stepId }, at) => stepId === open[at]?.stepId);
}

/** A change as a line of the timeline. */
export function lineOf(
  change: RunChange,
  steps: ReadonlyMap<string, Pick<OutlineStep, 'position'>>,
): LiveLine {
  const { by, at, doneAt, words, stepId } = change;
  const position = stepId === null ? null : (steps.get(stepId)?.position ?? null);
  const device = doneAt === undefined ? {} : { doneAt: new Date(doneAt) };
  return { key: keyOf(change), by, at: new Date(at), ...device, words, stepId, position };
}

function lastDeed(changes: readonly RunChange[]): Deed | null {
  const last = changes.findLast(({ source }) => source === 'log');
  return last === undefined ? null : { by: last.by, at: new Date(last.at) };
}

function keyOf({ source, seq }: Pick<RunChange, 'source' | 'seq'>): string {
  return `${source}-${seq}`;
}
