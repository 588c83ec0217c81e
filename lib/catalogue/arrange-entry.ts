import 'server-only';
import type { Actor } from '@/lib/auth/actor';
import { authorise } from '@/lib/auth/permissions';
import { entryOrderSchema } from '@/lib/catalogue/change-schema';
import { changeDraft, refuseStale } from '@/lib/catalogue/draft-rows';
import { type ListedPart, listEntries, withEntries } from '@/lib/catalogue/entries';
import { partHash } from '@/lib/catalogue/hash';
import type { Component } from '@/lib/catalogue/schema';
import { notFound } from '@/lib/errors';
import { parseInput } from '@/lib/validate';

/**
 * Moves a setting, slot or step of the draft by one place, or takes it out. Throws `conflict` naming who changed the
 * order since it was seen.
 */
export async function arrangeEntry(actor: Actor, input: unknown): Promise<void> {
  authorise(actor, 'catalogue.manage');
  const { componentId, part, id, basis, act } = parseInput(entryOrderSchema, input);
  await changeDraft(actor, componentId, async (edited, tx) => {
    if (orderBasis(edited.current, part) !== basis) await refuseStale(tx, actor, edited, componentId);
    const entries = listEntries(edited.current, part);
    const at = entries.findIndex((one) => one.id === id);
    const moved = entries[at];
    if (moved === undefined) throw notFound(part);
    const without = entries.toSpliced(at, 1);
    const to = Math.max(0, act === 'up' ? at - 1 : at + 1);
    const arranged = act === 'remove' ? without : without.toSpliced(to, 0, moved);
    return withEntries(
      edited.current,
      part,
      arranged.map(({ entry }) => entry),
    );
  });
}

/** What the order of a component's parts of one kind was when a page was made. */
export function orderBasis(component: Component, part: ListedPart): string {
  return partHash(listEntries(component, part).map(({ id }) => id));
}
