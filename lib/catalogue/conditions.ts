import type { Catalogue, Component, Condition, Setting, SettingValues } from '@/lib/catalogue/schema';

/** What conditions are judged by. `settings` holds answers that count, defaults included. */
export interface ConditionFacts {
  componentIds: ReadonlySet<string>;
  settings: SettingValues;
}

/** True when every condition of the list holds. No list always holds. */
export function conditionsHold(conditions: readonly Condition[] | undefined, facts: ConditionFacts): boolean {
  return (conditions ?? []).every((condition) => conditionHolds(condition, facts));
}

function conditionHolds(condition: Condition, facts: ConditionFacts): boolean {
  if ('component' in condition) return facts.componentIds.has(condition.component);
  const answer = facts.settings[condition.setting];
  return answer !== undefined && condition.in.includes(answer);
}

/** Components of the catalogue that are in scope, in catalogue order. Unknown ids are ignored. */
export function pickComponents(catalogue: Catalogue, componentIds: Iterable<string>): Component[] {
  const wanted = new Set(componentIds);
  return catalogue.components.filter((component) => wanted.has(component.id));
}

/**
 * The questions that are asked, and the answers that count: given ones and defaults, without those whose question
 * is not asked. An answer of a branch no longer chosen therefore cannot keep a slot or a step alive.
 */
export function resolveSettings(
  catalogue: Catalogue,
  componentIds: Iterable<string>,
  given: SettingValues,
): { asked: Setting[]; facts: ConditionFacts } {
  const picked = pickComponents(catalogue, componentIds);
  const questions = picked.flatMap((component) => component.settings);
  const ids = new Set(picked.map((component) => component.id));
  let asked = questions.filter((setting) => setting.when === undefined);
  // Each round admits the questions that the answers so far ask for; without cycles, depth bounds the rounds.
  for (let round = 0; round <= questions.length; round += 1) {
    const facts: ConditionFacts = { componentIds: ids, settings: answers(asked, given) };
    const next = questions.filter((setting) => conditionsHold(setting.when, facts));
    if (next.length === asked.length && next.every((setting, at) => setting === asked[at])) {
      return { asked, facts };
    }
    asked = next;
  }
  throw new Error('The conditions of the settings depend on each other in a circle.');
}

function answers(asked: readonly Setting[], given: SettingValues): SettingValues {
  return Object.fromEntries(
    asked.flatMap((setting) => {
      const answer = given[setting.key] || setting.default;
      return answer === undefined ? [] : [[setting.key, answer]];
    }),
  );
}
