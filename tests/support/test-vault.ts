import { createHmac } from 'node:crypto';
import {
  createVault,
  type KeyProvider,
  type Keyring,
  type KeyState,
  type KeyUsageMeter,
  openKeyring,
  type Vault,
  type VaultContext,
} from '@/lib/vault/vault';

/** A master key for tests: 32 bytes that follow from a label, so that a failure can be repeated. */
export function testMasterKey(label: string): Buffer {
  return createHmac('sha256', 'a master key for tests').update(label).digest();
}

/** Keys kept in memory. `load` gives a copy each time, as the contract asks: the keyring overwrites what it gets. */
export function memoryKeyProvider(keys: ReadonlyMap<number, Uint8Array>): KeyProvider {
  return {
    describe: () => 'the memory of this test',
    load: async (version) => Buffer.from(keys.get(version) ?? ''),
  };
}

/** The check value as the README describes it, computed here a second time on purpose. */
export function expectedFingerprint(key: Uint8Array, version: number): Buffer {
  const versionBytes = Buffer.from(version.toString(16).padStart(8, '0'), 'hex');
  return createHmac('sha256', key)
    .update('jed-board/v1/master-key-fingerprint')
    .update(versionBytes)
    .digest();
}

/** A keyring over in-memory keys, one per entry of `states`. */
export async function testKeyring(
  states: Record<number, KeyState> = { 1: 'active' },
  keyOf = (version: number): Uint8Array => testMasterKey(`version ${version}`),
): Promise<Keyring> {
  const records = Object.entries(states).map(([version, state]) => ({
    version: Number(version),
    state,
    fingerprint: expectedFingerprint(keyOf(Number(version)), Number(version)),
  }));
  const keys = new Map(records.map(({ version }) => [version, keyOf(version)]));
  return openKeyring(records, () => memoryKeyProvider(keys));
}

/** A meter that has counted nothing yet and never warns. */
export function freshMeter(): KeyUsageMeter {
  let encryptions = 0;
  return {
    countEncryption: async () => {
      encryptions += 1;
      return encryptions;
    },
    warn: () => {
      throw new Error('A fresh key was reported as nearly used up.');
    },
  };
}

export async function testVault(states?: Record<number, KeyState>): Promise<Vault> {
  return createVault(await testKeyring(states), freshMeter());
}

/** A sound context; override what the test is about. */
export function testContext(overrides: Partial<VaultContext> = {}): VaultContext {
  return {
    purpose: 'client-credential',
    ownerId: '01930000-0000-7000-8000-000000000001',
    slot: 'openrouter.api-key',
    valueVersion: 1,
    salt: Buffer.alloc(32, 1),
    ...overrides,
  };
}
