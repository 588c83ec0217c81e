import 'server-only';
import { associatedData } from '@/lib/vault/associated-data';
import { type AuditChain, auditChain } from '@/lib/vault/audit-mac';
import { open, seal } from '@/lib/vault/cipher';
import { contextProblem, type VaultContext } from '@/lib/vault/context';
import { copyIntoWrap, copyMasterKey } from '@/lib/vault/copy-master-key';
import { createMasterKey } from '@/lib/vault/create-master-key';
import { withDerivedKey } from '@/lib/vault/derive';
import { envelopeKeyVersion, packEnvelope, parseEnvelope } from '@/lib/vault/envelope';
import { MasterKeyError, SecretTextError, VaultError } from '@/lib/vault/errors';
import { type Keyring, masterKey, openKeyring } from '@/lib/vault/keyring';
import { envKeyProvider } from '@/lib/vault/providers/env';
import { fileKeyProvider } from '@/lib/vault/providers/file';
import { fileSigner } from '@/lib/vault/providers/file-signer';
import { keychainKeyProvider } from '@/lib/vault/providers/keychain';
import { kmsKeyWrapper } from '@/lib/vault/providers/kms';
import { kmsSigner } from '@/lib/vault/providers/kms-signer';
import { makeOwnerSalt, randomCharacters, randomUuid } from '@/lib/vault/random';
import { MAX_SECRET_BYTES, SecretValue } from '@/lib/vault/secret-value';
import {
  certificateKey,
  isOwnCertificateKey,
  type SignedStatement,
  signatureFits,
  signStatement,
} from '@/lib/vault/signature';
import { SigningKeyError } from '@/lib/vault/statement-signer';
import { type KeyUsageMeter, usageGuard } from '@/lib/vault/usage-limit';
import { findMarked, type MarkedValue, type MarkSearch, markOf } from '@/lib/vault/value-mark';
import { createWrappedMasterKey, wrappedKeyProvider } from '@/lib/vault/wrapped-key';

// The only door: nothing else of this folder may be imported from outside it. What leaves is listed by hand.
export type { Purpose, VaultContext } from '@/lib/vault/context';
export type { Keyring, KeyState } from '@/lib/vault/keyring';
export type { KeyProvider } from '@/lib/vault/providers/key-provider';
export type { SignedStatement } from '@/lib/vault/signature';
export type { StatementSigner } from '@/lib/vault/statement-signer';
export type { KeyUsageMeter } from '@/lib/vault/usage-limit';
export type { MarkedValue } from '@/lib/vault/value-mark';
export type { KeyWrapper } from '@/lib/vault/wrapped-key';
export {
  copyIntoWrap,
  copyMasterKey,
  createMasterKey,
  createWrappedMasterKey,
  envelopeKeyVersion,
  envKeyProvider,
  fileKeyProvider,
  fileSigner,
  keychainKeyProvider,
  kmsKeyWrapper,
  kmsSigner,
  MAX_SECRET_BYTES,
  MasterKeyError,
  makeOwnerSalt,
  openKeyring,
  randomCharacters,
  randomUuid,
  SecretTextError,
  SecretValue,
  SigningKeyError,
  signatureFits,
  VaultError,
  wrappedKeyProvider,
};

/**
 * `encrypt` and `decrypt` are all that another backend would have to replace, which is why they give promises
 * though nothing here waits for a network.
 */
export interface Vault {
  /** The version that new envelopes are made with. */
  readonly activeKeyVersion: number;
  /** Gives the envelope to store. Rejects with a TypeError for a malformed context, a MasterKeyError for a used-up key. */
  encrypt(plaintext: SecretValue, context: VaultContext): Promise<Buffer>;
  /** Opens an envelope in the context it was made for. Anything that does not open is a VaultError. */
  decrypt(envelope: Uint8Array, context: VaultContext): Promise<SecretValue>;
  /** The mark to store beside the envelope, made with the active key; null for a value under 8 characters. */
  mark(plaintext: SecretValue, context: VaultContext): Buffer | null;
  /** Which of the values stands in the text, told by their marks: none is opened. */
  findMarked<Value extends MarkedValue>(text: string, values: readonly Value[]): MarkSearch<Value>;
  /** Makes and checks the MACs of one audit chain. It throws a MasterKeyError for a key version that is not loaded. */
  auditChain(chain: string): AuditChain;
  /** Signs a canonical message with the active certificate key, Ed25519. */
  signStatement(message: Uint8Array): SignedStatement;
  /** The public certificate key of a loaded master key version, to be noted before that version is retired. */
  certificateKey(keyVersion: number): Buffer | undefined;
  /** Whether that public key is the certificate key of a loaded master key version. */
  isOwnCertificateKey(publicKey: Uint8Array, keyVersion: number): boolean;
}

/** The vault over a keyring. `usage` keeps the count of encryptions; without one no key could be known to be fresh. */
export function createVault(keyring: Keyring, usage: KeyUsageMeter): Vault {
  const guard = usageGuard(usage);
  return Object.freeze({
    activeKeyVersion: keyring.activeVersion,
    async encrypt(plaintext: SecretValue, context: VaultContext) {
      // Counted first, and a failed count fails the encryption: an uncounted one could be the one too many.
      await guard(keyring.activeVersion);
      return sealValue(keyring, plaintext, context);
    },
    async decrypt(envelope: Uint8Array, context: VaultContext) {
      return openValue(keyring, envelope, context);
    },
    mark: (plaintext: SecretValue, context: VaultContext) => markOf(keyring, plaintext, context),
    findMarked: <Value extends MarkedValue>(text: string, values: readonly Value[]) =>
      findMarked(keyring, text, values),
    auditChain: (chain: string) => auditChain(keyring, chain),
    signStatement: (message: Uint8Array) => signStatement(keyring, message, keyring.activeVersion),
    certificateKey: (keyVersion: number) => certificateKey(keyring, keyVersion),
    isOwnCertificateKey: (publicKey: Uint8Array, keyVersion: number) =>
      isOwnCertificateKey(keyring, publicKey, keyVersion),
  });
}

function sealValue(keyring: Keyring, plaintext: SecretValue, context: VaultContext): Buffer {
  const problem = contextProblem(context);
  if (problem !== undefined) throw new TypeError(problem);
  const keyVersion = keyring.activeVersion;
  const master = masterKey(keyring, keyVersion);
  if (master === undefined) throw new TypeError('The active master key is not in the keyring.');
  const bytes = Buffer.from(plaintext.reveal(), 'utf8');
  try {
    const sealed = withDerivedKey(master, context, (key) =>
      seal(key, bytes, associatedData(context, keyVersion)),
    );
    return packEnvelope(keyVersion, sealed);
  } finally {
    bytes.fill(0);
  }
}

function openValue(keyring: Keyring, envelope: Uint8Array, context: VaultContext): SecretValue {
  const { keyVersion, sealed } = parseEnvelope(envelope);
  // A context that no value can have and a key that is gone are "does not open" too, told apart by nobody.
  if (contextProblem(context) !== undefined) throw new VaultError();
  const master = masterKey(keyring, keyVersion);
  if (master === undefined) throw new VaultError();
  const bytes = withDerivedKey(master, context, (key) =>
    open(key, sealed, associatedData(context, keyVersion)),
  );
  try {
    return new SecretValue(bytes.toString('utf8'));
  } finally {
    bytes.fill(0);
  }
}
