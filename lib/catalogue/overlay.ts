import { findProblems } from '@/lib/catalogue/check';
import { type Catalogue, type Component, componentSchema } from '@/lib/catalogue/schema';

/** What is in force for a component beside the shipped one: its newest published change. */
export interface LaidComponent {
  componentId: string;
  /** As it was stored; null for "the shipped one". */
  definition: unknown;
}

/** A published change that does not fit the shipped catalogue any more, with a sentence for each reason. */
export interface SetAside {
  componentId: string;
  problems: readonly string[];
}

/**
 * The shipped catalogue with what admins published laid over it. A release may take away what a change rests on: such
 * a change is set aside, the shipped component is in force, and the board starts. `shipped` is sound.
 */
export function overlayCatalogue(
  shipped: Catalogue,
  changes: readonly LaidComponent[],
): { catalogue: Catalogue; setAside: SetAside[] } {
  const setAside: SetAside[] = [];
  const fitting: Component[] = [];
  for (const { componentId, definition } of changes) {
    if (definition === null) continue;
    const parsed = componentSchema.safeParse(definition);
    if (!shipped.components.some(({ id }) => id === componentId)) {
      setAside.push({ componentId, problems: ['The catalogue has no such component any more.'] });
    } else if (!parsed.success || parsed.data.id !== componentId) {
      setAside.push({
        componentId,
        problems: parsed.error?.issues.map(issueWords) ?? ['It has another id.'],
      });
    } else fitting.push(parsed.data);
  }
  const all = layOver(shipped, fitting);
  const problems = fitting.length === 0 ? [] : findProblems(all);
  if (problems.length === 0) return { catalogue: all, setAside };
  const { catalogue, left } = layOneByOne(shipped, fitting);
  return { catalogue, setAside: [...setAside, ...left] };
}

/** The catalogue with components in the place of those of the same id. */
export function layOver(catalogue: Catalogue, changed: readonly Component[]): Catalogue {
  const byId = new Map(changed.map((component) => [component.id, component]));
  return {
    ...catalogue,
    components: catalogue.components
      .map((component) => byId.get(component.id) ?? component)
      .sort((one, other) => one.number - other.number),
  };
}

/** As many of the changes as fit together, tried again until none of the rest fits. */
function layOneByOne(shipped: Catalogue, changed: readonly Component[]) {
  let catalogue = shipped;
  let left = changed.map((component) => ({ component, problems: [] as string[] }));
  for (;;) {
    const before = left.length;
    left = left.flatMap(({ component }) => {
      const candidate = layOver(catalogue, [component]);
      const problems = findProblems(candidate);
      if (problems.length > 0) return [{ component, problems }];
      catalogue = candidate;
      return [];
    });
    if (left.length === before || left.length === 0) {
      return {
        catalogue,
        left: left.map(({ component, problems }) => ({ componentId: component.id, problems })),
      };
    }
  }
}

/** What is wrong with a component's shape: the place in it, then the schema's words. */
function issueWords({ path, message }: { path: readonly PropertyKey[]; message: string }): string {
  return path.length === 0 ? message : `${path.map(String).join('.')}: ${message}`;
}
