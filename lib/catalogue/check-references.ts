import type { Catalogue, Condition } from '@/lib/catalogue/schema';

/** Ids that occur twice, and conditions on what does not exist. */
export function referenceProblems(catalogue: Catalogue): string[] {
  const { components } = catalogue;
  const all = {
    component: components.map(({ id }) => id),
    'component number': components.map(({ number }) => String(number)),
    setting: components.flatMap(({ settings }) => settings.map(({ key }) => key)),
    slot: components.flatMap(({ slots }) => slots.map(({ id }) => id)),
    'slot key': components.flatMap(({ slots }) => slots.map(({ key }) => key)),
    step: components.flatMap(({ steps }) => steps.map(({ id }) => id)),
  };
  return [
    ...Object.entries(all).flatMap(([kind, ids]) => twice(ids).map((id) => `Two entries for ${kind} ${id}.`)),
    ...components.flatMap((component) =>
      foreignIds(component).map((id) => `${id} is not named after ${component.id}.`),
    ),
    ...components.flatMap((component) =>
      [...component.settings, ...component.slots, ...component.steps].flatMap((entry) =>
        (entry.when ?? []).flatMap((condition) =>
          conditionProblem(
            catalogue,
            'key' in entry && !('id' in entry) ? entry.key : entryId(entry),
            condition,
          ),
        ),
      ),
    ),
    ...components.flatMap(({ id, requiresWhen }) =>
      (requiresWhen ?? []).flatMap(({ component, when }) =>
        when.flatMap((one) => conditionProblem(catalogue, `${id}, which needs ${component},`, one)),
      ),
    ),
    ...components.flatMap((component) => dayProblems(catalogue, component)),
  ];
}

/** What concerns the day of the set-up: a lead time is told in words and in days, and what to bring hangs on real answers. */
function dayProblems(catalogue: Catalogue, component: Catalogue['components'][number]): string[] {
  const { id, leadTime, leadTimeDays, bring } = component;
  const half = (leadTime === undefined) !== (leadTimeDays === undefined);
  return [
    ...(half ? [`Component ${id} tells its lead time by half: it needs the words and the days.`] : []),
    ...twice((bring ?? []).map(({ what }) => what)).map((what) => `Component ${id} brings “${what}” twice.`),
    ...(bring ?? []).flatMap(({ what, when }) =>
      (when ?? []).flatMap((condition) => conditionProblem(catalogue, `${id}, “${what}”,`, condition)),
    ),
  ];
}

function entryId(entry: { id?: string; key?: string }): string {
  return entry.id ?? entry.key ?? '';
}

function foreignIds(component: Catalogue['components'][number]): string[] {
  return [...component.settings.map(({ key }) => key), ...component.slots, ...component.steps]
    .map((entry) => (typeof entry === 'string' ? entry : entry.id))
    .filter((id) => !id.startsWith(`${component.id}.`));
}

/** What a component needs, whatever the answers. */
export function everNeeded({ requires, requiresWhen }: Catalogue['components'][number]): string[] {
  return [...(requires ?? []), ...(requiresWhen ?? []).map(({ component }) => component)];
}

/** Components need what exists, and every tier brings what its own components and those of a pack on it need. */
export function requirementProblems(catalogue: Catalogue): string[] {
  const known = new Set(catalogue.components.map(({ id }) => id));
  const needed = catalogue.components.flatMap((component) =>
    everNeeded(component).map((need) => ({ id: component.id, need })),
  );
  const onTop = catalogue.packages
    .filter(({ kind }) => kind !== 'tier')
    .flatMap(({ components }) => components);
  const tiers = catalogue.packages.filter(({ kind }) => kind === 'tier');
  return [
    ...needed
      .filter(({ need }) => !known.has(need))
      .map(({ id, need }) => `Component ${id} needs ${need}, which does not exist.`),
    ...tiers.flatMap((tier) =>
      needed
        .filter(({ id }) => tier.components.includes(id) || onTop.includes(id))
        .filter(({ need }) => known.has(need) && !tier.components.includes(need))
        .map(({ id, need }) => `Tier ${tier.id} lacks ${need}, which ${id} needs.`),
    ),
  ];
}

/** Packages name existing components, each once. */
export function packageProblems(catalogue: Catalogue): string[] {
  const known = new Set(catalogue.components.map(({ id }) => id));
  return catalogue.packages.flatMap((entry) => [
    ...twice(entry.components).map((id) => `Package ${entry.id} names ${id} twice.`),
    ...entry.components
      .filter((id) => !known.has(id))
      .map((id) => `Package ${entry.id} names ${id}, which does not exist.`),
  ]);
}

function conditionProblem(catalogue: Catalogue, where: string, condition: Condition): string[] {
  if ('component' in condition) {
    return catalogue.components.some(({ id }) => id === condition.component)
      ? []
      : [`${where} depends on component ${condition.component}, which does not exist.`];
  }
  const setting = catalogue.components
    .flatMap(({ settings }) => settings)
    .find(({ key }) => key === condition.setting);
  if (!setting) return [`${where} depends on setting ${condition.setting}, which does not exist.`];
  return condition.in
    .filter((value) => !setting.choices?.some((choice) => choice.value === value))
    .map((value) => `${where} waits for ${condition.setting} = ${value}, which is no choice.`);
}

function twice(ids: readonly string[]): string[] {
  return [...new Set(ids.filter((id, at) => ids.indexOf(id) !== at))];
}
