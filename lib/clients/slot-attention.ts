import { EXPIRING_WITHIN_DAYS } from '@/lib/clients/board-filter';
import type { RedactedSlot } from '@/lib/clients/schema';

const DAY_MILLIS = 86_400_000;

/** The groups a slot list is narrowed to. `open` is what somebody has to act on. */
export const SLOT_GROUPS = ['open', 'stored', 'client', 'run'] as const;
export type SlotGroup = (typeof SLOT_GROUPS)[number];

/** Whether somebody has to do something about a slot now: it is missing and needed, old, or not on a machine as it is stored. */
export function needsAttention(slot: RedactedSlot, now: Date): boolean {
  if (slot.state === 'missing') return slot.required;
  if (slot.state === 'revoked') return slot.required && slot.revoked?.wanted === true;
  if (slot.state === 'expired' || slot.state === 'due-for-rotation') return true;
  return slot.gaps.length > 0 || expiresSoon(slot, now);
}

function expiresSoon(slot: RedactedSlot, now: Date): boolean {
  if (slot.expiresAt === null || slot.state === 'spent') return false;
  return slot.expiresAt.getTime() - now.getTime() < EXPIRING_WITHIN_DAYS * DAY_MILLIS;
}

/** The slots of a group; null is all of them. */
export function slotsOfGroup<Slot extends RedactedSlot>(
  slots: readonly Slot[],
  group: SlotGroup | null,
  now: Date,
): Slot[] {
  switch (group) {
    case 'open':
      return slots.filter((slot) => needsAttention(slot, now));
    case 'stored':
      return slots.filter((slot) => slot.tag === 'our-managed' && slot.valueVersion !== null);
    case 'client':
      return slots.filter((slot) => slot.tag === 'client-supplied');
    case 'run':
      return slots.filter((slot) => slot.state === 'waiting-for-run');
    case null:
      return [...slots];
  }
}

export function parseSlotGroup(text: string | string[] | undefined): SlotGroup | null {
  return SLOT_GROUPS.find((group) => group === text) ?? null;
}
