import { describe, expect, it } from 'vitest';
import { testVault } from '../support/test-vault';

const EVENT = Buffer.from('an event in canonical form');

describe('the MAC of an audit event', () => {
  it('matches the event it was made for, under the active key unless told otherwise', async () => {
    const vault = await testVault({ 1: 'decrypt-only', 2: 'active' });
    expect(vault.auditChain('audit').mac(EVENT)).toEqual({ mac: expect.any(Buffer), keyVersion: 2 });
    expect(vault.auditChain('audit').mac(EVENT).mac).toHaveLength(32);
    expect(vault.auditChain('audit').matches(EVENT, vault.auditChain('audit').mac(EVENT))).toBe(true);
    expect(vault.auditChain('audit').matches(EVENT, vault.auditChain('audit').mac(EVENT, 1))).toBe(true);
  });

  it('matches no other event, chain, key version or MAC', async () => {
    const vault = await testVault({ 1: 'decrypt-only', 2: 'active' });
    const made = vault.auditChain('audit').mac(EVENT);
    const flipped = Buffer.from(made.mac.map((byte, i) => (i === 0 ? byte ^ 1 : byte)));
    expect(vault.auditChain('audit').matches(Buffer.from('another event'), made)).toBe(false);
    expect(vault.auditChain('another chain').matches(EVENT, made)).toBe(false);
    expect(vault.auditChain('audit').matches(EVENT, { ...made, keyVersion: 1 })).toBe(false);
    expect(vault.auditChain('audit').matches(EVENT, { ...made, mac: flipped })).toBe(false);
    expect(vault.auditChain('audit').matches(EVENT, { ...made, mac: made.mac.subarray(0, 16) })).toBe(false);
  });

  it('is never called false for want of its key: a key that is gone is an error of its own', async () => {
    const before = await testVault({ 1: 'active' });
    const made = before.auditChain('audit').mac(EVENT);
    const after = await testVault({ 1: 'retired', 2: 'active' });
    expect(() => after.auditChain('audit').matches(EVENT, made)).toThrow(
      expect.objectContaining({ name: 'MasterKeyError', code: 'unknown-version' }),
    );
  });
});

describe('a chain held for a whole verification', () => {
  it('keeps the keys of its versions apart, whichever was asked for first', async () => {
    const vault = await testVault({ 1: 'decrypt-only', 2: 'active' });
    const held = vault.auditChain('audit');
    for (const version of [2, 1, 2, 1]) {
      const fresh = vault.auditChain('audit').mac(EVENT, version);
      expect(held.mac(EVENT, version)).toEqual(fresh);
      expect(held.matches(EVENT, fresh)).toBe(true);
      expect(held.matches(EVENT, { ...fresh, keyVersion: 3 - version })).toBe(false);
    }
  });

  it('has no key for a version that is not loaded, also after it had others', async () => {
    const vault = await testVault({ 1: 'retired', 2: 'active' });
    const held = vault.auditChain('audit');
    held.mac(EVENT);
    expect(() => held.mac(EVENT, 1)).toThrow(expect.objectContaining({ code: 'unknown-version' }));
  });
});
