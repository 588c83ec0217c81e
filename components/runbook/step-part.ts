import type { StepView } from '@/lib/runbook/run-view';
import type { RunActions } from './run-actions';

/** What every part of a step gets. */
export interface StepPartProps {
  step: StepView;
  runbookId: string;
  actions: RunActions;
  /** Whether this person may work here, and the run takes acts. */
  working: boolean;
  /** Whether the run takes no acts any more, or not as it is. */
  over: boolean;
}
