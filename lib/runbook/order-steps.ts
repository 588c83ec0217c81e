import { phases } from '@/lib/catalogue/phases';
import type { StepInScope } from '@/lib/catalogue/scope';

/**
 * The order of execution: phase by phase, inside a phase in catalogue order, and never a step before one it
 * depends on. `steps` come in catalogue order with dependencies cut to steps in scope. Throws on a circle.
 */
export function orderSteps(steps: readonly StepInScope[]): StepInScope[] {
  const rank = (step: StepInScope) => phases.indexOf(step.phase);
  const waiting = steps
    .map((step, index) => ({ step, index }))
    .sort((a, b) => rank(a.step) - rank(b.step) || a.index - b.index)
    .map(({ step }) => step);
  const placed = new Set<string>();
  const ordered: StepInScope[] = [];
  while (waiting.length > 0) {
    const at = waiting.findIndex((step) => (step.dependsOn ?? []).every((id) => placed.has(id)));
    if (at === -1) throw new Error(`The steps depend on each other in a circle: ${waiting[0]?.id}`);
    for (const step of waiting.splice(at, 1)) {
      placed.add(step.id);
      ordered.push(step);
    }
  }
  return ordered;
}
