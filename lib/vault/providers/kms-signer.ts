import { type Kms, type KmsSettings, withKms } from '@/lib/vault/providers/kms';
import { kmsReason } from '@/lib/vault/providers/kms-problem';
import { SigningKeyError, type StatementSigner } from '@/lib/vault/statement-signer';

const PUBLIC_KEY_BYTES = 44;

/**
 * A signing key that never leaves AWS KMS: of the key spec ECC_NIST_EDWARDS25519, for signing. ED25519_SHA_512 is
 * Ed25519 as RFC 8032 has it, so its signatures are checked like any other. Needs kms:Sign and kms:GetPublicKey.
 */
export function kmsSigner(settings: KmsSettings): StatementSigner {
  const KeyId = settings.keyId;
  const place = `AWS KMS (key ${KeyId}${settings.region === undefined ? '' : `, ${settings.region}`})`;
  const attempt = <T>(call: (kms: Kms) => Promise<T>): Promise<T> =>
    withKms(settings, call).catch((error: unknown) => {
      throw error instanceof SigningKeyError ? error : refused(place, reasonOf(error));
    });
  return {
    describe: () => place,
    publicKey: () =>
      attempt(async ({ client, GetPublicKeyCommand }) => {
        const answer = await client.send(new GetPublicKeyCommand({ KeyId }));
        const key = Buffer.from(answer.PublicKey ?? new Uint8Array(0));
        if (key.length !== PUBLIC_KEY_BYTES) throw refused(place, WRONG_KIND);
        return key;
      }),
    sign: (message) =>
      attempt(async ({ client, SignCommand }) => {
        const answer = await client.send(
          new SignCommand({
            KeyId,
            Message: message,
            MessageType: 'RAW',
            SigningAlgorithm: 'ED25519_SHA_512',
          }),
        );
        return Buffer.from(answer.Signature ?? new Uint8Array(0));
      }),
  };
}

const WRONG_KIND = 'that key is not of the kind ECC_NIST_EDWARDS25519 for signing';

function reasonOf(error: unknown): string {
  const name = error instanceof Error ? error.name : '';
  const wrongKind = name === 'InvalidKeyUsageException' || name === 'UnsupportedOperationException';
  return wrongKind ? WRONG_KIND : kmsReason(error);
}

function refused(place: string, because: string): SigningKeyError {
  return new SigningKeyError(
    'unusable',
    `${place} signs no checkpoint, because ${because}`,
    'check CHECKPOINT_KMS_KEY_ID, AWS_REGION and the rights kms:Sign and kms:GetPublicKey',
  );
}
