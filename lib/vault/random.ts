import { randomBytes, randomUUID } from 'node:crypto';
import { SALT_BYTES } from '@/lib/vault/context';
import { MAX_SECRET_BYTES, SecretValue } from '@/lib/vault/secret-value';

const PRINTABLE_ASCII = /^[\x21-\x7e]{2,}$/;

/** 32 random bytes that make an owner's keys the owner's own. Delete them, and the owner's values never open again. */
export function makeOwnerSalt(): Buffer {
  return randomBytes(SALT_BYTES);
}

/** A random (version 4) uuid as a secret value. */
export function randomUuid(): SecretValue {
  return new SecretValue(randomUUID());
}

/**
 * `length` characters, each drawn from `alphabet` with the same chance and on its own. The alphabet is two or
 * more different printable ASCII characters, the length 1 to 65,536; anything else throws a RangeError.
 */
export function randomCharacters(length: number, alphabet: string): SecretValue {
  if (!Number.isSafeInteger(length) || length < 1 || length > MAX_SECRET_BYTES) {
    throw new RangeError(`A generated value has 1 to ${MAX_SECRET_BYTES} characters.`);
  }
  // A character that stands there twice would come up twice as often.
  if (!PRINTABLE_ASCII.test(alphabet) || new Set(alphabet).size !== alphabet.length) {
    throw new RangeError('An alphabet is two or more different printable ASCII characters.');
  }
  let text = '';
  while (text.length < length) {
    const bytes = randomBytes(length - text.length);
    text += acceptedCharacters(bytes, alphabet);
    bytes.fill(0);
  }
  return new SecretValue(text);
}

/**
 * One character for each byte that is accepted. 256 is seldom a multiple of the alphabet's size, and a plain
 * remainder would favour its first characters; so the bytes above the last whole multiple are thrown away.
 */
export function acceptedCharacters(bytes: Uint8Array, alphabet: string): string {
  const limit = 256 - (256 % alphabet.length);
  let characters = '';
  for (const byte of bytes) {
    if (byte < limit) characters += alphabet.charAt(byte % alphabet.length);
  }
  return characters;
}
