import type { MissingItem } from '@/lib/clients/missing';
import type { RedactedSlot } from '@/lib/clients/schema';
import { needsAttention } from '@/lib/clients/slot-attention';
import type { AttentionItem, Touch } from './attention-list';

interface Facts {
  slug: string;
  missing: readonly MissingItem[];
}

/** Slots that are missing or old, then questions without an answer, each with who has to act. */
export function attentionOf(
  client: Facts,
  slots: readonly RedactedSlot[],
  touches: ReadonlyMap<string, Touch>,
  componentNames: ReadonlyMap<string, string>,
  now: Date,
): AttentionItem[] {
  const record = `/clients/${client.slug}`;
  const answers = client.missing.filter((item) => item.kind === 'answer');
  return [
    ...slots
      .filter((slot) => needsAttention(slot, now))
      .map(
        (slot): AttentionItem => ({
          key: slot.slotId,
          name: slot.key,
          componentName: slot.componentName,
          href: `${record}/credentials#${slot.slotId}`,
          waitsFor: slot.tag === 'our-managed' ? 'us' : 'client',
          slot,
          touch: touches.get(slot.slotId) ?? null,
        }),
      ),
    ...answers.map(
      (item): AttentionItem => ({
        key: item.id,
        name: item.name,
        componentName: componentNames.get(item.componentId) ?? item.componentId,
        href: `${record}/components/${item.componentId}`,
        waitsFor: item.waitsFor,
        slot: null,
        touch: null,
      }),
    ),
  ];
}

/** The newest thing done to any of the slots, with the slot's key in its words. */
export function newestTouch(
  slots: readonly RedactedSlot[],
  touches: ReadonlyMap<string, Touch>,
): Touch | null {
  const named = slots.flatMap((slot) => {
    const touch = touches.get(slot.slotId);
    return touch === undefined ? [] : [{ ...touch, words: touch.words.replace(/\bit\b/, slot.key) }];
  });
  return named.reduce<Touch | null>(
    (newest, touch) => (newest === null || touch.at > newest.at ? touch : newest),
    null,
  );
}
