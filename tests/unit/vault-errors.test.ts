import { describe, expect, it, vi } from 'vitest';
import { MasterKeyError, SecretTextError, SecretValue, VaultError } from '@/lib/vault/vault';
import {
  freshMeter,
  memoryKeyProvider,
  testContext,
  testKeyring,
  testMasterKey,
} from '../support/test-vault';

/** The vault as another bundle of the same server has it: the same code, other classes. */
async function anotherBundle() {
  vi.resetModules();
  const other = await import('@/lib/vault/vault');
  if (other.VaultError === VaultError) throw new Error('This is the same bundle.');
  return other;
}

describe('an error of the vault is known in every bundle of the server', () => {
  it('when a value does not open', async () => {
    const { createVault } = await anotherBundle();
    const error: unknown = await createVault(await testKeyring(), freshMeter())
      .decrypt(Buffer.alloc(40), testContext())
      .catch((reason: unknown) => reason);
    expect(error instanceof VaultError).toBe(true);
    expect(error instanceof MasterKeyError || error instanceof SecretTextError).toBe(false);
  });

  it('when a master key is wrong', async () => {
    const { openKeyring } = await anotherBundle();
    const record = { version: 1, state: 'active', fingerprint: Buffer.alloc(32) } as const;
    const keys = new Map([[1, testMasterKey('x')]]);
    const error: unknown = await openKeyring([record], () => memoryKeyProvider(keys)).catch(
      (reason: unknown) => reason,
    );
    expect(error instanceof MasterKeyError).toBe(true);
    expect(error instanceof VaultError || error instanceof SecretTextError).toBe(false);
  });

  it('when a text cannot be a secret', async () => {
    const other = await anotherBundle();
    const refusal = () => new other.SecretValue('\ud800');
    expect(refusal).toThrow(SecretTextError);
    expect(refusal).not.toThrow(VaultError);
  });

  it('and a secret value made in one is encrypted and opened by the vault of another', async () => {
    const { createVault, openKeyring } = await anotherBundle();
    const key = testMasterKey('version 1');
    const { masterKeyFingerprint } = await import('@/lib/vault/fingerprint');
    const record = { version: 1, state: 'active', fingerprint: masterKeyFingerprint(key, 1) } as const;
    const keyring = await openKeyring([record], () => memoryKeyProvider(new Map([[1, key]])));
    const vault = createVault(keyring, freshMeter());
    const envelope = await vault.encrypt(new SecretValue('x'), testContext());
    expect((await vault.decrypt(envelope, testContext())).reveal()).toBe('x');
  });

  it('while an error of anyone else is none of ours', () => {
    for (const other of [
      new Error('x'),
      new TypeError('x'),
      { name: 'VaultError' },
      'VaultError',
      undefined,
    ]) {
      expect(other instanceof VaultError).toBe(false);
    }
  });
});
