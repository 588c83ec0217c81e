import { conditionsHold, resolveSettings } from '@/lib/catalogue/conditions';
import type { Catalogue, SettingValues } from '@/lib/catalogue/schema';

/** A component that others of the same choice cannot do without, and that is not chosen. */
export interface MissingRequirement {
  componentId: string;
  /** "Tailscale needs Homebrew, Git and Node." */
  needs: string;
  /** What is wrong, then what to do: "Tailscale needs Homebrew, Git and Node. Tick it, or leave Tailscale out." */
  message: string;
}

const names = new Intl.ListFormat('en-GB', { type: 'conjunction' });

/**
 * The components that a choice lacks under these answers, in catalogue order, each with those that need it; empty when
 * it can work.
 */
export function missingRequirements(
  catalogue: Catalogue,
  componentIds: readonly string[],
  settings: SettingValues,
): MissingRequirement[] {
  const { facts } = resolveSettings(catalogue, componentIds, settings);
  const chosen = catalogue.components
    .filter(({ id }) => componentIds.includes(id))
    .map(({ name, requires, requiresWhen }) => ({
      name,
      needed: [
        ...(requires ?? []),
        ...(requiresWhen ?? [])
          .filter(({ when }) => conditionsHold(when, facts))
          .map(({ component }) => component),
      ],
    }));
  return catalogue.components
    .filter(({ id }) => !componentIds.includes(id))
    .flatMap(({ id, name }) => {
      const needing = chosen.filter(({ needed }) => needed.includes(id)).map((component) => component.name);
      if (needing.length === 0) return [];
      const [verb, those] = needing.length === 1 ? ['needs', needing[0]] : ['need', 'them'];
      const needs = `${names.format(needing)} ${verb} ${name}.`;
      return [{ componentId: id, needs, message: `${needs} Tick it, or leave ${those} out.` }];
    });
}
