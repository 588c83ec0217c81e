import { NONCE_BYTES, type Sealed, TAG_BYTES } from '@/lib/vault/cipher';
import { VaultError } from '@/lib/vault/errors';
import { uint32 } from '@/lib/vault/length-prefix';
import { MAX_SECRET_BYTES } from '@/lib/vault/secret-value';

// version(1) = 1 | keyVersion(4, big endian) | nonce(12) | ciphertext(n ≥ 0) | tag(16)
const VERSION = 1;
const KEY_VERSION_AT = 1;
const NONCE_AT = 5;
const CIPHERTEXT_AT = NONCE_AT + NONCE_BYTES;

export interface ParsedEnvelope {
  keyVersion: number;
  sealed: Sealed;
}

/** The bytes to store. `keyVersion` is a whole number from 1 to 2^32 - 1. */
export function packEnvelope(keyVersion: number, sealed: Sealed): Buffer {
  return Buffer.concat([Buffer.of(VERSION), uint32(keyVersion), sealed.nonce, sealed.ciphertext, sealed.tag]);
}

/**
 * Takes an envelope apart. Lengths and version are judged before anything is derived or decrypted, so that bytes
 * which were never an envelope cost nothing and reach no cipher. Anything unfit is a VaultError.
 */
export function parseEnvelope(envelope: Uint8Array): ParsedEnvelope {
  if (!(envelope instanceof Uint8Array)) throw new VaultError();
  const ciphertextBytes = envelope.length - CIPHERTEXT_AT - TAG_BYTES;
  if (ciphertextBytes < 0 || ciphertextBytes > MAX_SECRET_BYTES) throw new VaultError();
  const bytes = Buffer.from(envelope.buffer, envelope.byteOffset, envelope.length);
  if (bytes[0] !== VERSION) throw new VaultError();
  const keyVersion = bytes.readUInt32BE(KEY_VERSION_AT);
  if (keyVersion === 0) throw new VaultError();
  const tagAt = bytes.length - TAG_BYTES;
  return {
    keyVersion,
    sealed: {
      nonce: bytes.subarray(NONCE_AT, CIPHERTEXT_AT),
      ciphertext: bytes.subarray(CIPHERTEXT_AT, tagAt),
      tag: bytes.subarray(tagAt),
    },
  };
}

/**
 * The master key version an envelope says it was made with, read without opening it: for the row's own column and
 * for finding what a rotation still has to do. Nothing vouches for it until the envelope opens.
 */
export function envelopeKeyVersion(envelope: Uint8Array): number {
  return parseEnvelope(envelope).keyVersion;
}
