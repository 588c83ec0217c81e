import { KEY_BYTES } from '@/lib/vault/derive';
import { MasterKeyError, malformedKey } from '@/lib/vault/errors';
import { masterKeyFingerprint, sameBytes } from '@/lib/vault/fingerprint';
import type { KeyProvider } from '@/lib/vault/providers/key-provider';

/**
 * The 32 bytes of a recorded version, known to be the right ones; the caller overwrites them. Rejects with a
 * MasterKeyError.
 */
export async function loadCheckedKey(
  record: { version: number; fingerprint: Uint8Array },
  provider: KeyProvider,
): Promise<Buffer> {
  const { version } = record;
  const key = await provider.load(version);
  const where = provider.describe(version);
  if (key.length === KEY_BYTES && sameBytes(masterKeyFingerprint(key, version), record.fingerprint))
    return key;
  const malformed = key.length !== KEY_BYTES;
  key.fill(0);
  if (malformed) throw malformedKey(version, where);
  throw new MasterKeyError(
    'wrong',
    `The key in ${where} is not master key ${version} of this database`,
    'put the right key back from your backup',
  );
}
