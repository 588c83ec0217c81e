import { components } from '@/lib/catalogue/components';
import type { Catalogue } from '@/lib/catalogue/schema';
import { packages } from '@/lib/catalogue/tiers';

/** The catalogue as it ships with the product. At run time it is read from the database. */
export const shippedCatalogue: Catalogue = { components: [...components], packages: [...packages] };
