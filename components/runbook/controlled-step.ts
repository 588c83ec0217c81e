import type { StepView } from '@/lib/runbook/run-view';
import type { ControlledStep } from './step-controls';

const ACT_IDS = 8;

/** A fresh id for each form of a step; made on the server, with the page. */
export function newActIds(): string[] {
  return Array.from({ length: ACT_IDS }, () => crypto.randomUUID());
}

/** What the browser needs of a step to offer its acts. */
export function controlled(step: StepView): ControlledStep {
  const { stepId, position, required, state, revision, mine, deed, fields } = step;
  return {
    stepId,
    position,
    title: step.content.title,
    required,
    state,
    revision,
    mine,
    deed,
    fields,
    checkable: step.content.expect.match !== undefined,
    mismatched: step.check?.matched === false,
    waits: step.waitsFor.length > 0,
  };
}
