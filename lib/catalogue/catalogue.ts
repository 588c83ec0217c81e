import { components } from '@/lib/catalogue/components';
import type { Catalogue, Component } from '@/lib/catalogue/schema';
import { packages } from '@/lib/catalogue/tiers';

/** The catalogue as it ships with the product. At run time it is read from the database. */
export const shippedCatalogue: Catalogue = { components: [...components], packages: [...packages] };

/** A component as this release ships it; null where it ships none of that id. */
export function shippedComponent(
  componentId: string,
  shipped: Catalogue = shippedCatalogue,
): Component | null {
  return shipped.components.find(({ id }) => id === componentId) ?? null;
}
