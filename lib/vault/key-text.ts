import { KEY_BYTES } from '@/lib/vault/derive';

/** A master key as text: 32 bytes in base64, one line, 44 characters, no line break. */
export function formatKeyText(key: Uint8Array): string {
  return Buffer.from(key.buffer, key.byteOffset, key.length).toString('base64');
}

/**
 * Reads what `formatKeyText` wrote, or gives undefined. One line break at the end is forgiven, since editors and
 * `echo` add it; nothing else is. Node's own decoder skips whatever is not base64, so that a truncated or mistyped
 * key would become another key instead of an error: hence decode, encode, compare.
 */
export function parseKeyText(text: string): Buffer | undefined {
  const line = text.replace(/\r?\n$/, '');
  const key = Buffer.from(line, 'base64');
  return key.length === KEY_BYTES && formatKeyText(key) === line ? key : undefined;
}
