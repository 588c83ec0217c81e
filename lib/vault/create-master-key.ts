import { randomBytes } from 'node:crypto';
import { KEY_BYTES } from '@/lib/vault/derive';
import { MasterKeyError, malformedKey } from '@/lib/vault/errors';
import { masterKeyFingerprint, sameBytes } from '@/lib/vault/fingerprint';
import type { KeyProvider } from '@/lib/vault/providers/key-provider';

/**
 * Makes sure that a provider holds a key for a version that the database does not know yet, and gives the key's
 * fingerprint to record. A key that is already there is adopted and never overwritten: a start that died between
 * storing the key and recording it is simply repeated. Rejects with a MasterKeyError; `unavailable` means that
 * nothing was done and another provider may be tried.
 */
export async function createMasterKey(provider: KeyProvider, version: number): Promise<Buffer> {
  const existing = await fingerprintOfStored(provider, version);
  if (existing !== undefined) return existing;
  if (provider.store === undefined) {
    throw new MasterKeyError(
      'cannot-store',
      `Master key ${version} is missing from ${provider.describe(version)}, which the board cannot write to`,
      'put 32 random bytes in base64 there ("openssl rand -base64 32")',
    );
  }
  const key = randomBytes(KEY_BYTES);
  const made = masterKeyFingerprint(key, version);
  try {
    await provider.store(version, key);
  } finally {
    key.fill(0);
  }
  // Read back before anything is encrypted: a store that lost the key would lose every value with it.
  const stored = await fingerprintOfStored(provider, version);
  if (stored === undefined || !sameBytes(stored, made)) {
    throw new MasterKeyError(
      'cannot-store',
      `${provider.describe(version)} did not keep the new master key ${version}`,
      'choose another place for it with MASTER_KEY_PROVIDER',
    );
  }
  return stored;
}

async function fingerprintOfStored(provider: KeyProvider, version: number): Promise<Buffer | undefined> {
  try {
    const key = await provider.load(version);
    try {
      if (key.length !== KEY_BYTES) throw malformedKey(version, provider.describe(version));
      return masterKeyFingerprint(key, version);
    } finally {
      key.fill(0);
    }
  } catch (error) {
    // Only "nothing there" may lead to a new key. A locked keyring or a damaged file may hold the key of real data.
    if (error instanceof MasterKeyError && error.code === 'missing') return undefined;
    throw error;
  }
}
