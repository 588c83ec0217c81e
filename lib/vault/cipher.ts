import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { VaultError } from '@/lib/vault/errors';

// AES-256-GCM, and the only file that touches a cipher. What GCM does not give: it does not hide the length of the
// plaintext; it does not commit to its key (one ciphertext can be made to open under two keys by who knows both);
// and it breaks entirely, authentication included, once a nonce is used twice under one key.

const ALGORITHM = 'aes-256-gcm';
export const NONCE_BYTES = 12;
export const TAG_BYTES = 16;

export interface Sealed {
  nonce: Buffer;
  ciphertext: Buffer;
  tag: Buffer;
}

/**
 * Encrypts under a 32-byte key. The nonce is drawn here and cannot be passed in: a caller that could choose it
 * could repeat it. 96 random bits are safe for 2^32 messages a key (NIST SP 800-38D, 8.3); see usage-limit.ts.
 */
export function seal(key: Uint8Array, plaintext: Uint8Array, associatedData: Uint8Array): Sealed {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(associatedData);
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return { nonce, ciphertext, tag: cipher.getAuthTag() };
}

/** Decrypts what `seal` made under the same key and associated data; anything else is a VaultError. */
export function open(key: Uint8Array, sealed: Sealed, associatedData: Uint8Array): Buffer {
  // Without authTagLength Node takes tags down to 4 bytes, and a forger would need 2^32 tries instead of 2^128.
  const decipher = createDecipheriv(ALGORITHM, key, sealed.nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(associatedData);
  const unverified = decipher.update(sealed.ciphertext);
  try {
    decipher.setAuthTag(sealed.tag);
    decipher.final();
    return unverified;
  } catch {
    // GCM hands out plaintext before it has checked the tag. It must not outlive a failed check.
    unverified.fill(0);
    throw new VaultError();
  }
}
