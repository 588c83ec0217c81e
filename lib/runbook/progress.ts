import { type Phase, phases } from '@/lib/catalogue/schema';
import type { ComposedStep, FrozenStep } from '@/lib/runbook/schema';
import { isSettled, type RunStatus, statusOf } from '@/lib/runbook/state';

/** What progress needs to know of a step. */
export interface OutlineStep extends Pick<ComposedStep, 'stepId' | 'position' | 'phase' | 'required'> {
  content: Pick<FrozenStep, 'title' | 'dependsOn'>;
}

export interface PhaseProgress {
  phase: Phase;
  settled: number;
  total: number;
}

export interface RunProgress {
  settled: number;
  total: number;
  phases: PhaseProgress[];
  /** The step to go on with: the first open one whose dependencies are settled; null when nothing is open. */
  currentStepId: string | null;
}

/** How far a run is, phase by phase, and where it goes on. */
export function progressOf(steps: readonly OutlineStep[], status: RunStatus): RunProgress {
  const settled = (step: OutlineStep) => isSettled(statusOf(status, step.stepId).state);
  const open = steps.filter((step) => !settled(step));
  const next =
    open.find((step) => !isHeld(status, step.stepId) && isFree(step, steps, status)) ??
    open.find((step) => isHeld(status, step.stepId)) ??
    open[0];
  return {
    settled: steps.length - open.length,
    total: steps.length,
    currentStepId: next?.stepId ?? null,
    phases: phases.flatMap((phase) => {
      const own = steps.filter((step) => step.phase === phase);
      return own.length === 0 ? [] : [{ phase, settled: own.filter(settled).length, total: own.length }];
    }),
  };
}

/** Required steps that nobody has done and no admin has waived. */
export function openRequired(steps: readonly OutlineStep[], status: RunStatus): OutlineStep[] {
  return steps.filter((step) => step.required && !isSettled(statusOf(status, step.stepId).state));
}

/** The steps of the run that have to be settled before this one can be. */
export function openDependencies(
  step: OutlineStep,
  steps: readonly OutlineStep[],
  status: RunStatus,
): OutlineStep[] {
  return steps.filter(
    (candidate) =>
      step.content.dependsOn.includes(candidate.stepId) &&
      !isSettled(statusOf(status, candidate.stepId).state),
  );
}

function isFree(step: OutlineStep, steps: readonly OutlineStep[], status: RunStatus): boolean {
  return openDependencies(step, steps, status).length === 0;
}

/** Blocked and failed steps wait for something; the run goes on beside them where it can. */
function isHeld(status: RunStatus, stepId: string): boolean {
  const { state } = statusOf(status, stepId);
  return state === 'blocked' || state === 'failed';
}
