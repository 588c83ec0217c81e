import { type Phase, phases } from '@/lib/catalogue/phases';
import type { ComposedStep, FrozenStep, StepState } from '@/lib/runbook/schema';
import { isSettled } from '@/lib/runbook/state';

/** What progress needs to know of a step. */
export interface OutlineStep extends Pick<ComposedStep, 'stepId' | 'position' | 'phase' | 'required'> {
  content: Pick<FrozenStep, 'title' | 'dependsOn'>;
}

/** Where the steps stand, by id; one that is left out is to do. */
export interface StepStates {
  steps: ReadonlyMap<string, { state: StepState }>;
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
export function progressOf(steps: readonly OutlineStep[], status: StepStates): RunProgress {
  const settled = (step: OutlineStep) => isSettled(stateOf(status, step.stepId));
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
export function openRequired(steps: readonly OutlineStep[], status: StepStates): OutlineStep[] {
  return steps.filter((step) => step.required && !isSettled(stateOf(status, step.stepId)));
}

/** The steps of the run that have to be settled before this one can be. */
export function openDependencies(
  step: OutlineStep,
  steps: readonly OutlineStep[],
  status: StepStates,
): OutlineStep[] {
  return steps.filter(
    (candidate) =>
      step.content.dependsOn.includes(candidate.stepId) && !isSettled(stateOf(status, candidate.stepId)),
  );
}

function isFree(step: OutlineStep, steps: readonly OutlineStep[], status: StepStates): boolean {
  return openDependencies(step, steps, status).length === 0;
}

/** Blocked and failed steps wait for something; the run goes on beside them where it can. */
function isHeld(status: StepStates, stepId: string): boolean {
  const state = stateOf(status, stepId);
  return state === 'blocked' || state === 'failed';
}

function stateOf(status: StepStates, stepId: string): StepState {
  return status.steps.get(stepId)?.state ?? 'todo';
}
