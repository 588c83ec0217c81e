import { components } from '@/lib/catalogue/components';
import { compilePattern, maximumInputLength, occursIn } from '@/lib/catalogue/regular-expression';
import type { Slot } from '@/lib/catalogue/schema';
import { type Suspicion, secretShape } from '@/lib/catalogue/secret-shapes';

/**
 * Whether a text typed where no secret belongs (a reference, a note, pasted output) looks like one: a value that
 * fits a slot, a known prefix, a private key, a signed token, credentials in an address, a long random string.
 * References, ids of 1Password, UUIDs, e-mail and plain web addresses do not.
 */
export function looksLikeSecret(input: string): Suspicion | null {
  for (let from = 0; from === 0 || from + OVERLAP < input.length; from += maximumInputLength - OVERLAP) {
    const suspicion = suspicionOf(input.slice(from, from + maximumInputLength));
    if (suspicion !== null) return suspicion;
  }
  return null;
}

/** A long text is looked at in parts that share this much, so that what gives a secret away is whole in one of them. */
const OVERLAP = 4_096;

function suspicionOf(text: string): Suspicion | null {
  const slot = slotPatterns().find(({ pattern }) => occursIn(pattern, text));
  return slot ? { says: slot.says } : secretShape(text);
}

let cached: { pattern: ReturnType<typeof compilePattern>; says: string }[] | undefined;

/** Slot formats that begin with letters of their own, searched for anywhere; shapes without any fit too much. */
function slotPatterns() {
  cached ??= components
    .flatMap((component) => component.slots)
    .filter(({ format }) => format && /^\^[A-Za-z0-9_-]{4,}/.test(format.pattern))
    .flatMap((slot) => (slot.format ? [{ pattern: unanchored(slot.format), says: wordsFor(slot) }] : []));
  return cached;
}

function unanchored(format: NonNullable<Slot['format']>) {
  const body = format.pattern.replace(/^\^/, '').replace(/\$$/, '');
  return compilePattern(`(?:^|[^A-Za-z0-9])${body}`, { ignoreCase: format.flags === 'i' });
}

function wordsFor(slot: Slot): string {
  return slot.format?.wants ?? `a value for ${slot.key}`;
}
