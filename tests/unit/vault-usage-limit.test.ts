import { describe, expect, it } from 'vitest';
import { judgeUsage } from '@/lib/vault/usage-limit';
import { createVault, type KeyUsageMeter, SecretValue } from '@/lib/vault/vault';
import { testContext, testKeyring } from '../support/test-vault';

const REFUSED_FROM = 3_865_470_566;

async function vaultThatCounted(total: number | (() => Promise<number>)) {
  const warnings: [number, number][] = [];
  const meter: KeyUsageMeter = {
    countEncryption: typeof total === 'number' ? async () => total : total,
    warn: (keyVersion, encryptions) => warnings.push([keyVersion, encryptions]),
  };
  const vault = createVault(await testKeyring(), meter);
  return { warnings, encrypt: () => vault.encrypt(new SecretValue('x'), testContext()) };
}

describe('a master key is not used more often than random nonces allow', () => {
  it('the thresholds are 2^31 and nine tenths of 2^32', () => {
    expect([1, 2 ** 31 - 1].map(judgeUsage)).toEqual(['fine', 'fine']);
    expect([2 ** 31, REFUSED_FROM - 1].map(judgeUsage)).toEqual(['warn', 'warn']);
    expect([REFUSED_FROM, 2 ** 32, 2 ** 60].map(judgeUsage)).toEqual(['refuse', 'refuse', 'refuse']);
  });

  it('from 2^31 on it encrypts still, and warns once', async () => {
    const { warnings, encrypt } = await vaultThatCounted(2 ** 31);
    await encrypt();
    await encrypt();
    expect(warnings).toEqual([[1, 2 ** 31]]);
  });

  it('before that it does not warn', async () => {
    const { warnings, encrypt } = await vaultThatCounted(2 ** 31 - 1);
    await encrypt();
    expect(warnings).toEqual([]);
  });

  it('at nine tenths of 2^32 it encrypts nothing more and says what to do', async () => {
    const { encrypt } = await vaultThatCounted(REFUSED_FROM);
    await expect(encrypt()).rejects.toMatchObject({ name: 'MasterKeyError', code: 'used-up' });
    await expect(encrypt()).rejects.toThrow('add a new master key version');
  });

  it.each([0, -1, 1.5, Number.NaN, '12' as unknown as number, undefined as unknown as number])(
    'a counter that answers %o allows nothing',
    async (answer) => {
      const { encrypt } = await vaultThatCounted(async () => answer);
      await expect(encrypt()).rejects.toMatchObject({ code: 'used-up' });
    },
  );

  it('a counter that fails allows nothing', async () => {
    const { encrypt } = await vaultThatCounted(() =>
      Promise.reject(new Error('The counter is out of reach.')),
    );
    await expect(encrypt()).rejects.toThrow('The counter is out of reach.');
  });

  it('every encryption is counted, under the version it was made with', async () => {
    const counted: number[] = [];
    const meter: KeyUsageMeter = {
      countEncryption: async (version) => counted.push(version),
      warn: () => undefined,
    };
    const vault = createVault(await testKeyring({ 1: 'decrypt-only', 2: 'active' }), meter);
    const envelope = await vault.encrypt(new SecretValue('x'), testContext());
    await vault.encrypt(new SecretValue('y'), testContext());
    await vault.decrypt(envelope, testContext());
    expect(counted).toEqual([2, 2]);
  });
});
