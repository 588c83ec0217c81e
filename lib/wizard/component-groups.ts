import type { Catalogue, Component } from '@/lib/catalogue/schema';
import { componentsInScope, indispensableComponents } from '@/lib/catalogue/scope';
import { warningsToRead } from '@/lib/wizard/warnings';
import type { WholeDraft } from '@/lib/wizard/whole-draft';

interface Choice {
  id: string;
  name: string;
  summary: string;
  minutes: number;
  leadTime: string | null;
  warning: string | null;
  chosen: boolean;
  fixed: boolean;
}

interface Group {
  title: string;
  hint?: string;
  choices: Choice[];
}

/** What the ticks of the page can say: components of every machine have none. */
export function tickable(componentIds: readonly string[]): string[] {
  return componentIds.filter((id) => !indispensableComponents.includes(id));
}

/** The components as the page lists them: what the package brings, add-ons, and all that is left. */
export function componentGroups(catalogue: Catalogue, whole: WholeDraft): Group[] {
  const included = componentsInScope(catalogue, { tier: whole.tier ?? '', packs: whole.packs });
  const includedIds = included.map((component) => component.componentId);
  const addOnIds = catalogue.packages
    .filter(({ kind }) => kind === 'add-on')
    .flatMap(({ components }) => components);
  const warnings = warningsToRead(catalogue);
  const choices = (wanted: (component: Component) => boolean) =>
    catalogue.components.filter(wanted).map((component) => ({
      id: component.id,
      name: component.name,
      summary: component.summary,
      minutes: component.estimateMinutes,
      leadTime: component.leadTime ?? null,
      warning: warnings.find(({ id }) => id === component.id)?.warning ?? null,
      chosen: whole.componentIds.includes(component.id),
      fixed: indispensableComponents.includes(component.id),
    }));
  const packageNames = [whole.tier ?? '', ...whole.packs].map(
    (id) => catalogue.packages.find((candidate) => candidate.id === id)?.name ?? id,
  );
  const groups: Group[] = [
    {
      title: `In ${packageNames.join(' and ')}`,
      hint: 'Untick what this client does not get.',
      choices: choices(({ id }) => includedIds.includes(id)),
    },
    { title: 'Add-ons', choices: choices(({ id }) => addOnIds.includes(id) && !includedIds.includes(id)) },
    {
      title: 'Everything else',
      hint: 'Not part of this package; add it if it was agreed.',
      choices: choices(({ id }) => !addOnIds.includes(id) && !includedIds.includes(id)),
    },
  ];
  return groups.filter((group) => group.choices.length > 0);
}

/** Tiers or packs as the package page offers them. */
export function packageChoices(catalogue: Catalogue, kind: 'tier' | 'pack') {
  return catalogue.packages
    .filter((candidate) => candidate.kind === kind)
    .map(({ id, name, summary, components }) => ({ id, name, summary, components: components.length }));
}
