import type { VaultContext } from '@/lib/vault/context';
import { lengthPrefixed, uint32, uint64 } from '@/lib/vault/length-prefix';

/** Changes with the envelope's version byte, and never otherwise: data of version 1 must open for ever. */
const DOMAIN = 'jed-board/v1';

/**
 * The bytes that GCM authenticates without storing them: domain, purpose, ownerId, slot, valueVersion (8 bytes),
 * keyVersion (4 bytes), in this order, each with its length before it. A row that is moved to another client or
 * slot, swapped with its neighbour or put back from a backup meets other bytes here and does not open.
 */
export function associatedData(context: VaultContext, keyVersion: number): Buffer {
  return Buffer.concat([
    lengthPrefixed(DOMAIN),
    lengthPrefixed(context.purpose),
    lengthPrefixed(context.ownerId),
    lengthPrefixed(context.slot),
    lengthPrefixed(uint64(context.valueVersion)),
    lengthPrefixed(uint32(keyVersion)),
  ]);
}
