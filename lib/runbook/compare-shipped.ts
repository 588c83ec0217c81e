import 'server-only';
import type { Actor } from '@/lib/auth/actor';
import { authorise } from '@/lib/auth/permissions';
import { shippedCatalogue, shippedComponent } from '@/lib/catalogue/catalogue';
import { publishedComponents } from '@/lib/catalogue/change-rows';
import { diffComponent } from '@/lib/catalogue/component-diff';
import { type Catalogue, type Component, componentSchema } from '@/lib/catalogue/schema';
import { database } from '@/lib/db/database';
import { diffWords } from '@/lib/runbook/diff-words';
import type { ReviewedEntry } from '@/lib/runbook/review-view';

/** Where an edited component differs from what the release ships; null where nothing is edited, or it cannot be read. */
export async function compareWithShipped(
  actor: Actor,
  componentId: string,
  shipped: Catalogue = shippedCatalogue,
): Promise<ReviewedEntry[] | null> {
  authorise(actor, 'catalogue.manage');
  const ours = shippedComponent(componentId, shipped);
  const published = await publishedComponents(database());
  const edited = componentSchema.safeParse(
    published.find((row) => row.componentId === componentId)?.definition,
  );
  return ours === null || !edited.success ? null : differences(ours, edited.data);
}

/** Two texts of a component, part by part and word by word. */
export function differences(before: Component, after: Component): ReviewedEntry[] {
  return diffComponent(before, after).map(({ fields, ...entry }) => ({
    ...entry,
    fields: fields.map(({ before: old, after: fresh, ...field }) => ({
      ...field,
      words: diffWords(old, fresh),
    })),
  }));
}
