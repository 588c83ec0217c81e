import { expect, it } from 'vitest';
import { createMasterKey, MasterKeyError } from '@/lib/vault/vault';

it('a place that holds half a key is no place to begin in: nothing is made over it', async () => {
  const stored: number[] = [];
  const half = {
    describe: () => 'the place',
    load: async () => Buffer.alloc(31, 7),
    store: async (version: number) => void stored.push(version),
  };
  const error: unknown = await createMasterKey(half, 1).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(MasterKeyError);
  expect(error).toMatchObject({ code: 'malformed' });
  expect(stored).toEqual([]);
});
