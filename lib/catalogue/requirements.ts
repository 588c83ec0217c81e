import type { Catalogue } from '@/lib/catalogue/schema';

/** A component that others of the same choice cannot do without, and that is not chosen. */
export interface MissingRequirement {
  componentId: string;
  /** What is wrong, then what to do: "Tailscale needs Homebrew, Git and Node. Tick it, or leave Tailscale out." */
  message: string;
}

const names = new Intl.ListFormat('en-GB', { type: 'conjunction' });

/** The components that a choice lacks, in catalogue order, each with those that need it; empty when it can work. */
export function missingRequirements(
  catalogue: Catalogue,
  componentIds: readonly string[],
): MissingRequirement[] {
  return catalogue.components
    .filter(({ id }) => !componentIds.includes(id))
    .flatMap(({ id, name }) => {
      const needing = catalogue.components
        .filter((component) => componentIds.includes(component.id) && component.requires?.includes(id))
        .map((component) => component.name);
      if (needing.length === 0) return [];
      const [verb, those] = needing.length === 1 ? ['needs', needing[0]] : ['need', 'them'];
      const message = `${names.format(needing)} ${verb} ${name}. Tick it, or leave ${those} out.`;
      return [{ componentId: id, message }];
    });
}
