import 'server-only';
import { createPublicKey } from 'node:crypto';
import { AppError } from '@/lib/errors';
import { SigningKeyError, type StatementSigner } from '@/lib/vault/vault';

/** The signer's public key; with `mayCreate` a missing key is made first. Throws AppError('configuration'). */
export async function publicKeyOf(
  signer: StatementSigner,
  { mayCreate = false }: { mayCreate?: boolean } = {},
): Promise<Buffer> {
  return sayingConfiguration(async () => {
    try {
      return await signer.publicKey();
    } catch (error) {
      const isMissing = error instanceof SigningKeyError && error.code === 'missing';
      if (!mayCreate || !isMissing || signer.create === undefined) throw error;
      await signer.create();
      return signer.publicKey();
    }
  });
}

/** A signing key that cannot be used is a matter of configuration; its sentence stays. */
export async function sayingConfiguration<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SigningKeyError)
      throw new AppError('configuration', error.message, { cause: error });
    throw error;
  }
}

/** A public key as PEM, as `openssl pkey -pubin` reads it. */
export function publicKeyPem(der: Buffer): string {
  return createPublicKey({ key: der, format: 'der', type: 'spki' })
    .export({ format: 'pem', type: 'spki' })
    .toString();
}

/** The Ed25519 public key in a PEM text, in DER. Throws AppError('invalid') for anything else. */
export function parsePublicKeyPem(pem: string): Buffer {
  try {
    const key = createPublicKey(pem);
    if (key.asymmetricKeyType === 'ed25519') return key.export({ format: 'der', type: 'spki' });
  } catch {
    // Said below, with what is wanted.
  }
  throw new AppError(
    'invalid',
    'That is no Ed25519 public key in PEM: use what npm run board -- audit checkpoint --public-key printed.',
  );
}
