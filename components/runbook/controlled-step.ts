import type { StepView } from '@/lib/runbook/run-view';
import type { ControlledStep } from './step-controls';

const ACT_IDS = 8;

/** A fresh id for each form of a step; made on the server, with the page. */
export function newActIds(): string[] {
  return Array.from({ length: ACT_IDS }, () => crypto.randomUUID());
}

/** What the browser needs of a step to offer its acts, beside what is live. */
export function controlled({ stepId, fields, content }: StepView): ControlledStep {
  return { stepId, fields, checkable: content.expect.match !== undefined };
}
