import { maximumInputLength, occursIn } from '@/lib/catalogue/regular-expression';
import type { Catalogue } from '@/lib/catalogue/schema';
import { type Suspicion, secretShape } from '@/lib/catalogue/secret-shapes';
import { slotPatterns } from '@/lib/catalogue/slot-patterns';

/**
 * Whether a text typed where no secret belongs (a reference, a note, pasted output) looks like one: a value that
 * fits a slot of the catalogue given, a known prefix, a private key, a signed token, credentials in an address, a long
 * random string. References, ids of 1Password, UUIDs, e-mail and plain web addresses do not.
 */
export function looksLikeSecret(input: string, catalogue: Pick<Catalogue, 'components'>): Suspicion | null {
  for (let from = 0; from === 0 || from + OVERLAP < input.length; from += maximumInputLength - OVERLAP) {
    const suspicion = suspicionOf(input.slice(from, from + maximumInputLength), catalogue);
    if (suspicion !== null) return suspicion;
  }
  return null;
}

/** A long text is looked at in parts that share this much, so that what gives a secret away is whole in one of them. */
const OVERLAP = 4_096;

function suspicionOf(text: string, catalogue: Pick<Catalogue, 'components'>): Suspicion | null {
  const slot = slotPatterns(catalogue).find(({ pattern }) => occursIn(pattern, text));
  return slot ? { says: slot.says } : secretShape(text);
}
