import type { RunView, StepView } from '@/lib/runbook/run-view';

/** A component with what the run put on the machine of it. */
export interface InstalledLine {
  componentName: string;
  version: string;
  verifiedHow: string;
  verifiedBy: string;
}

/** What a report says beyond the run itself. */
export interface ReportView {
  run: RunView;
  /** Minutes worked, by step id. */
  stepMinutes: ReadonlyMap<string, number>;
  workedMinutes: number;
  people: { id: string; name: string; steps: number; workedMinutes: number }[];
  installed: InstalledLine[];
  waived: StepView[];
}
