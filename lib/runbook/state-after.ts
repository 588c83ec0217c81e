import type { EventDetail, RunEvent } from '@/lib/runbook/run-events';
import type { StepState } from '@/lib/runbook/schema';

/** The state a step is in after an event, or null when the event leaves it alone. */
export function stateAfter(
  event: Pick<RunEvent, 'kind' | 'revision'> & { detail: Pick<EventDetail, 'matched'> },
): StepState | null {
  if (event.revision === null) return null;
  switch (event.kind) {
    case 'claimed':
    case 'done':
    case 'failed':
    case 'blocked':
    case 'skipped':
    case 'waived':
      return event.kind;
    case 'released':
    case 'undone':
      return 'todo';
    case 'checked':
      return event.detail.matched === false ? 'failed' : 'todo';
    default:
      return null;
  }
}
