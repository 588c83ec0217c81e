import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { hkdfSha256 } from '@/lib/vault/derive';
import { MasterKeyError } from '@/lib/vault/errors';
import { sameBytes } from '@/lib/vault/fingerprint';
import { type Keyring, masterKey } from '@/lib/vault/keyring';

// Fixed, as for the audit MAC: a certificate outlives every salt, and its key must be found again from the master
// key alone. No other derivation has this info: theirs go on with a length and an owner.
const NO_SALT = Buffer.alloc(32);
const INFO = Buffer.from('jed-board/v1/certificate-signing', 'utf8');
const SEED_BYTES = 32;

// An Ed25519 private key in PKCS #8 is this prefix and the 32-byte seed (RFC 8410, section 7 and its example).
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');

/** An Ed25519 signature (RFC 8032) with what is needed to check it. */
export interface SignedStatement {
  /** 64 bytes. */
  signature: Buffer;
  /** The public key, as a SubjectPublicKeyInfo in DER, 44 bytes: what `openssl pkey -pubin` reads. */
  publicKey: Buffer;
  /** The master key version the signing key follows from. */
  keyVersion: number;
}

/**
 * Signs a message, which must be canonical, with the certificate key of a master key version. The same message gives
 * the same signature. Throws a MasterKeyError when that version is not loaded.
 */
export function signStatement(keyring: Keyring, message: Uint8Array, keyVersion: number): SignedStatement {
  const key = signingKey(keyring, keyVersion);
  if (key === undefined) {
    throw new MasterKeyError(
      'unknown-version',
      `Master key ${keyVersion} is not loaded`,
      'put it back from your backup',
    );
  }
  return { signature: sign(null, message, key), publicKey: publicKeyOf(key), keyVersion };
}

/** Whether the signature fits message and public key. It says nothing of whose key that is. */
export function signatureFits(message: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey), format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'ed25519' && verify(null, message, key, signature);
  } catch {
    return false;
  }
}

/** The public certificate key of a master key version, as in a signed statement; undefined when it is not loaded. */
export function certificateKey(keyring: Keyring, keyVersion: number): Buffer | undefined {
  const key = signingKey(keyring, keyVersion);
  return key === undefined ? undefined : publicKeyOf(key);
}

/** Whether a public key is the certificate key of one of the loaded master keys: that it is ours, and not a forger's. */
export function isOwnCertificateKey(keyring: Keyring, publicKey: Uint8Array, keyVersion: number): boolean {
  const own = certificateKey(keyring, keyVersion);
  return own !== undefined && sameBytes(own, publicKey);
}

function signingKey(keyring: Keyring, keyVersion: number): KeyObject | undefined {
  const master = masterKey(keyring, keyVersion);
  if (master === undefined) return undefined;
  const seed = hkdfSha256(master, NO_SALT, INFO, SEED_BYTES);
  const encoded = Buffer.concat([PKCS8_PREFIX, seed]);
  try {
    return createPrivateKey({ key: encoded, format: 'der', type: 'pkcs8' });
  } finally {
    seed.fill(0);
    encoded.fill(0);
  }
}

function publicKeyOf(key: KeyObject): Buffer {
  return createPublicKey(key).export({ format: 'der', type: 'spki' });
}
