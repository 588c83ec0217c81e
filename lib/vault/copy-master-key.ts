import { loadCheckedKey } from '@/lib/vault/checked-key';
import { existingKey, MasterKeyError } from '@/lib/vault/errors';
import type { KeyProvider } from '@/lib/vault/providers/key-provider';
import { type KeyWrapper, wrapMasterKey } from '@/lib/vault/wrapped-key';

interface CopiedRecord {
  version: number;
  fingerprint: Uint8Array;
}

/**
 * Puts a recorded master key into another place as well. A key that is there already is taken for the copy if it is
 * the same one, and never overwritten. Rejects with a MasterKeyError; what was there before is as it was.
 */
export async function copyMasterKey(record: CopiedRecord, from: KeyProvider, to: KeyProvider): Promise<void> {
  if (await holds(record, to)) return;
  if (to.store === undefined) {
    throw new MasterKeyError(
      'cannot-store',
      `Master key ${record.version} is not in ${to.describe(record.version)}, which the board cannot write to`,
      'put the key there yourself',
    );
  }
  const key = await loadCheckedKey(record, from);
  try {
    await to.store(record.version, key);
  } finally {
    key.fill(0);
  }
  // Read back before the record names the new place and somebody removes the old one.
  (await loadCheckedKey(record, to)).fill(0);
}

/** Has a recorded master key wrapped, and gives the wrap to record. */
export async function copyIntoWrap(
  record: CopiedRecord,
  from: KeyProvider,
  wrapper: KeyWrapper,
): Promise<Buffer> {
  const key = await loadCheckedKey(record, from);
  try {
    return (await wrapMasterKey(wrapper, record.version, key)).wrapped;
  } finally {
    key.fill(0);
  }
}

async function holds(record: CopiedRecord, place: KeyProvider): Promise<boolean> {
  try {
    (await loadCheckedKey(record, place)).fill(0);
    return true;
  } catch (error) {
    if (!(error instanceof MasterKeyError)) throw error;
    if (error.code === 'missing') return false;
    if (error.code === 'wrong') throw existingKey(record.version, place.describe(record.version));
    throw error;
  }
}
