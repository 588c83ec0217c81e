/**
 * Signs statements with a key that is neither in the database nor follows from the master key: whoever has both of
 * those can rewrite the audit log, and still cannot sign a checkpoint of it.
 */
export interface StatementSigner {
  /** The place of the key as a noun phrase for a sentence. */
  describe(): string;
  /** SubjectPublicKeyInfo in DER, 44 bytes. Rejects with a SigningKeyError. */
  publicKey(): Promise<Buffer>;
  /** An Ed25519 signature, 64 bytes, over a message of at most 4,096. Rejects with a SigningKeyError. */
  sign(message: Uint8Array): Promise<Buffer>;
  /** Makes the key where the place takes one. Rejects with a SigningKeyError instead of replacing one. */
  create?(): Promise<void>;
}

/**
 * A signing key that cannot be used: `missing` nothing is there, which is the one case in which a new one may be made;
 * `unusable` everything else. The message is one sentence with what mends it.
 */
export class SigningKeyError extends Error {
  readonly code: 'missing' | 'unusable';

  // By name and not by identity: Next builds this module into several bundles (see errors.ts).
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === 'SigningKeyError';
  }

  constructor(code: 'missing' | 'unusable', problem: string, remedy: string) {
    super(`${problem}: ${remedy}.`);
    this.name = 'SigningKeyError';
    this.code = code;
  }
}
