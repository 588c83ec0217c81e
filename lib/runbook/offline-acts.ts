import type { LiveStep } from '@/lib/runbook/live-run';

/** The acts that can wait on a device for the network. Whatever touches a secret or closes the run cannot. */
export const WAITABLE = ['claim', 'release', 'finish', 'hold', 'undo', 'note'] as const;
export type Waitable = (typeof WAITABLE)[number];

/** One act as it lies on the device: ids, and words that the person typed for everybody to read. */
export interface WaitingAct {
  kind: Waitable;
  /** Its own id for good: sent again after a lost answer, it is still the same act. */
  actId: string;
  runbookId: string;
  stepId: string;
  /** The revision of the step that it was done on. */
  revision: number;
  /** A reason, a note, an answer: what the form held beside the ids. */
  fields: Record<string, string>;
  /** When it was done by the device's clock; an ISO text. */
  doneAt: string;
  /** Why the board did not take it, in its words; such an act waits for the person. */
  refusal?: string;
}

/** Ids, and how far the page had read when it was sent: that is another place by the time it is sent again. */
const NO_WORDS = new Set(['runbookId', 'stepId', 'actId', 'revision', 'after']);

/** Makes one from a form's fields. Only text goes along: what is a file cannot wait. */
export function waitingAct(
  kind: Waitable,
  form: Iterable<[string, unknown]>,
  actId: string,
  doneAt: Date,
): WaitingAct {
  const all = new Map(
    [...form].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
  const fields = Object.fromEntries(
    [...all].filter(([name]) => !NO_WORDS.has(name) && !name.startsWith('$ACTION')),
  );
  return {
    kind,
    actId,
    runbookId: all.get('runbookId') ?? '',
    stepId: all.get('stepId') ?? '',
    revision: Number(all.get('revision') ?? 0),
    fields,
    doneAt: doneAt.toISOString(),
  };
}

/** The fields of the form that would have been sent, with when it was done. */
export function sentFields(act: WaitingAct): Record<string, string> {
  const { runbookId, stepId, actId, revision, doneAt, fields } = act;
  return { ...fields, runbookId, stepId, actId, revision: String(revision), doneAt };
}

/** Whether a refused act stands in another one's way. A note stands beside the step's state: it neither does nor minds. */
function hinders(refused: WaitingAct, act: WaitingAct): boolean {
  if (refused.actId === act.actId) return true;
  if (refused.kind === 'note' || act.kind === 'note') return false;
  return refused.runbookId === act.runbookId && refused.stepId === act.stepId;
}

/** Adds one at the end; one that waits already does not wait twice. */
export function withAct(acts: readonly WaitingAct[], act: WaitingAct): WaitingAct[] {
  return acts.some(({ actId }) => actId === act.actId) ? [...acts] : [...acts, act];
}

export function withoutAct(acts: readonly WaitingAct[], actId: string): WaitingAct[] {
  return acts.filter((act) => act.actId !== actId);
}

export function withRefusal(acts: readonly WaitingAct[], actId: string, refusal: string): WaitingAct[] {
  return acts.map((act) => (act.actId === actId ? { ...act, refusal } : act));
}

/** Those that a refusal does not hold up: it stops what comes later on its own step, and nothing else. */
export function unhindered(acts: readonly WaitingAct[]): WaitingAct[] {
  const refused = acts.filter(({ refusal }) => refusal !== undefined);
  return acts.filter((act) => !refused.some((other) => hinders(other, act)));
}

/** Which one to send now: the oldest that nothing holds up. */
export function nextToSend(acts: readonly WaitingAct[]): WaitingAct | null {
  return unhindered(acts)[0] ?? null;
}

/** Lets go of a refused act and of what was to follow it on its step: what the others did stands. */
export function keepTheirs(acts: readonly WaitingAct[], refused: WaitingAct): WaitingAct[] {
  return acts.filter((act) => !hinders(refused, act));
}

/**
 * Does a refused act again, and what was to follow it, on the step as it is now: opens the step first where somebody
 * settled it, takes it over first where somebody is on it. `newId` makes the id of that first act.
 */
export function doMineAgain(
  acts: readonly WaitingAct[],
  refused: WaitingAct,
  step: Pick<LiveStep, 'state' | 'revision' | 'mine'>,
  newId: () => string,
): WaitingAct[] {
  const own = keptFrom(acts, refused).map(({ refusal: _, ...act }) => act);
  const first = clearedWay(refused.kind, step);
  const chain = first === null ? own : [{ ...refused, kind: first, actId: newId(), fields: {} }, ...own];
  let { revision } = step;
  const rebased = chain.map(({ refusal: _, ...act }: WaitingAct) => {
    const now = { ...act, revision };
    if (act.kind !== 'note') revision += 1;
    return now;
  });
  return [...keepTheirs(acts, refused), ...rebased];
}

const keptFrom = (acts: readonly WaitingAct[], refused: WaitingAct) =>
  acts.filter((act) => hinders(refused, act));

const OPENS: readonly Waitable[] = ['undo', 'note'];

function clearedWay(kind: Waitable, { state, mine }: Pick<LiveStep, 'state' | 'mine'>): Waitable | null {
  if (OPENS.includes(kind)) return null;
  if (state === 'done' || state === 'skipped' || state === 'waived') return 'undo';
  return state === 'claimed' && !mine && kind !== 'claim' ? 'claim' : null;
}
