import type { ComposedStep } from '@/lib/runbook/schema';
import { type RunStatus, type StepStatus, statusOf } from '@/lib/runbook/state';

export interface InstalledRow {
  componentId: string;
  version: string;
  verifiedHow: string;
  verifiedBy: string;
}

/** What runs on the machine after a run, a row for each component of which at least one step was done. */
export function installedState(
  steps: readonly ComposedStep[],
  status: RunStatus,
  closedBy: string,
): InstalledRow[] {
  const componentIds = [...new Set(steps.map((step) => step.componentId))];
  return componentIds.flatMap((componentId) => {
    const own = steps.filter((step) => step.componentId === componentId);
    const done = own.map((step) => statusOf(status, step.stepId)).filter(({ state }) => state === 'done');
    if (done.length === 0) return [];
    const waived = own.filter((step) => statusOf(status, step.stepId).state === 'waived').length;
    const last = done.reduce((a, b) => ((b.at ?? 0) > (a.at ?? 0) ? b : a));
    return [
      {
        componentId,
        version: done.findLast(({ version }) => version !== null)?.version ?? 'not noted',
        verifiedHow: verifiedWords(done, waived),
        verifiedBy: last.by ?? closedBy,
      },
    ];
  });
}

/** "3 by output, 1 confirmed": how the steps of a component were verified. */
function verifiedWords(done: readonly StepStatus[], waived: number): string {
  const matched = done.filter(({ verified }) => verified === 'matched').length;
  const counts = [
    { count: matched, word: 'by output' },
    { count: done.length - matched, word: 'confirmed' },
    { count: waived, word: 'waived' },
  ];
  return counts
    .filter(({ count }) => count > 0)
    .map(({ count, word }) => `${count} ${word}`)
    .join(', ');
}
