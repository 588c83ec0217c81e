import { everNeeded } from '@/lib/catalogue/check-references';
import { phases } from '@/lib/catalogue/phases';
import type { Catalogue, Step } from '@/lib/catalogue/schema';

/** Dependencies exist and never point at a later phase. */
export function orderProblems(catalogue: Catalogue): string[] {
  const steps = allSteps(catalogue);
  const byId = new Map(steps.map((step) => [step.id, step]));
  return steps.flatMap((step) =>
    (step.dependsOn ?? []).flatMap((id) => {
      const target = byId.get(id);
      if (!target) return [`Step ${step.id} waits for ${id}, which does not exist.`];
      return phases.indexOf(target.phase) > phases.indexOf(step.phase)
        ? [`Step ${step.id} waits for ${id}, which comes in a later phase.`]
        : [];
    }),
  );
}

/**
 * Circles among components, among steps, and among the questions' conditions. All dependencies count at once: where the whole graph
 * has no circle, no choice of conditions can make one.
 */
export function cycleProblems(catalogue: Catalogue): string[] {
  const steps = allSteps(catalogue).map(({ id, dependsOn }) => [id, dependsOn ?? []] as const);
  const settings = catalogue.components.flatMap((component) =>
    component.settings.map(
      ({ key, when }) =>
        [key, (when ?? []).flatMap((one) => ('setting' in one ? [one.setting] : []))] as const,
    ),
  );
  const components = catalogue.components.map((component) => [component.id, everNeeded(component)] as const);
  return [
    ...circle(new Map(components)).map((ids) => `Components need each other: ${ids.join(', ')}.`),
    ...circle(new Map(steps)).map((ids) => `Steps wait for each other: ${ids.join(', ')}.`),
    ...circle(new Map(settings)).map((ids) => `Settings depend on each other: ${ids.join(', ')}.`),
  ];
}

/** What is left when everything without open dependencies is taken away, again and again. */
function circle(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  let left = new Map(graph);
  for (;;) {
    const next = new Map([...left].filter(([, targets]) => targets.some((target) => left.has(target))));
    if (next.size === 0) return [];
    if (next.size === left.size) return [[...left.keys()]];
    left = next;
  }
}

function allSteps(catalogue: Catalogue): Step[] {
  return catalogue.components.flatMap(({ steps }) => steps);
}
