import { KEY_BYTES } from '@/lib/vault/derive';
import { MasterKeyError, malformedKey, missingKey } from '@/lib/vault/errors';
import { masterKeyFingerprint, sameBytes } from '@/lib/vault/fingerprint';
import type { KeyProvider } from '@/lib/vault/providers/key-provider';

/**
 * A service that encrypts master keys without keeping them. The wrap is no secret: it is stored with the key's
 * record and opens only through the service. Everything rejects with a MasterKeyError.
 */
export interface KeyWrapper {
  /** The service as a noun phrase for a sentence. */
  describe(version: number): string;
  /** A new random key and its wrap. The caller overwrites the key after use. */
  generate(version: number): Promise<{ key: Buffer; wrapped: Buffer }>;
  /** The wrap of a key that exists already, for moving it here. */
  wrap(version: number, key: Uint8Array): Promise<Buffer>;
  /** The key in a wrap, as a buffer of its own that the caller overwrites after use. */
  unwrap(version: number, wrapped: Uint8Array): Promise<Buffer>;
}

/** What to record of a key that a wrapper made or took. */
export interface WrappedMasterKey {
  fingerprint: Buffer;
  wrapped: Buffer;
}

/** A provider over wraps that are stored elsewhere. It takes no new key: those come with a wrap to store. */
export function wrappedKeyProvider(wrapper: KeyWrapper, wraps: ReadonlyMap<number, Uint8Array>): KeyProvider {
  return {
    describe: (version) => wrapper.describe(version),
    async load(version) {
      const wrapped = wraps.get(version);
      if (wrapped === undefined)
        throw missingKey(version, `what is recorded of ${wrapper.describe(version)}`);
      return wrapper.unwrap(version, wrapped);
    },
  };
}

/** Has a new master key made and wrapped. Nothing is kept anywhere until the caller records what it gets. */
export async function createWrappedMasterKey(
  wrapper: KeyWrapper,
  version: number,
): Promise<WrappedMasterKey> {
  const { key, wrapped } = await wrapper.generate(version);
  return checkedWrap(wrapper, version, key, wrapped);
}

/** Wraps a master key that exists already. `key` stays the caller's to overwrite. */
export async function wrapMasterKey(
  wrapper: KeyWrapper,
  version: number,
  key: Uint8Array,
): Promise<WrappedMasterKey> {
  return checkedWrap(wrapper, version, Buffer.from(key), await wrapper.wrap(version, key));
}

/** Opens the wrap again before anything rests on it: one that does not open would lose every value. */
async function checkedWrap(
  wrapper: KeyWrapper,
  version: number,
  key: Buffer,
  wrapped: Buffer,
): Promise<WrappedMasterKey> {
  try {
    if (key.length !== KEY_BYTES) throw malformedKey(version, wrapper.describe(version));
    const opened = await wrapper.unwrap(version, wrapped);
    const same = sameBytes(opened, key);
    opened.fill(0);
    if (same) return { fingerprint: masterKeyFingerprint(key, version), wrapped };
  } finally {
    key.fill(0);
  }
  throw new MasterKeyError(
    'cannot-store',
    `${wrapper.describe(version)} does not give master key ${version} back as it was wrapped`,
    'choose another place for it with MASTER_KEY_PROVIDER',
  );
}
