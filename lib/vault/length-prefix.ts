/** Four bytes, most significant first. `value` is a whole number from 0 to 2^32 - 1; anything else throws. */
export function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** Eight bytes, most significant first. `value` is a whole number from 0 to 2^53 - 1. */
export function uint64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
}

/**
 * The length of a field in four bytes, then the field. Fields written this way can be joined without doubt about
 * where one ends: ("ab", "c") and ("a", "bc") never give the same bytes. Text is taken as UTF-8.
 */
export function lengthPrefixed(field: string | Uint8Array): Buffer {
  const bytes = typeof field === 'string' ? Buffer.from(field, 'utf8') : field;
  return Buffer.concat([uint32(bytes.length), bytes]);
}
