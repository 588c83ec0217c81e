import { hkdfSync, type KeyObject } from 'node:crypto';
import { type Purpose, SALT_BYTES } from '@/lib/vault/context';
import { lengthPrefixed } from '@/lib/vault/length-prefix';

export const KEY_BYTES = 32;

/** Whose key, and for what. Two scopes that differ anywhere have keys that say nothing about one another. */
export interface KeyScope {
  purpose: Purpose | 'audit-mac' | 'value-mark';
  ownerId: string;
  salt: Uint8Array;
}

/** HKDF with SHA-256 (RFC 5869), extract and expand in one. `length` in bytes, at most 255 × 32. */
export function hkdfSha256(inputKey: KeyObject, salt: Uint8Array, info: Uint8Array, length: number): Buffer {
  return Buffer.from(hkdfSync('sha256', inputKey, salt, info, length));
}

/**
 * Derives the scope's 32-byte key from a master key, lends it to `use`, and overwrites it before returning,
 * whatever happened. Lending instead of returning is what makes forgetting to overwrite it impossible.
 * Throws a TypeError for a salt that is not 32 bytes.
 */
export function withDerivedKey<T>(masterKey: KeyObject, scope: KeyScope, use: (key: Buffer) => T): T {
  // HMAC pads a short key with zeros, so salts of unequal length could collide. One length leaves no room for it,
  // and refuses the empty salt that a purged owner's row would give.
  if (scope.salt.length !== SALT_BYTES)
    throw new TypeError(`A key is derived with a salt of ${SALT_BYTES} bytes.`);
  // No purpose is the beginning of another, so the part before the length needs none of its own.
  const info = Buffer.concat([
    Buffer.from(`jed-board/v1/${scope.purpose}`, 'utf8'),
    lengthPrefixed(scope.ownerId),
  ]);
  const key = hkdfSha256(masterKey, scope.salt, info, KEY_BYTES);
  try {
    return use(key);
  } finally {
    key.fill(0);
  }
}
