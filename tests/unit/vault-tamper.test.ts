import { createSecretKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { open, seal } from '@/lib/vault/cipher';
import { withDerivedKey } from '@/lib/vault/derive';
import { envelopeKeyVersion, MAX_SECRET_BYTES, SecretValue, VaultError } from '@/lib/vault/vault';
import { testContext, testVault } from '../support/test-vault';

async function sealed(text: string) {
  const vault = await testVault();
  const envelope = await vault.encrypt(new SecretValue(text), testContext());
  const opens = (bytes: Uint8Array) => vault.decrypt(bytes, testContext());
  return { envelope, opens };
}

describe('an envelope that was touched does not open', () => {
  it.each(['a value of some length', ''])('when any one bit is flipped (text %j)', async (text) => {
    const { envelope, opens } = await sealed(text);
    for (let bit = 0; bit < envelope.length * 8; bit += 1) {
      const touched = Buffer.from(envelope);
      touched.writeUInt8(touched.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      await expect(opens(touched), `bit ${bit}`).rejects.toThrow(VaultError);
    }
    expect((await opens(envelope)).reveal()).toBe(text);
  });

  it('when it is cut, at either end, by any number of bytes', async () => {
    const { envelope, opens } = await sealed('a value of some length');
    for (let bytes = 1; bytes <= envelope.length; bytes += 1) {
      await expect(opens(envelope.subarray(0, -bytes)), `last ${bytes}`).rejects.toThrow(VaultError);
      await expect(opens(envelope.subarray(bytes)), `first ${bytes}`).rejects.toThrow(VaultError);
    }
  });

  it('when bytes are added at either end', async () => {
    const { envelope, opens } = await sealed('a value of some length');
    for (const extra of [1, 4, 12, 16, 33, envelope.length]) {
      await expect(opens(Buffer.concat([envelope, Buffer.alloc(extra)]))).rejects.toThrow(VaultError);
      await expect(opens(Buffer.concat([Buffer.alloc(extra, 1), envelope]))).rejects.toThrow(VaultError);
    }
  });

  it('when it carries any other version byte', async () => {
    const { envelope, opens } = await sealed('a value');
    for (let version = 0; version < 256; version += 1) {
      if (version === 1) continue;
      envelope.writeUInt8(version, 0);
      await expect(opens(envelope), `version ${version}`).rejects.toThrow(VaultError);
    }
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['zeros', Buffer.alloc(64)],
    ['only a header', Buffer.from('0100000001', 'hex')],
    ['more than any envelope holds', Buffer.alloc(33 + MAX_SECRET_BYTES + 1, 1)],
    ['a text', 'AQAAAAE=' as unknown as Buffer],
    ['null', null as unknown as Buffer],
  ])('when it was never one: %s', async (_, bytes) => {
    const { opens } = await sealed('a value');
    await expect(opens(bytes)).rejects.toThrow(VaultError);
  });

  it('and an untouched one opens from a view into a larger buffer', async () => {
    const { envelope, opens } = await sealed('a value');
    const larger = Buffer.concat([Buffer.alloc(7), envelope, Buffer.alloc(9)]);
    const view = new Uint8Array(larger.buffer, larger.byteOffset + 7, envelope.length);
    expect((await opens(view)).reveal()).toBe('a value');
  });
});

it.each([
  ['too short by a byte', Buffer.from(`0100000001${'00'.repeat(27)}`, 'hex')],
  [
    'longer than any value makes it',
    Buffer.concat([Buffer.from('0100000001', 'hex'), Buffer.alloc(28 + MAX_SECRET_BYTES + 1)]),
  ],
  ['of version 2', Buffer.from(`0200000001${'00'.repeat(28)}`, 'hex')],
  ['of key version 0', Buffer.from(`0100000000${'00'.repeat(28)}`, 'hex')],
])('no key version is read from bytes that are no envelope: %s', (_, bytes) => {
  expect(() => envelopeKeyVersion(bytes)).toThrow(VaultError);
});

it('a tag cut short is refused, though its bytes are right', () => {
  const key = Buffer.alloc(32, 3);
  const whole = seal(key, Buffer.from('value'), Buffer.from('place'));
  for (let bytes = 0; bytes < 16; bytes += 1) {
    const cut = { ...whole, tag: whole.tag.subarray(0, bytes) };
    expect(() => open(key, cut, Buffer.from('place')), `${bytes} bytes`).toThrow(VaultError);
  }
});

describe('a derived key', () => {
  const scope = { purpose: 'org-secret', ownerId: 'x', salt: Buffer.alloc(32) } as const;
  const master = createSecretKey(Buffer.alloc(32, 5));

  it('is overwritten when the work succeeds', () => {
    const lent = withDerivedKey(master, scope, (key) => {
      expect(key.every((byte) => byte === 0)).toBe(false);
      return key;
    });
    expect(lent.every((byte) => byte === 0)).toBe(true);
  });

  it('is overwritten when the work throws', () => {
    let lent: Buffer = Buffer.alloc(1, 1);
    const work = (key: Buffer) => {
      lent = key;
      throw new VaultError();
    };
    expect(() => withDerivedKey(master, scope, work)).toThrow(VaultError);
    expect(lent).toEqual(Buffer.alloc(32));
  });

  it.each([0, 16, 31, 33, 64])('is never derived with a salt of %i bytes', (length) => {
    expect(() => withDerivedKey(master, { ...scope, salt: Buffer.alloc(length, 1) }, () => 'lent')).toThrow(
      TypeError,
    );
  });
});
