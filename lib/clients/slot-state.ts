import type { Slot } from '@/lib/catalogue/schema';
import type { CustodyFace, SlotState } from '@/lib/clients/schema';

interface SlotFacts {
  value: { expiresAt: Date | null; spentAt: Date | null; valueVersion: number } | undefined;
  reference: object | undefined;
  placement:
    | { valueVersion: number | null; signedInAs: string | null; validUntil: string | null }
    | undefined;
  revoked: object | null;
}

/** The glyph a slot is shown with. */
export function faceOf(slot: Pick<Slot, 'tag' | 'class'>): CustodyFace {
  if (slot.class === 'infrastructure') return 'infrastructure';
  if (slot.class === 'device_sign_in') return 'device';
  return slot.tag;
}

/**
 * The one word for a slot, from facts alone: what was revoked says so, then most urgent first. A rotated value makes an old
 * placement count no more.
 */
export function slotState(slot: Slot, facts: SlotFacts, now: Date): SlotState {
  const { value, reference, placement } = facts;
  if (facts.revoked !== null) return 'revoked';
  if (value?.spentAt != null) return 'spent';
  if (value?.expiresAt != null && value.expiresAt <= now) return 'expired';
  if (placement?.validUntil != null && new Date(placement.validUntil) <= now) return 'expired';
  if (placement?.signedInAs != null) return 'signed-in';
  if (placement !== undefined && (value === undefined || placement.valueVersion === value.valueVersion)) {
    return 'pasted';
  }
  if (value !== undefined) return 'stored';
  if (reference !== undefined) return 'referenced';
  return slot.obtained === 'during-run' || slot.class === 'device_sign_in' ? 'waiting-for-run' : 'missing';
}
