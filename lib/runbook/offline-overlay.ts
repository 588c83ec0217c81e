import { type LiveRun, liveRun } from '@/lib/runbook/live-run';
import { unhindered, type WaitingAct } from '@/lib/runbook/offline-acts';
import type { RunChange } from '@/lib/runbook/run-change';
import type { RunEventKind } from '@/lib/runbook/run-events';

/** After everything that a server counts. */
const FIRST_SEQ = Number.MAX_SAFE_INTEGER - 1_000_000;

/** The run as it will be once the acts that wait have arrived; one that arrived already changes nothing. */
export function withWaiting(run: LiveRun, viewerId: string, waiting: readonly WaitingAct[]): LiveRun {
  const ahead = unhindered(waiting).filter((act) => isAhead(run, act));
  if (ahead.length === 0) return run;
  const cursor = { log: 0, secrets: 0 };
  const base = { viewerId, cursor, steps: [...run.steps], lines: run.lines, last: run.last };
  const laid = liveRun(
    base,
    ahead.map((act, index) => expected(act, viewerId, FIRST_SEQ + index)),
  );
  return { ...laid, outOfDate: run.outOfDate };
}

function isAhead({ step }: LiveRun, act: WaitingAct): boolean {
  const now = step.get(act.stepId);
  return now !== undefined && (act.kind === 'note' || now.revision <= act.revision);
}

const DEEDS: Readonly<Record<Exclude<WaitingAct['kind'], 'hold'>, [RunEventKind, string]>> = {
  claim: ['claimed', 'took the step'],
  release: ['released', 'let go of the step'],
  finish: ['done', 'marked it done'],
  undo: ['undone', 'opened it again'],
  note: ['noted', 'noted something'],
};

function expected(act: WaitingAct, viewerId: string, seq: number): RunChange {
  const [kind, words] = act.kind === 'hold' ? heldAs(act.fields.hold) : DEEDS[act.kind];
  return {
    source: 'log',
    seq,
    kind,
    stepId: act.stepId,
    revision: act.kind === 'note' ? null : act.revision + 1,
    by: 'You',
    byId: viewerId,
    at: act.doneAt,
    words: `${words} (waits for the network)`,
    text: act.fields.note ?? (act.fields.reason || null),
    matched: null,
  };
}

function heldAs(hold: string | undefined): [RunEventKind, string] {
  if (hold === 'skipped' || hold === 'waived') return [hold, `${hold} it`];
  return hold === 'failed' ? ['failed', 'marked it failed'] : ['blocked', 'marked it blocked'];
}
