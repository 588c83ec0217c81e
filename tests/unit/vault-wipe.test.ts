import { afterEach, expect, it, vi } from 'vitest';
import { open, seal } from '@/lib/vault/cipher';
import { VaultError } from '@/lib/vault/vault';

afterEach(() => vi.restoreAllMocks());

it('plaintext that GCM gives out before it has checked the tag is overwritten when the check fails', () => {
  const [key, place, text] = [Buffer.alloc(32, 3), Buffer.from('place'), Buffer.from('not for a forger')];
  const sealed = seal(key, text, place);
  const wiped: { before: Buffer; after: Buffer }[] = [];
  const fill = Buffer.prototype.fill;
  vi.spyOn(Buffer.prototype, 'fill').mockImplementation(function (this: Buffer, ...given) {
    const before = Buffer.from(this);
    const filled = fill.apply(this, given);
    wiped.push({ before, after: Buffer.from(this) });
    return filled;
  });
  expect(() => open(key, sealed, Buffer.from('elsewhere'))).toThrow(VaultError);
  expect(wiped.filter(({ before }) => before.equals(text)).map(({ after }) => after)).toEqual([
    Buffer.alloc(text.length),
  ]);
});
