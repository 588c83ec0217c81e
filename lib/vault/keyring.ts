import { createSecretKey, type KeyObject } from 'node:crypto';
import { loadCheckedKey } from '@/lib/vault/checked-key';
import { MasterKeyError } from '@/lib/vault/errors';
import type { KeyProvider } from '@/lib/vault/providers/key-provider';

/** `active` encrypts and decrypts, `decrypt-only` awaits the end of a rotation, `retired` is never loaded. */
export type KeyState = 'active' | 'decrypt-only' | 'retired';

/** What the application stores of a master key version; the key itself is with its provider. */
export interface MasterKeyRecord {
  version: number;
  state: KeyState;
  fingerprint: Uint8Array;
}

// Set by the class below: it may read the private field, and nothing that leaves this folder can.
let readKey: (keyring: Keyring, version: number) => KeyObject | undefined;

/** The loaded master keys. It shows which version is active and gives no key to anyone outside this folder. */
export class Keyring {
  readonly activeVersion: number;
  // KeyObjects live outside the JavaScript heap and print as `KeyObject`, never as bytes.
  readonly #keys: ReadonlyMap<number, KeyObject>;

  static {
    readKey = (keyring, version) => keyring.#keys.get(version);
  }

  constructor(activeVersion: number, keys: ReadonlyMap<number, KeyObject>) {
    this.activeVersion = activeVersion;
    this.#keys = keys;
    Object.freeze(this);
  }
}

/** The key of a version, or undefined when that version is unknown or retired. For the files of this folder only. */
export function masterKey(keyring: Keyring, version: number): KeyObject | undefined {
  return readKey(keyring, version);
}

/**
 * Loads every version that is not retired and checks it against its fingerprint. Rejects with a MasterKeyError,
 * one sentence, for the first key that is missing, malformed, wrong or out of reach: a keyring that is not whole
 * would open some values and not others.
 */
export async function openKeyring<R extends MasterKeyRecord>(
  records: readonly R[],
  providerFor: (record: R) => KeyProvider,
): Promise<Keyring> {
  const activeVersion = theActiveVersion(records);
  const keys = new Map<number, KeyObject>();
  for (const record of records) {
    if (record.state === 'retired') continue;
    keys.set(record.version, await loadKey(record, providerFor(record)));
  }
  return new Keyring(activeVersion, keys);
}

async function loadKey(record: MasterKeyRecord, provider: KeyProvider): Promise<KeyObject> {
  const key = await loadCheckedKey(record, provider);
  try {
    return createSecretKey(key);
  } finally {
    key.fill(0);
  }
}

/** "Which key encrypts" has one answer. None or two means that the list was changed by hand. */
function theActiveVersion(records: readonly MasterKeyRecord[]): number {
  const active = records.filter((record) => record.state === 'active');
  const versions = new Set(records.map((record) => record.version));
  const [only] = active;
  if (only === undefined || active.length > 1 || versions.size !== records.length) {
    throw new MasterKeyError(
      'ambiguous',
      'The list of master keys in this database does not name one active version and every version once',
      'restore the list from your backup',
    );
  }
  return only.version;
}
