import { conditionsHold, pickComponents, resolveSettings } from '@/lib/catalogue/conditions';
import type { Catalogue, Setting, SettingValues, Slot, Step } from '@/lib/catalogue/schema';
import { expandExports } from '@/lib/catalogue/wrapper-exports';

/** What the wizard's package questions were answered with. Ids are those of the catalogue. */
export interface PackageSelection {
  tier: string;
  packs?: readonly string[];
  addOns?: readonly string[];
  extra?: readonly string[];
  removed?: readonly string[];
}

export interface ComponentInScope {
  componentId: string;
  /** One sentence: why the client gets it. */
  because: string;
}

/** A step with the component it belongs to. Its actions are ready to be filled in. */
export type StepInScope = Step & { componentId: string };

/** Every run records a machine and its users; other steps rest on both. */
export const indispensableComponents: readonly string[] = ['mac-identity', 'mac-accounts'];

/** The components a selection comes to, in catalogue order, each with its reason. Unknown ids are ignored. */
export function componentsInScope(catalogue: Catalogue, selection: PackageSelection): ComponentInScope[] {
  const chosen = new Set([selection.tier, ...(selection.packs ?? []), ...(selection.addOns ?? [])]);
  const packages = catalogue.packages.filter((candidate) => chosen.has(candidate.id));
  const removed = new Set(selection.removed);
  return catalogue.components.flatMap(({ id, name }) => {
    const source = packages.find((candidate) => candidate.components.includes(id));
    if (indispensableComponents.includes(id)) {
      return [{ componentId: id, because: `${name} is part of every machine.` }];
    }
    if (removed.has(id)) return [];
    if (source) return [{ componentId: id, because: `${name} is in ${packageWords(source)}.` }];
    if (selection.extra?.includes(id)) return [{ componentId: id, because: `${name} was added by hand.` }];
    return [];
  });
}

function packageWords(source: Catalogue['packages'][number]): string {
  const kinds = { tier: 'package', pack: 'pack', 'add-on': 'add-on' } as const;
  return `the ${source.name} ${kinds[source.kind]}`;
}

/** The questions to ask, in catalogue order: those whose own conditions hold. */
export function settingsInScope(
  catalogue: Catalogue,
  componentIds: Iterable<string>,
  settings: SettingValues,
): Setting[] {
  return resolveSettings(catalogue, componentIds, settings).asked;
}

/** The answers that count: given ones and defaults, without those of questions that are not asked. */
export function effectiveSettings(
  catalogue: Catalogue,
  componentIds: Iterable<string>,
  settings: SettingValues,
): SettingValues {
  return resolveSettings(catalogue, componentIds, settings).facts.settings;
}

/** The client's credential slots, in catalogue order. Slots of the organisation are never among them. */
export function slotsInScope(
  catalogue: Catalogue,
  componentIds: Iterable<string>,
  settings: SettingValues,
): Slot[] {
  const ids = [...componentIds];
  const { facts } = resolveSettings(catalogue, ids, settings);
  return pickComponents(catalogue, ids)
    .flatMap((component) => component.slots)
    .filter((slot) => slot.level === 'client' && conditionsHold(slot.when, facts));
}

/** Organisation-level slots of the same components: what a plan or a manifest lists as stripped. */
export function strippedSlots(catalogue: Catalogue, componentIds: Iterable<string>): Slot[] {
  return pickComponents(catalogue, componentIds)
    .flatMap((component) => component.slots)
    .filter((slot) => slot.level === 'organisation');
}

/**
 * The steps of a run in catalogue order, with `dependsOn` cut to steps that are in scope as well. The order of
 * execution is the composer's.
 */
export function stepsInScope(
  catalogue: Catalogue,
  componentIds: Iterable<string>,
  settings: SettingValues,
): StepInScope[] {
  const ids = [...componentIds];
  const { facts, asked } = resolveSettings(catalogue, ids, settings);
  const steps = pickComponents(catalogue, ids).flatMap((component) =>
    component.steps
      .filter((step) => conditionsHold(step.when, facts))
      .map((step) => ({ ...step, componentId: component.id })),
  );
  const present = new Set(steps.map((step) => step.id));
  const exported = {
    slots: slotsInScope(catalogue, ids, settings),
    settings: asked,
    answers: facts.settings,
  };
  return steps.map((step) => ({
    ...step,
    dependsOn: (step.dependsOn ?? []).filter((id) => present.has(id)),
    actions: step.actions.map((action) => expandExports(action, exported)),
  }));
}
