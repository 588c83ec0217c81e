import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { contextProblem, type VaultContext } from '@/lib/vault/context';
import { withDerivedKey } from '@/lib/vault/derive';
import { sameBytes } from '@/lib/vault/fingerprint';
import { type Keyring, masterKey } from '@/lib/vault/keyring';
import { lengthPrefixed, uint64 } from '@/lib/vault/length-prefix';
import { piecesOf } from '@/lib/vault/mark-places';
import type { SecretValue } from '@/lib/vault/secret-value';

/** A stored value as far as a search for it needs to know it. */
export interface MarkedValue {
  /** Where it lives. Its mark says nothing in any other place. */
  context: VaultContext;
  keyVersion: number;
  mark: Uint8Array;
  /** Its length in code points. */
  characters: number;
}

export interface MarkSearch<Value> {
  found: Value | null;
  /** False: not all of the text could be looked at, or not for all values. Treat the text as if it held one. */
  complete: boolean;
}

/** Shorter values get no mark: a search for them would answer guesses, and would find them where they are words. */
const CHARACTERS_AT_LEAST = 8;
/** Some tenths of a second. A log of 100,000 characters, held against a dozen values, has less than half of it. */
const COMPARISONS_AT_MOST = 20_000;

/**
 * The mark by which a value is known again: HMAC-SHA256 of slot, value version and value, 32 bytes, under a key of the
 * owner's for this purpose alone. Null for a value too short to have one. Throws a TypeError for a malformed context.
 */
export function markOf(keyring: Keyring, plaintext: SecretValue, context: VaultContext): Buffer | null {
  if (plaintext.length < CHARACTERS_AT_LEAST) return null;
  const problem = contextProblem(context);
  if (problem !== undefined) throw new TypeError(problem);
  const key = markKey(keyring, keyring.activeVersion, context);
  if (key === undefined) throw new TypeError('The active master key is not in the keyring.');
  return mark(key, context, plaintext.reveal());
}

/**
 * Looks for the values in a text without opening one. Finds a value that stands by itself: between white space, quotes
 * or other signs, or to the end of a line. Does not find it glued to letters or digits, or written in another way
 * (base64, percent signs). Its time is bounded, whatever the text.
 */
export function findMarked<Value extends MarkedValue>(
  keyring: Keyring,
  text: string,
  values: readonly Value[],
): MarkSearch<Value> {
  const keyed = values.map((value) => ({ value, key: markKey(keyring, value.keyVersion, value.context) }));
  const complete = keyed.every(({ key }) => key !== undefined);
  const lengths = new Set(values.map(({ characters }) => characters));
  const pieces = piecesOf(text);
  let comparisons = 0;
  for (const length of lengths) {
    const alike = keyed.filter(({ value }) => value.characters === length);
    for (const piece of pieces(length)) {
      comparisons += alike.length;
      if (comparisons > COMPARISONS_AT_MOST) return { found: null, complete: false };
      const hit = alike.find(
        ({ key, value }) => key !== undefined && sameBytes(mark(key, value.context, piece), value.mark),
      );
      if (hit !== undefined) return { found: hit.value, complete };
    }
  }
  return { found: null, complete };
}

/** Undefined where there is no such key any more, or no salt to derive it with. */
function markKey(keyring: Keyring, keyVersion: number, context: VaultContext): KeyObject | undefined {
  const master = masterKey(keyring, keyVersion);
  if (master === undefined || contextProblem(context) !== undefined) return undefined;
  const { ownerId, salt } = context;
  return withDerivedKey(master, { purpose: 'value-mark', ownerId, salt }, (key) => createSecretKey(key));
}

/** Slot and version are in it, so that marks do not even tell which values are the same. */
function mark(key: KeyObject, { slot, valueVersion }: VaultContext, value: string): Buffer {
  const message = Buffer.concat([lengthPrefixed(slot), uint64(valueVersion), Buffer.from(value, 'utf8')]);
  try {
    return createHmac('sha256', key).update(message).digest();
  } finally {
    message.fill(0);
  }
}
