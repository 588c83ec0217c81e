import type { KMSClient } from '@aws-sdk/client-kms';
import { MasterKeyError } from '@/lib/vault/errors';
import { type KmsAct, kmsProblem } from '@/lib/vault/providers/kms-problem';
import type { KeyWrapper } from '@/lib/vault/wrapped-key';

export interface KmsSettings {
  /** Key id, key ARN or alias of a symmetric key. */
  keyId: string;
  /** Undefined: what the SDK finds in the machine's own configuration. */
  region: string | undefined;
  /** Another address than AWS's own, of a server that speaks the same protocol. */
  endpoint: string | undefined;
}

const ATTEMPTS = 4;
const CONNECT_MS = 3_000;
const ANSWER_MS = 3_000;

/**
 * Master keys as data keys of AWS KMS. The encryption context must match exactly when a wrap is opened, so the wrap of
 * another version or application is refused by KMS itself; it stands in CloudTrail in the clear and holds nothing secret.
 * Needs kms:GenerateDataKey for a new key, kms:Encrypt to move one here, kms:Decrypt at every start.
 */
export function kmsKeyWrapper(settings: KmsSettings): KeyWrapper {
  const KeyId = settings.keyId;
  const place = () => `AWS KMS (key ${KeyId}${settings.region === undefined ? '' : `, ${settings.region}`})`;
  const attempt = <T>(act: KmsAct, version: number, call: (kms: Kms) => Promise<T>): Promise<T> =>
    withKms(settings, call).catch((error: unknown) => {
      throw error instanceof MasterKeyError ? error : kmsProblem(error, act, version, place());
    });
  return {
    describe: place,
    generate: (version) =>
      attempt('make', version, async ({ client, GenerateDataKeyCommand }) => {
        const EncryptionContext = contextOf(version);
        const answer = await client.send(
          new GenerateDataKeyCommand({ KeyId, EncryptionContext, NumberOfBytes: 32 }),
        );
        return { key: taken(answer.Plaintext), wrapped: taken(answer.CiphertextBlob) };
      }),
    wrap: (version, key) =>
      attempt('wrap', version, async ({ client, EncryptCommand }) => {
        const EncryptionContext = contextOf(version);
        const answer = await client.send(new EncryptCommand({ KeyId, EncryptionContext, Plaintext: key }));
        return taken(answer.CiphertextBlob);
      }),
    unwrap: (version, wrapped) =>
      attempt('unwrap', version, async ({ client, DecryptCommand }) => {
        const EncryptionContext = contextOf(version);
        // The key is named though the wrap names it too: whoever can write to the database could otherwise bring a
        // master key of their own, wrapped by a KMS key of their own.
        const answer = await client.send(
          new DecryptCommand({ KeyId, EncryptionContext, CiphertextBlob: wrapped }),
        );
        return taken(answer.Plaintext);
      }),
  };
}

export type Kms = { client: KMSClient } & Pick<
  typeof import('@aws-sdk/client-kms'),
  'GenerateDataKeyCommand' | 'EncryptCommand' | 'DecryptCommand' | 'SignCommand' | 'GetPublicKeyCommand'
>;

/** One client a call: calls are rare, and an open connection would hold up the end. */
export async function withKms<T>(settings: KmsSettings, call: (kms: Kms) => Promise<T>): Promise<T> {
  // Imported late: whoever keeps keys elsewhere does not load the SDK.
  const sdk = await import('@aws-sdk/client-kms');
  const client = new sdk.KMSClient({
    maxAttempts: ATTEMPTS,
    requestHandler: {
      connectionTimeout: CONNECT_MS,
      requestTimeout: ANSWER_MS,
      throwOnRequestTimeout: true,
    },
    ...(settings.region === undefined ? {} : { region: settings.region }),
    ...(settings.endpoint === undefined ? {} : { endpoint: settings.endpoint }),
  });
  try {
    return await call({ ...sdk, client });
  } finally {
    client.destroy();
  }
}

function contextOf(version: number): Record<string, string> {
  return { app: 'jed-board', purpose: 'master-key', keyVersion: String(version) };
}

/** A copy of our own, since the SDK's array may be a view into a shared buffer; the original is overwritten. */
function taken(bytes: Uint8Array | undefined): Buffer {
  const copy = Buffer.from(bytes ?? new Uint8Array(0));
  bytes?.fill(0);
  return copy;
}
