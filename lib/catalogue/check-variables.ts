import type { Catalogue, Condition, Setting } from '@/lib/catalogue/schema';

/** What brings a value to the machine under the name of an environment variable. */
interface Carrier {
  kind: 'slot' | 'setting';
  id: string;
  variable: string;
  when: readonly Condition[];
}

/**
 * Variables that one client can get from two sides: of two exports the later wins, and the agent works with the wrong
 * value. Whatever excludes each other by its conditions may share one. That slots have keys of their own, whatever their
 * conditions, is told by `referenceProblems`.
 */
export function variableProblems(catalogue: Catalogue): string[] {
  const carriers = carriersOf(catalogue);
  const settings = new Map(
    catalogue.components.flatMap((one) => one.settings.map((each) => [each.key, each])),
  );
  return carriers.flatMap((late, at) =>
    carriers
      .slice(0, at)
      .filter(
        ({ variable, kind }) => variable === late.variable && (kind === 'setting' || late.kind === 'setting'),
      )
      .filter((early) => !excludeEachOther(early.when, late.when, settings))
      .map(
        (early) =>
          `Setting ${late.id} and ${early.kind} ${early.id} both become the environment variable ${late.variable}, and a client can have both. Give the setting another one.`,
      ),
  );
}

/** Slots first: of a slot and a setting it is the setting that can be given another name. */
function carriersOf({ components }: Catalogue): Carrier[] {
  const slots = components.flatMap((component) =>
    component.slots
      // What never reaches a machine meets nothing there; every other key is exported by the line that brings it in.
      .filter(({ level }) => level === 'client')
      .map(({ id, key, when = [] }): Carrier => ({ kind: 'slot', id, variable: key, when })),
  );
  const settings = components.flatMap((component) =>
    component.settings.flatMap(({ key, envName, when = [] }): Carrier[] =>
      envName === undefined ? [] : [{ kind: 'setting', id: key, variable: envName, when }],
    ),
  );
  return [...slots, ...settings];
}

/** Whether no client has both: some question would have to be answered in two ways at once. */
function excludeEachOther(
  one: readonly Condition[],
  other: readonly Condition[],
  settings: ReadonlyMap<string, Setting>,
): boolean {
  const needed = [...answersNeeded(one, settings), ...answersNeeded(other, settings)];
  return needed.some((first) =>
    needed.some(
      (second) => first.setting === second.setting && !first.in.some((value) => second.in.includes(value)),
    ),
  );
}

type Answer = Extract<Condition, { setting: string }>;

/** The answers without which conditions do not hold, those to which a question owes that it is asked included. */
function answersNeeded(when: readonly Condition[], settings: ReadonlyMap<string, Setting>): Answer[] {
  const found: Answer[] = [];
  const open = [...when];
  const seen = new Set<string>();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (!('setting' in next)) continue;
    found.push(next);
    if (!seen.has(next.setting)) open.push(...(settings.get(next.setting)?.when ?? []));
    seen.add(next.setting);
  }
  return found;
}
