import { type LiveBase, type LiveLine, type LiveStep, lineOf } from '@/lib/runbook/live-run';
import type { RunChange } from '@/lib/runbook/run-change';
import type { RunView, StepView } from '@/lib/runbook/run-view';

const LINES = 12;

/** What the browser needs of a run to follow it. `secrets` is what was done with its secrets last, oldest first. */
export function liveBase(run: RunView, viewerId: string, secrets: readonly RunChange[]): LiveBase {
  const positions = new Map(run.steps.map((step) => [step.stepId, step]));
  const log = run.timeline.slice(0, LINES).map(
    ({ seq, by, at, doneAt, words, stepId, position }): LiveLine => ({
      key: `log-${seq}`,
      by,
      at,
      doneAt,
      words,
      stepId,
      position,
    }),
  );
  const lines = [...log, ...secrets.map((change) => lineOf(change, positions))]
    .toSorted((one, other) => other.at.getTime() - one.at.getTime())
    .slice(0, LINES);
  return {
    viewerId,
    cursor: { log: run.timeline[0]?.seq ?? 0, secrets: secrets.at(-1)?.seq ?? 0 },
    steps: run.steps.map(liveStep),
    lines,
    last: run.last,
  };
}

function liveStep(step: StepView): LiveStep {
  const { stepId, position, phase, required, content, state, revision, deed, byId, mine, reason } = step;
  return {
    stepId,
    position,
    phase,
    required,
    content: { title: content.title, dependsOn: content.dependsOn },
    state,
    revision,
    deed,
    byId,
    mine,
    reason,
    notes: step.notes,
    waitsFor: step.waitsFor,
    carriedFrom: step.carriedFrom,
    mismatched: step.check?.matched === false,
    deep: step.slots.length > 0 || step.fields.length > 0,
  };
}
