import { cycleProblems, orderProblems } from '@/lib/catalogue/check-dependencies';
import { packageProblems, referenceProblems, requirementProblems } from '@/lib/catalogue/check-references';
import { stepProblems } from '@/lib/catalogue/check-steps';
import { commandText, settingProblems, slotProblems } from '@/lib/catalogue/check-values';
import { variableProblems } from '@/lib/catalogue/check-variables';
import { type Catalogue, catalogueSchema } from '@/lib/catalogue/schema';

/** The catalogue contradicts itself. `problems` holds one sentence each. */
export class CatalogueError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The catalogue has ${problems.length} problems:\n${problems.join('\n')}`);
    this.name = 'CatalogueError';
    this.problems = problems;
  }
}

/** Throws a CatalogueError that lists everything wrong at once. Run by a test, and before every load. */
export function assertSound(catalogue: Catalogue): void {
  const problems = findProblems(catalogue);
  if (problems.length > 0) throw new CatalogueError(problems);
}

/** Every contradiction in the catalogue, one sentence each; empty when it is sound. */
export function findProblems(catalogue: Catalogue): string[] {
  const shape = catalogueSchema.safeParse(catalogue);
  if (!shape.success) {
    return shape.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  }
  const commands = commandText(catalogue);
  return [
    ...referenceProblems(catalogue),
    ...packageProblems(catalogue),
    ...requirementProblems(catalogue),
    ...catalogue.components.flatMap((component) => [
      ...component.slots.flatMap(slotProblems),
      ...component.settings.flatMap((setting) => settingProblems(commands, setting)),
    ]),
    ...variableProblems(catalogue),
    ...stepProblems(catalogue),
    ...orderProblems(catalogue),
    ...cycleProblems(catalogue),
  ];
}
