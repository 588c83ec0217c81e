import { createHmac, timingSafeEqual } from 'node:crypto';
import { uint32 } from '@/lib/vault/length-prefix';

const LABEL = 'jed-board/v1/master-key-fingerprint';

/**
 * The check value of a master key: HMAC-SHA256(key, label ‖ version), 32 bytes. It is stored next to the data and
 * tells at the start whether the key that was found is the one the data was encrypted with. It may be known to
 * anyone: to find a random 256-bit key from it takes trying them all. The version is part of it, so the key of
 * one version put in the place of another is noticed as well.
 */
export function masterKeyFingerprint(key: Uint8Array, version: number): Buffer {
  return createHmac('sha256', key).update(LABEL, 'utf8').update(uint32(version)).digest();
}

/** Compares in constant time; a value of another length is simply not equal. */
export function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}
