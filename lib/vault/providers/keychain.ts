import { existingKey, malformedKey, missingKey, unavailableKey } from '@/lib/vault/errors';
import { formatKeyText, parseKeyText } from '@/lib/vault/key-text';
import type { KeyProvider } from '@/lib/vault/providers/key-provider';

const SERVICE = 'jed-board';
const REMEDY =
  'sign in to the desktop session and unlock it, or choose another place with MASTER_KEY_PROVIDER';

/** One item of the operating system's keyring; `null` where there is none. Both may throw when it is out of reach. */
export interface KeychainEntry {
  getPassword(): string | null;
  setPassword(password: string): void;
}

export type OpenKeychainEntry = (service: string, account: string) => Promise<KeychainEntry>;

/**
 * Master keys in the macOS Keychain or the Linux Secret Service. `installation` names this board among others of
 * the same user, so that two data folders never share a key. Without a keyring `load` rejects at once with
 * `unavailable`. Tests hand in an `openEntry` of their own.
 */
export function keychainKeyProvider(
  installation: string,
  openEntry: OpenKeychainEntry = openNativeEntry,
): KeyProvider {
  const accountOf = (version: number) => `${installation}/master-key-${version}`;
  const place = (version: number) => `${keyringName()} (service ${SERVICE}, account ${accountOf(version)})`;
  const attempt = async <T>(version: number, work: (entry: KeychainEntry) => T): Promise<T> => {
    try {
      return work(await openEntry(SERVICE, accountOf(version)));
    } catch {
      throw unavailableKey(version, place(version), REMEDY);
    }
  };
  return {
    describe: place,
    async load(version) {
      const text = await attempt(version, (entry) => entry.getPassword());
      if (text === null) throw missingKey(version, place(version));
      const key = parseKeyText(text);
      if (key === undefined) throw malformedKey(version, place(version));
      return key;
    },
    async store(version, key) {
      const stored = await attempt(version, (entry) => {
        if (entry.getPassword() !== null) return false;
        entry.setPassword(formatKeyText(key));
        return true;
      });
      if (!stored) throw existingKey(version, place(version));
    },
  };
}

function keyringName(): string {
  return process.platform === 'darwin' ? 'the macOS Keychain' : 'the Secret Service of this session';
}

async function openNativeEntry(service: string, account: string): Promise<KeychainEntry> {
  // Imported late: a machine without this native library can still use every other provider.
  const { Entry } = await import('@napi-rs/keyring');
  // Without the pinned store the library falls back to the kernel's keyring, which is empty after a reboot: the
  // master key would be lost, and every value with it. Pinned, it throws, and the caller can choose a file.
  const entry = new Entry(service, account, { linux: { store: 'secret-service' } });
  return {
    getPassword: () => entry.getPassword() ?? null,
    setPassword: (password) => entry.setPassword(password),
  };
}
