/** Who holds a value, as it is drawn: the tag, and the two classes that get a face of their own. */
export type Custody = 'our-managed' | 'client-supplied' | 'on-device' | 'infrastructure';

/** The face of a slot. Both words are as they are stored; the class decides before the tag. */
export function custodyOf(slot: { tag: string; secretClass: string }): Custody {
  if (slot.secretClass === 'device_sign_in') return 'on-device';
  if (slot.secretClass === 'infrastructure') return 'infrastructure';
  return slot.tag === 'our-managed' ? 'our-managed' : 'client-supplied';
}
